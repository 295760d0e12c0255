"""What SQLite and PostgreSQL write differently."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Double, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class clock(GenericFunction[float]):  # noqa: N801 - functions of SQL are written small
    """The database's own time, in seconds since 1970: the same for all processes on it."""

    type = Double()
    inherit_cache = True


@compiles(clock, "sqlite")
def _in_sqlite(element: clock, compiler: Any, **options: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(clock, "postgresql")
def _in_postgresql(element: clock, compiler: Any, **options: Any) -> str:
    return "CAST(extract(epoch FROM clock_timestamp()) AS double precision)"


def alone(connection: Connection, key: int) -> None:
    """Waits until no other transaction with this `key` is under way, and holds up the next.

    Transactions of an SQLite file are alone from their beginning.
    """
    if connection.dialect.name != "sqlite":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})
