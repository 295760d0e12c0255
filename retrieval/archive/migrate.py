"""Bringing an archive's tables to the newest version, by Alembic."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

VERSION_TABLE = "archive_version"
"""Where Alembic notes the version; other programs may keep their tables in the same database."""


def migrate(engine: Engine) -> None:
    """Make the tables, or take all steps that are due: in one transaction, so all or none."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    # Alembic takes "%" for a reference.
    folder = str(Path(__file__).parent / "migrations").replace("%", "%%")
    config.set_main_option("script_location", folder)
    with engine.begin() as connection:
        config.attributes |= {"connection": connection, "version_table": VERSION_TABLE}
        version = tables_version(connection)
        if version and not inspect(connection).has_table(VERSION_TABLE):
            # From before Alembic: SQLite files of versions 1 to 4.
            command.stamp(config, f"{version:04}")
        command.upgrade(config, "head")


def tables_version(connection: Connection) -> int:
    """The version of the tables; 0 where there are none yet."""
    if connection.dialect.name == "sqlite":
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    there = text("SELECT to_regclass(:name)")
    if connection.execute(there, {"name": VERSION_TABLE}).scalar() is None:
        return 0
    return int(connection.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}").scalar_one())
