"""Numbered migrations, by Alembic: `migrations/versions/v0001_….py` and on."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from bot.errors import StoreError
from bot.store.dialect import alone
from bot.store.schema import VERSION
from retrieval.database import Location, place

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
            _upgrade(connection)


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    # Alembic takes "%" for a reference.
    folder = str(Path(__file__).parent / "migrations").replace("%", "%%")
    config.set_main_option("script_location", folder)
    config.attributes |= {"connection": connection, "version_table": VERSION_TABLE}
    version = version_of(connection)
    if version and not inspect(connection).has_table(VERSION_TABLE):
        # From before Alembic: SQLite files of versions 1 to 4.
        command.stamp(config, f"{version:04}")
    command.upgrade(config, "head")


def known_version(connection: Connection, location: Location) -> int:
    """As `version_of`; raises `StoreError` where a newer program made the tables."""
    version = version_of(connection)
    if version > VERSION:
        raise StoreError(place(location), f"a newer citewire made it (schema {version})")
    return version


def version_of(connection: Connection) -> int:
    """The number of the last migration that the database has had; 0 where there was none."""
    if connection.dialect.name == "sqlite":
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    there = text("SELECT to_regclass(:name)")
    if connection.execute(there, {"name": VERSION_TABLE}).scalar() is None:
        return 0
    return int(connection.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}").scalar_one())
