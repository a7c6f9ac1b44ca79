"""The head of a table's column, which sorts the table when it is pressed."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column by which a table can be sorted."""

    name: str
    orders: tuple[str, str]
    """The order that the first press asks for, and its reverse."""
    falls: bool = False
    """Whether the first order goes from the most or the latest down."""
    is_number: bool = False


def head_html(column: Column, *, do: str, chosen: str | None) -> str:
    """The column's head, with an arrow where the table stands in one of its orders."""
    first, reverse = column.orders
    state = "none"
    if chosen in column.orders:
        state = "descending" if column.falls == (chosen == first) else "ascending"
    arrow = {"descending": " ↓", "ascending": " ↑"}.get(state, "")
    kind = ' class="number"' if column.is_number else ""
    return (
        f'<th scope="col" aria-sort="{state}"{kind}><button type="button" data-do="{do}" '
        f'data-order="{reverse if chosen == first else first}">{column.name}'
        f'<span class="arrow" aria-hidden="true">{arrow}</span></button></th>'
    )
