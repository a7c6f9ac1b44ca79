"""Question sets: files of questions with expectations, answered, checked, reported, compared.

questions = read_question_set("monday.yaml")
run = run_question_set(NewsAssistant(archive), questions, "monday.jsonl")
write_report(run, "monday.html", archive)
"""

from assistant.questions.asking import OneByOne, Workers
from assistant.questions.case import Case, Expectations, QuestionSet
from assistant.questions.compare import Comparison, compare_runs
from assistant.questions.exports import write_csv, write_junit
from assistant.questions.figures import Figures, figures
from assistant.questions.question_file import QuestionFileError, read_question_set
from assistant.questions.report_page import write_report
from assistant.questions.results import Result, Run, State, read_run
from assistant.questions.runner import RunError, run_question_set

__all__ = [
    "Case",
    "Comparison",
    "Expectations",
    "Figures",
    "OneByOne",
    "QuestionFileError",
    "QuestionSet",
    "Result",
    "Run",
    "RunError",
    "State",
    "Workers",
    "compare_runs",
    "figures",
    "read_question_set",
    "read_run",
    "run_question_set",
    "write_csv",
    "write_junit",
    "write_report",
]
