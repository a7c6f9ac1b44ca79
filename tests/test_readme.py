"""The README's commands are the program's own."""

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from assistant.cli import parser

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_the_help_in_the_readme_is_the_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    shown = re.search(r"<!-- onrecord --help -->\n```\n(.*?)```", README, re.DOTALL)

    assert shown is not None
    assert shown[1] == parser().format_help()


def test_every_command_in_the_readme_exists() -> None:
    named = set(re.findall(r"\bonrecord ([a-z]+)", README))
    known = set(re.findall(r"^    ([a-z]+)\b", parser().format_help(), re.MULTILINE))

    assert named <= known


def test_every_setting_is_documented() -> None:
    from assistant.settings import Settings

    for setting in fields(Settings):
        assert f"ONRECORD_{setting.name.upper()}" in README


def test_help_imports_nothing_heavy() -> None:
    heavy = ("torch", "transformers", "gradio", "chromadb", "numpy", "pydantic", "sqlalchemy")
    code = (
        "import sys, assistant.cli; assistant.cli.parser().format_help(); "
        f"print([m for m in {heavy} if m in sys.modules])"
    )

    outcome = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)

    assert outcome.stdout.strip() == "[]"


@pytest.mark.parametrize("target", ["chat", "test", "check", "format"])
def test_the_make_targets_exist(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
