"""Reading question files: three forms of one set, and every mistake named by its line."""

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest
import yaml

from assistant.answer import Outcome, Reason
from assistant.assistant import Filters
from assistant.questions import Case, Expectations, QuestionFileError, read_question_set
from assistant.questions.schema import question_set_schema
from corpus.errors import UsageError

PACKAGE = Path(__file__).parents[2] / "assistant" / "questions"

WHOLE = Case(
    id="one",
    question="What did X say about Y?",
    conversation=("Who is X?", "And Z?"),
    filters=Filters(
        speaker="X", since=date(2022, 1, 7), until=date(2022, 2, 1), publishers=("Post", "Herald")
    ),
    expect=Expectations(
        outcome=Outcome.ANSWERED,
        contains=("No", "2022"),
        not_contains=("maybe",),
        speakers=("X",),
        not_speakers=("Z",),
        cites=("a",),
        not_cites=("b",),
        min_sources=2,
    ),
    tags=("said", "weekly"),
    known_miss="X mumbles",
)
YAML = """\
- id: one
  question: What did X say about Y?
  conversation: ["Who is X?", "And Z?"]
  filters: {speaker: X, from: 2022-01-07, to: 2022-02-01, publishers: [Post, Herald]}
  expect:
    outcome: answered
    contains: [No, "2022"]
    not_contains: [maybe]
    speakers: [X]
    not_speakers: [Z]
    cites: [a]
    not_cites: [b]
    min_sources: 2
  tags: [said, weekly]
  note: for the people who read this
  known_miss: X mumbles
- question: Why?
"""
CSV = (
    "id,question,conversation,filters.speaker,filters.from,filters.to,filters.publishers,"
    "expect.outcome,expect.contains,expect.not_contains,expect.speakers,expect.not_speakers,"
    "expect.cites,expect.not_cites,expect.min_sources,tags,known_miss\r\n"
    "one,What did X say about Y?,Who is X?|And Z?,X,2022-01-07,2022-02-01,Post | Herald,"
    "answered,No|2022,maybe,X,Z,a,b,2,said|weekly,X mumbles\r\n"
    ",Why?,,,,,,,,,,,,,,,\r\n"
)


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def mistakes(folder: Path, name: str, text: str) -> list[str]:
    with pytest.raises(QuestionFileError) as caught:
        read_question_set(written(folder, name, text))
    return [line.removeprefix(f"{folder}/") for line in str(caught.value).split("\n")[1:]]


def test_jsonl_yaml_and_csv_say_the_same(tmp_path: Path) -> None:
    jsonl = "\n".join(json.dumps(one) for one in (WHOLE.to_json(), {"question": "Why?"}))

    sets = [
        read_question_set(written(tmp_path, name, text))
        for name, text in (("a.jsonl", jsonl), ("a.yaml", YAML), ("a.csv", f"\ufeff{CSV}"))
    ]

    assert [one.cases for one in sets] == [(WHOLE, Case(id="why", question="Why?"))] * 3
    assert len({one.fingerprint for one in sets}) == 1


def test_a_case_survives_its_own_json() -> None:
    assert Case.from_json(json.loads(json.dumps(WHOLE.to_json()))) == WHOLE
    reason = Case(id="a", question="b", expect=Expectations(reason=Reason.NO_EVIDENCE))
    assert Case.from_json(reason.to_json()) == reason


def test_ids_are_made_from_questions_and_never_collide(tmp_path: Path) -> None:
    text = (
        "- question: Who?\n- question: who\n"
        '- {id: who-2, question: "Where?"}\n- question: Wer ist Ü?'
    )

    found = read_question_set(written(tmp_path, "a.yml", text))

    assert [case.id for case in found.cases] == ["who", "who-3", "who-2", "wer-ist-ü"]


def test_a_gold_speaker_is_an_annotation_and_no_filter(tmp_path: Path) -> None:
    line = '{"question": "What did X say?", "speaker": "X", "gold": [], "answerable": true}'

    found = read_question_set(written(tmp_path, "a.jsonl", line))

    assert found.cases[0].filters == Filters()
    assert found.ignored == ("answerable", "gold", "speaker")


def test_further_keys_have_to_be_declared(tmp_path: Path) -> None:
    text = '{"question": "Why?", "difficulty": 3}'
    path = written(tmp_path, "a.jsonl", text)
    headed = written(tmp_path, "b.jsonl", f'{{"schema": 1, "extra_keys": ["difficulty"]}}\n{text}')
    in_yaml = "extra_keys: [difficulty]\ncases:\n- {question: Why, difficulty: 3}\n"

    assert read_question_set(path, ["difficulty"]).ignored == ("difficulty",)
    assert read_question_set(headed).ignored == ("difficulty",)
    assert read_question_set(written(tmp_path, "a.yaml", in_yaml)).ignored == ("difficulty",)
    with pytest.raises(QuestionFileError, match="difficulty: is no key of a case"):
        read_question_set(path)


