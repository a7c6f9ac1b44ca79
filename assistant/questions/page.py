"""What the pages of a run and of a comparison have in common.

A page is one HTML file that asks nothing of any server and runs no script.
"""

from collections.abc import Iterable, Sequence
from importlib.resources import files

from assistant.questions.results import Result, State
from assistant.web.markup import escape

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page_html(title: str, body: str) -> str:
    """A whole page around a body of HTML."""
    style = files(__package__).joinpath("report.css").read_text(encoding="utf-8")
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{escape(title)}</title><style>{style}</style></head>"
        f"<body><main>{body}</main></body></html>\n"
    )


def tile(value: str, name: str, tone: str = "") -> str:
    """One large figure with its name."""
    return f'<div class="tile {tone}"><b>{escape(value)}</b><span>{escape(name)}</span></div>'


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table that scrolls by itself where the window is narrow; cells are plain text."""
    head = "".join(f"<th scope=col>{escape(one)}</th>" for one in heads)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    rows_html = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return f"<div class=scroll><table>{rows_html}</table></div>"


def badge(state: State) -> str:
    """A word on a ground of the colour of what became of the case."""
    return f'<span class="badge {class_of(state)}">{escape(state.value)}</span>'


def outcome_of(result: Result) -> str:
    """The outcome of a case in words, with the reason of an abstention."""
    return f"{result.outcome}{f', {result.reason}' if result.reason else ''}".replace("_", " ")


def choice(cases: int, kinds: Sequence[tuple[str, str, int]]) -> str:
    """Buttons that show the cases of one kind only, by style sheet alone.

    A kind is its class, its name and its number of cases; a single kind needs no choice.
    """
    if len(kinds) < 2:
        return ""
    buttons = (
        f"<label><input type=radio name=shown value={value}{' checked' * (value == 'all')}>"
        f"<span>{name} {count:,}</span></label>"
        for value, name, count in (("all", "all", cases), *kinds)
    )
    return f"<fieldset class=choice><legend>Show</legend>{''.join(buttons)}</fieldset>"


def moment(date: object) -> str:
    """The date of a header as people read it, to the minute."""
    text = str(date or "")
    zone = " UTC" if text.endswith("+00:00") else ""
    return f"{text[:16].replace('T', ' ')}{zone}"


def class_of(word: str) -> str:
    """A state's or outcome's name as a class of the style sheet."""
    return word.replace(" ", "-")
