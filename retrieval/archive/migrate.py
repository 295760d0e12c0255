"""Bringing an archive's tables to the newest version."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from retrieval.migrating import upgrade

VERSION_TABLE = "archive_version"
"""Where Alembic notes the version; other programs may keep their tables in the same database."""


def migrate(engine: Engine) -> None:
    """Make the tables, or take all steps that are due: in one transaction, so all or none."""
    with engine.begin() as connection:
        upgrade(connection, Path(__file__).parent / "migrations", VERSION_TABLE)
