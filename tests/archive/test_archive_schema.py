"""The tables that queries are written for are those that the migrations make."""

from __future__ import annotations

from contextlib import closing

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from retrieval.archive.migrate import VERSION_TABLE
from retrieval.archive.opening import open_for_writing
from retrieval.archive.schema import VERSION, metadata
from retrieval.archive.writer import ArchiveWriter
from retrieval.database import Location


def test_the_migrations_make_the_tables_of_the_schema(location: Location) -> None:
    """Every table, column, index and reference, in both databases."""
    engine = open_for_writing(location)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, metadata) == []
        assert context.get_current_revision() == f"{VERSION:04}"
    engine.dispose()


def test_an_archive_is_made_once(location: Location) -> None:
    """Opening it again takes no step."""
    for _ in range(2):
        with closing(ArchiveWriter(location)) as writer:
            assert writer.revision() == 0