MISTAKES = [
    ('{"question": "unclosed', "is not valid JSON: Unterminated string"),
    ("[1, 2]", "is a list, not a case"),
    ('{"question": "a?", "question": "b?"}', "question: stands twice in one case"),
    ('{"question": NaN}', "NaN is no number of JSON"),
    ("[" * 100_000, "is nested too deeply"),
    ('{"id": "a"}', "question: is missing"),
    ('{"question": null}', "question: is missing"),
    ('{"question": 5}', "question: must be a text, it is the number 5"),
    ('{"question": " "}', "question: holds no text"),
    ('{"question": "?!"}', "question: holds no word"),
    ('{"question": "%s"}' % ("x" * 1001), "question: has 1,001 characters"),
    ('{"question": "q", "limit": 5}', "limit: is no key of a case: it has id, question"),
    ('{"question": "q", "filter": {}}', "filter: is no key of a case (perhaps 'filters')"),
    ('{"question": "q", "contains": ["a"]}', "contains: is no key of a case: it belongs under"),
    ('{"question": "q", "filters": {"since": "2021-01-01"}}', "filters.since: is no key of"),
    ('{"question": "q", "filters": {"from": "May"}}', "filters.from: is no date: write it as"),
    ('{"question": "q", "filters": {"to": 20210101}}', "filters.to: is no date"),
    ('{"question": "q", "filters": {"to": "2021-02-30"}}', "filters.to: is no date"),
    (
        '{"question": "q", "filters": {"from": "2022-01-02", "to": "2021-01-01"}}',
        "filters: 'from' 2022-01-02 is later than 'to' 2021-01-01: swap them",
    ),
    ('{"question": "q", "filters": {"publishers": "AP"}}', "must be a list of texts"),
    ('{"question": "q", "filters": {"publishers": [1]}}', "filters.publishers.1: must be a"),
    ('{"question": "q", "filters": ["AP"]}', "filters: must be a mapping of keys"),
    ('{"question": "q", "conversation": "x"}', "conversation: must be a list of texts"),
    ('{"question": "q", "conversation": ["a", ""]}', "conversation.2: holds no text"),
    ('{"question": "q", "expect": {"outcome": "maybe"}}', "'answered' or 'abstained'"),
    ('{"question": "q", "expect": {"reason": "x"}}', "it must be 'unknown_speaker'"),
    (
        '{"question": "q", "expect": {"outcome": "answered", "reason": "no_evidence"}}',
        "expect: an answer has no reason",
    ),
    (
        '{"question": "q", "expect": {"reason": "no_evidence", "cites": ["a"]}}',
        "expect: an abstention cites nothing",
    ),
    (
        '{"question": "q", "expect": {"contains": ["x"], "not_contains": ["x"]}}',
        "expect: 'x' is both in contains and in not_contains",
    ),
    ('{"question": "q", "expect": {"min_sources": "2"}}', "must be a whole number"),
    ('{"question": "q", "expect": {"min_sources": 0}}', "must be 1 or more"),
    ('{"question": "q", "expect": {"min_sources": true}}', "it is the truth value true"),
    ('{"question": "q", "expect": {"contains": [""]}}', "expect.contains.1: must not be empty"),
    ('{"question": "q", "tags": "a"}', "tags: must be a list of texts"),
    ('{"question": "q", "id": 7}', "id: must be a text, it is the number 7: put it in"),
    ('{"question": "q", "id": "dup"}', "id: 'dup' is also the id of the case on line 1"),
    (r'{"question": "q\ud800"}', "question: holds half of a surrogate pair"),
    ('{"question": "q", "known_miss": "x"}', "known_miss says that 'expect' is missed"),
]
"""Lines of JSONL, each with one mistake, and a part of what is said of it."""


@pytest.mark.parametrize(("line", "said"), MISTAKES)
def test_a_mistake_is_one_line_with_file_line_and_key(tmp_path: Path, line: str, said: str) -> None:
    text = f'{{"id": "dup", "question": "First?"}}\n\n{line}\n{{"question": "Last?"}}\n'

    (found,) = mistakes(tmp_path, "set.jsonl", text)

    assert found.startswith("set.jsonl:3: ")
    assert said in found


