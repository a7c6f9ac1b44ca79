"""What a chat model read and wrote over a run of questions, and its cost where that is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.questions.results import Result


@dataclass(frozen=True, kw_only=True)
class Spending:
    """Sums over the answers whose provider counted tokens."""

    answers: int
    input_tokens: int
    output_tokens: int
    cost: float | None
    """In US dollars; None where no provider told it."""
    from_kept: int
    """Answers made of kept replies alone, which cost nothing this time."""

    def __str__(self) -> str:
        kept = (
            f"; {self.from_kept:,} of {self.answers:,} answers from kept replies"
            if self.from_kept
            else ""
        )
        return f"{_tokens(self.input_tokens, self.output_tokens, self.cost)}{kept}"


def spending(results: Sequence[Result]) -> Spending | None:
    """What a run spent; None where no chat model counted anything."""
    used = [result.data["usage"] for result in results if result.data.get("usage")]
    if not used:
        return None
    costs = [one["cost"] for one in used if one.get("cost") is not None]
    return Spending(
        answers=len(used),
        input_tokens=sum(one["input_tokens"] for one in used),
        output_tokens=sum(one["output_tokens"] for one in used),
        cost=sum(costs) if costs else None,
        from_kept=sum(bool(one.get("cached")) for one in used),
    )


def usage_line(usage: Mapping[str, Any] | None) -> str:
    """The tokens and the cost of one answer, as a line; empty without a chat model."""
    if not usage:
        return ""
    kept = " (from kept replies)" if usage.get("cached") else ""
    return f"{_tokens(usage['input_tokens'], usage['output_tokens'], usage.get('cost'))}{kept}"


def _tokens(read: int, wrote: int, cost: float | None) -> str:
    dollars = f", {cost:.4f} US dollars" if cost is not None else ""
    return f"{read:,} tokens read, {wrote:,} written{dollars}"
