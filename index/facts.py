"""Facts about an archive as a whole, kept by name in its ledger; its generation is one of them."""

import sqlalchemy as sa

from index.tables import facts

_BY_NAME = sa.select(facts.c.value).where(facts.c.name == sa.bindparam("name"))
"""Made once: a question asks for the generation some fifteen times."""


def get_fact(connection: sa.Connection, name: str) -> str | None:
    """A value kept by name; None if it was never set."""
    value: str | None = connection.scalar(_BY_NAME, {"name": name})
    return value


def set_fact(connection: sa.Connection, name: str, value: str) -> None:
    connection.execute(sa.delete(facts).where(facts.c.name == name))
    connection.execute(sa.insert(facts).values(name=name, value=value))


def make_odd(connection: sa.Connection) -> None:
    """Step the generation to the next odd number: vectors are being written."""
    generation = int(get_fact(connection, "generation") or 0)
    set_fact(connection, "generation", str(generation + 1 + generation % 2))


def make_even(connection: sa.Connection) -> None:
    """Step the generation to an even number: vectors and ledger agree."""
    generation = int(get_fact(connection, "generation") or 0)
    set_fact(connection, "generation", str(generation + generation % 2))
