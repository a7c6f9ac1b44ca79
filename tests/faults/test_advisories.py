"""What an audit of the installed packages comes to; the audit itself needs the network."""

from datetime import date

from tests.faults.advisories import problems

AUDIT = {
    "dependencies": [
        {"name": "gradio", "version": "6.31.0", "vulns": []},
        {
            "name": "chromadb",
            "version": "1.5.9",
            "vulns": [{"id": "PYSEC-1", "aliases": ["CVE-2026-45829"], "fix_versions": []}],
        },
        {"name": "torch", "skip_reason": "not found on PyPI"},
    ]
}


def test_an_exception_holds_until_its_last_day() -> None:
    assert list(problems(AUDIT, date(2027, 3, 1))) == []
    assert list(problems(AUDIT, date(2027, 3, 2))) == ["chromadb 1.5.9: PYSEC-1, mended in none"]


def test_what_was_not_looked_up_is_a_problem() -> None:
    audit = {"dependencies": [{"name": "gradio", "skip_reason": "no network"}]}
    assert list(problems(audit, date(2027, 3, 1))) == ["gradio was not looked up: no network"]
