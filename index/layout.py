"""The tables of a ledger, laid out in a new file."""

from collections.abc import Callable

import sqlalchemy as sa

from index.facts import set_fact
from index.ledger_file import SCHEMA
from index.tables import facts, metadata
from index.waiting import waiting_vectors


def lay_out(engine: sa.Engine, *others: Callable[[sa.Connection], None]) -> None:
    """Lay out a new file, all at once: a killed run or a second process leaves no half of it.

    `others` make what is not in the metadata. Python's driver opens a transaction only before a
    change of rows, hence the explicit BEGIN. Ledgers of earlier versions get what they lack.
    """
    with engine.connect() as connection:
        there = sa.inspect(connection).get_table_names()
    if facts.name in there:
        if waiting_vectors.name not in there:
            with engine.begin() as connection:
                connection.execute(sa.schema.CreateTable(waiting_vectors, if_not_exists=True))
        return
    with engine.begin() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        if sa.inspect(connection).get_table_names():
            return
        metadata.create_all(connection)
        for create in others:
            create(connection)
        set_fact(connection, "schema", SCHEMA)
        set_fact(connection, "generation", "0")
