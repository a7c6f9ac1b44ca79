"""Cases out of YAML: a list of them, or a mapping with the key `cases`.

Read node by node, because messages need lines. Plain words stay text: only null, true, false and
numbers are read as such, so that `No` and 2022-01-07 are what they look like.
"""

import re
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from assistant.questions.rows import Mistake, Place, Row, Rows, read_head, without_nulls

_INT = re.compile(r"[-+]?\d+")
_FLOAT = re.compile(r"[-+]?(?:\d+\.\d*|\.\d+)(?:[eE][-+]?\d+)?")
_WORDS = {"": None, "~": None, "null": None, "Null": None, "true": True, "false": False}
_WORDS |= {"True": True, "False": False}
_STANDARD = "tag:yaml.org,2002:"
_TAGS = frozenset(
    _STANDARD + name for name in ("str", "int", "float", "bool", "null", "timestamp", "value")
)


class _Loader(yaml.SafeLoader):
    """Composes nodes; aliases are refused, since a few lines of them can stand for gigabytes."""

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        if self.check_event(yaml.AliasEvent):
            # PyYAML's stubs leave this one call without types
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="aliases (*name) are not read", problem_mark=mark)
        return super().compose_node(parent, index)


class _MistakeError(Exception):
    def __init__(self, mistake: Mistake) -> None:
        super().__init__(mistake.what)
        self.mistake = mistake


def read_yaml(text: str) -> Rows:
    """The cases of a YAML file, each with the line of every value in it."""
    try:
        root = _Loader(text).get_single_node()
    except yaml.YAMLError as error:
        return Rows(rows=(), mistakes=(_syntax(error),))
    except RecursionError:
        return Rows(rows=(), mistakes=(Mistake(line=1, what="is nested too deeply"),))
    if root is None:
        return Rows(rows=())
    mistakes: list[Mistake] = []
    extra_keys: tuple[str, ...] = ()
    cases: Node | None = root
    if isinstance(root, MappingNode):
        try:
            head, lines = _read(root, skip=("cases",))
        except _MistakeError as error:
            return Rows(rows=(), mistakes=(error.mistake,))
        extra_keys, mistakes = read_head(head, lines, 1)
        cases = next((value for key, value in root.value if key.value == "cases"), None)
    if not isinstance(cases, SequenceNode):
        line = _line(cases or root)
        what = "has no list of cases: begin each with '- question: ...'"
        return Rows(rows=(), mistakes=(*mistakes, Mistake(line=line, what=what)))
    rows: list[Row] = []
    for node in cases.value:
        try:
            if not isinstance(node, MappingNode):
                raise _MistakeError(
                    Mistake(line=_line(node), what="is not a case: begin it with '- question: ...'")
                )
            values, lines = _read(node)
        except _MistakeError as error:
            mistakes.append(error.mistake)
        else:
            rows.append(Row(line=_line(node), values=without_nulls(values), lines=lines))
    return Rows(rows=tuple(rows), extra_keys=extra_keys, mistakes=tuple(mistakes))


def _read(node: MappingNode, skip: tuple[str, ...] = ()) -> tuple[dict[str, Any], dict[Place, int]]:
    lines: dict[Place, int] = {}

    def value_of(node: Node, place: Place) -> Any:
        lines[place] = _line(node)
        if isinstance(node, ScalarNode):
            return _scalar(node)
        if isinstance(node, SequenceNode):
            return [value_of(one, (*place, number)) for number, one in enumerate(node.value)]
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            if not isinstance(key_node, ScalarNode):
                raise _MistakeError(Mistake(line=_line(key_node), what="has a key that is no text"))
            if key in values:
                what = "stands twice in one case: keep one of them"
                raise _MistakeError(Mistake(line=_line(key_node), key=str(key), what=what))
            if not place and key in skip:
                continue
            values[key] = value_of(value_node, (*place, key))
            lines[(*place, key)] = _line(key_node)
        return values

    return value_of(node, ()), lines


def _scalar(node: ScalarNode) -> Any:
    text: str = node.value
    if node.tag not in _TAGS:
        what = f"has the tag {node.tag}: only plain values are read"
        raise _MistakeError(Mistake(line=_line(node), what=what))
    if node.style is not None or node.tag == f"{_STANDARD}str":
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text) and len(text) < 20:
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def _syntax(error: yaml.YAMLError) -> Mistake:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    column = f" at character {mark.column + 1}" if mark else ""
    hint = ": put a text with a question mark in quotation marks" * ("got '?'" in problem)
    return Mistake(
        line=mark.line + 1 if mark else 1, what=f"is not valid YAML: {problem}{column}{hint}"
    )


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1
