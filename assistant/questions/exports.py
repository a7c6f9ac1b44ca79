"""A run for other programs: JUnit XML for CI, a table for a spreadsheet."""

import csv
import io
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from assistant.questions.files import write_file
from assistant.questions.results import Result, Run, State

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, in no form."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that a spreadsheet would take for a formula (OWASP, CSV injection)."""

COLUMNS = (
    "id",
    "question",
    "understood_as",
    "state",
    "outcome",
    "reason",
    "answer",
    "sources",
    "speakers",
    "outlets",
    "failed",
    "tags",
    "took_ms",
)


def write_junit(run: Run, path: str | Path) -> None:
    """Write a run as JUnit XML: a failed case is a failure, a known miss is skipped."""
    write_file(path, junit_xml(run))


def write_csv(run: Run, path: str | Path) -> None:
    """Write a run as a table, one case a row; it begins with a mark by which Excel knows UTF-8."""
    write_file(path, "\ufeff" + csv_table(run))


def junit_xml(run: Run) -> str:
    """The run as one test suite."""
    name = str(run.header.get("questions", {}).get("file", run.path.name))
    counts = {
        "name": _xml(name),
        "tests": str(len(run.results)),
        "failures": str(run.count(State.FAILED)),
        "errors": str(run.count(State.ERROR)),
        "skipped": str(run.count(State.KNOWN_MISS)),
        "time": _seconds(sum(result.took_ms for result in run.results)),
    }
    root = ElementTree.Element("testsuites", counts)
    suite = ElementTree.SubElement(root, "testsuite", counts)
    suite.set("timestamp", str(run.header.get("date", ""))[:19])
    for result in run.results:
        case = ElementTree.SubElement(
            suite,
            "testcase",
            {"classname": _xml(name), "name": _xml(result.id), "time": _seconds(result.took_ms)},
        )
        why = failures(result)
        if result.state is State.ERROR:
            ElementTree.SubElement(case, "error", {"message": _xml(why[0]), "type": "error"})
        elif result.state is State.FAILED:
            failure = ElementTree.SubElement(
                case, "failure", {"message": _xml("; ".join(why)), "type": "expectation"}
            )
            failure.text = _xml("\n".join([*why, "", result.asked, "", result.text]))
        elif result.state is State.KNOWN_MISS:
            message = f"known miss: {result.case['known_miss']}"
            ElementTree.SubElement(case, "skipped", {"message": _xml(message)})
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, "unicode") + "\n"


def csv_table(run: Run) -> str:
    """The run as comma-separated values, the names of the columns first."""
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    for result in run.results:
        writer.writerow([_cell(value) for value in _row(result)])
    return table.getvalue()


def failures(result: Result) -> list[str]:
    """What was wrong with a case, one expectation a line."""
    if result.error is not None:
        return [result.error]
    return [f"{one['name']} {one['expected']!r}: {one['why']}" for one in result.failed_checks]


def _row(result: Result) -> tuple[str, ...]:
    def cited(key: str) -> str:
        found = dict.fromkeys(str(one[key]) for one in result.citations if one[key])
        return "; ".join(found)

    return (
        result.id,
        result.asked,
        result.question,
        result.state.value,
        result.outcome,
        result.reason or "",
        result.text,
        cited("article_id"),
        cited("speaker"),
        cited("publisher"),
        "; ".join(failures(result)),
        ", ".join(result.tags),
        str(result.took_ms),
    )


def _cell(value: str) -> str:
    value = value.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
    return f"'{value}" if value.startswith(_FORMULA) else value


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:.3f}"