def test_a_file_with_every_mistake_gets_a_line_for_each(tmp_path: Path) -> None:
    lines = ['{"id": "dup", "question": "First?"}', *(line for line, _ in MISTAKES)]

    found = mistakes(tmp_path, "set.jsonl", "\n".join(lines))

    assert len(MISTAKES) > 30
    assert [line.split(" ")[0] for line in found] == [
        f"set.jsonl:{number}:" for number in range(2, len(lines) + 1)
    ]


def test_all_mistakes_of_a_file_come_at_once_in_its_order(tmp_path: Path) -> None:
    text = '{"question": 1}\n{"question": "a", "id": "x"}\n{bad\n{"question": "b", "id": "x"}\n'

    found = mistakes(tmp_path, "set.jsonl", text)

    assert [line.split(" ")[0] for line in found] == [f"set.jsonl:{n}:" for n in (1, 3, 4)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "- question: a\n  expect:\n    contains:\n    - x\n    - 5\n",
            ":5: expect.contains.2: must",
        ),
        (
            "- question: a\n  filters:\n    speker: x\n",
            ":3: filters.speker: is no key of 'filters' (p",
        ),
        ("- question: a\n- question: [\n", ":3: is not valid YAML"),
        ("- question: a\n  question: b\n", ":2: question: stands twice"),
        ("- &x question: a\n- *x\n", ":2: is not valid YAML: aliases"),
        ("- question: a\n- b\n", ":2: is not a case"),
        ("- {question: Why?, id: a}\n", ":1: is not valid YAML: expected ',' or '}'"),
        ("- {question: Why?, id: a}\n", "put a text with a question mark in quotation marks"),
        ("question: a\n", ":1: question: is no key of a file's head"),
        ("schema: 2\ncases:\n- question: a\n", ":1: schema: is 2: this version reads schema 1"),
        ("cases: 5\n", ":1: has no list of cases"),
        ("- question: !!python/object:os.system x\n", ":1: has the tag"),
        ("", ":1: holds no case"),
        ("[]", ":1: holds no case"),
    ],
)
def test_mistakes_in_yaml_have_the_line_of_the_value(tmp_path: Path, text: str, said: str) -> None:
    assert any(said in line for line in mistakes(tmp_path, "set.yaml", text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("question,question\na,b\n", ":1: question: heads two columns"),
        ("question,id,tag\na,x,\n,x,\n", ":3: id: 'x' is also the id of the case on line 2"),
        ("question,id\na,b,c\n", ":2: has 3 cells where the first row has 2"),
        ('question,id\n"a\nb",x\n"c,y\n', ":4: cannot be read as CSV"),
        ('question,tags\n"a\nb",x\n,y\n', ":4: question: is missing"),
        ("question,expect.min_sources\na,two\n", ":2: expect.min_sources: must be a whole number"),
        (
            "question,expect.outcom\na,answered\n",
            ":2: expect.outcom: is no key of 'expect' (perhaps",
        ),
    ],
)
def test_mistakes_in_csv_have_the_line_where_the_row_begins(
    tmp_path: Path, text: str, said: str
) -> None:
    assert any(said in line for line in mistakes(tmp_path, "set.csv", text))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read: No such file"):
        read_question_set(tmp_path / "nothing.jsonl")
    with pytest.raises(UsageError, match="is no question file by its name"):
        read_question_set(tmp_path / "set.txt")
    latin = tmp_path / "latin.csv"
    latin.write_bytes("question\nWas?\nFür wen?".encode("latin-1"))
    with pytest.raises(QuestionFileError, match=r"latin.csv:3: is not UTF-8 text"):
        read_question_set(latin)


def test_the_shipped_schema_is_that_of_the_code_and_takes_the_sample() -> None:
    shipped = json.loads((PACKAGE / "question-set.schema.json").read_text("utf-8"))

    assert shipped == question_set_schema()
    jsonschema.Draft202012Validator.check_schema(shipped)
    schema = jsonschema.Draft202012Validator(shipped)
    sample = yaml.load((PACKAGE / "sample.yaml").read_text("utf-8"), yaml.BaseLoader)
    del sample["schema"]  # everything is a text to this loader
    for case in sample["cases"]:
        case.get("expect", {}).pop("min_sources", None)
    schema.validate(sample)
    assert not schema.is_valid({"question": "Why?", "limit": 5})
    assert schema.is_valid({"question": "Why?", "gold": [1]})


def test_the_sample_set_has_cases_of_every_kind() -> None:
    sample = read_question_set(PACKAGE / "sample.yaml")

    assert len(sample.cases) >= 40
    assert {tag for case in sample.cases for tag in case.tags} == {
        "abstentions",
        "facts",
        "filters",
        "follow-ups",
        "statements",
    }
    assert all(case.expect for case in sample.cases)
