"""A list of the sources, and when each article was last read in full."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, text

from retrieval.archive.columns import FLAG, NUMBER, TEXT, WHOLE

revision, down_revision = "0002", "0001"


def upgrade() -> None:
    """Make the list, of the files that the first version read."""
    op.create_table(
        "sources",
        Column("number", WHOLE, primary_key=True),
        Column("name", TEXT, nullable=False, unique=True),
        Column("location", TEXT, nullable=False),
        Column("kind", TEXT, nullable=False),
        Column("follow", FLAG, nullable=False),
        Column("last_try", NUMBER),
        Column("last_read", NUMBER),
        Column("error", TEXT),
        Column("failures", WHOLE, nullable=False),
        Column("etag", TEXT),
        Column("last_modified", TEXT),
        sqlite_strict=True,
    )
    # All that the first version read were files; from which folder it did not keep.
    op.execute(
        text(
            "INSERT INTO sources (name, location, kind, follow, failures) "
            "SELECT source, source, 'file', false, 0 FROM articles "
            "GROUP BY source ORDER BY min(number)"
        )
    )
    op.add_column("articles", Column("read_at", NUMBER))
