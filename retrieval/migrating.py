"""Numbered migrations of a database's tables, by Alembic, for whoever keeps tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, inspect, text

if TYPE_CHECKING:
    from alembic.runtime.migration import MigrationContext, MigrationInfo


def tables_version(connection: Connection, version_table: str) -> int:
    """The number of the last migration that the tables have had; 0 where there are none yet.

    Alembic notes it in `version_table`, and an SQLite file says it itself.
    """
    if connection.dialect.name == "sqlite":
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    there = text("SELECT to_regclass(:name)")
    if connection.execute(there, {"name": version_table}).scalar() is None:
        return 0
    return int(connection.exec_driver_sql(f"SELECT version_num FROM {version_table}").scalar_one())


def upgrade(connection: Connection, folder: Path, version_table: str) -> None:
    """Take all steps in `folder` that are due, or make the tables; in the caller's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    # Alembic takes "%" for a reference.
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes |= {"connection": connection, "version_table": version_table}
    version = tables_version(connection, version_table)
    if version and not inspect(connection).has_table(version_table):
        # From before Alembic: SQLite files of versions 1 to 4.
        command.stamp(config, f"{version:04}")
    command.upgrade(config, "head")


def run() -> None:
    """What a folder's `env.py` is for: the steps, on the connection that `upgrade` hands over."""
    from alembic import context

    context.configure(
        connection=context.config.attributes["connection"],
        version_table=context.config.attributes["version_table"],
        on_version_apply=_count,
    )
    context.run_migrations()


def _count(ctx: MigrationContext, step: MigrationInfo, heads: Any, run_args: Any) -> None:
    """An SQLite file says its version itself, too: citewires before Alembic look there."""
    if ctx.dialect.name == "sqlite" and ctx.connection is not None:
        number = int(str(step.up_revision_id))
        ctx.connection.exec_driver_sql(f"PRAGMA user_version = {number}")
