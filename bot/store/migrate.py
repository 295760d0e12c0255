"""Numbered migrations, by Alembic: `migrations/versions/v0001_….py` and on."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine

from bot.errors import StoreError
from bot.store.dialect import alone
from bot.store.schema import VERSION
from retrieval.database import Location, place
from retrieval.migrating import tables_version, upgrade

SCHEMA = "citewire_bot"
"""PostgreSQL's name for the part of the database that the bot's tables are in."""
VERSION_TABLE = "bot_version"
MIGRATORS = 0x626F7473  # "bots"
"""The number of the lock under which PostgreSQL's tables are brought up."""


def migrate(engine: Engine, location: Location) -> None:
    """Brings the database to the newest number, in one transaction: all of it or nothing.

    Raises `StoreError` where a newer program made it.
    """
    with engine.connect() as connection:
        version = known_version(connection, location)
    if version < VERSION:
        with engine.begin() as connection:
            alone(connection, MIGRATORS)
            if connection.dialect.name != "sqlite":
                connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
            upgrade(connection, Path(__file__).parent / "migrations", VERSION_TABLE)


def known_version(connection: Connection, location: Location) -> int:
    """As `tables_version`; raises `StoreError` where a newer program made the tables."""
    version = tables_version(connection, VERSION_TABLE)
    if version > VERSION:
        raise StoreError(place(location), f"a newer citewire made it (schema {version})")
    return version
