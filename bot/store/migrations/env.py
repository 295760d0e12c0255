"""What Alembic runs: the steps that are due, on the connection that `migrate` hands over."""

from __future__ import annotations

from typing import Any

from alembic import context
from alembic.runtime.migration import MigrationContext, MigrationInfo


def _count(ctx: MigrationContext, step: MigrationInfo, heads: Any, run_args: Any) -> None:
    """An SQLite file says its version itself, too: citewires before Alembic look there."""
    if ctx.dialect.name == "sqlite" and ctx.connection is not None:
        number = int(str(step.up_revision_id))
        ctx.connection.exec_driver_sql(f"PRAGMA user_version = {number}")


context.configure(
    connection=context.config.attributes["connection"],
    version_table=context.config.attributes["version_table"],
    on_version_apply=_count,
)
context.run_migrations()
