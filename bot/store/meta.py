"""Single facts, by name."""

from __future__ import annotations

from sqlalchemy import Connection, select

from bot.store.schema import meta
from retrieval.database import insert_into


def read(connection: Connection, key: str) -> str | None:
    """The fact named `key`, or None."""
    return connection.scalar(select(meta.c.value).where(meta.c.key == key))


def write(connection: Connection, key: str, value: str) -> None:
    """Keeps `value` under `key`, in place of what stood there."""
    new = insert_into(connection, meta).values(key=key, value=value)
    connection.execute(new.on_conflict_do_update(index_elements=["key"], set_={"value": value}))
