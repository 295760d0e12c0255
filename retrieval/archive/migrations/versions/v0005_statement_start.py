"""Where a statement begins as a column; stories are regrouped by the writer, not by triggers."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, bindparam, column, select, table, update

from retrieval.archive import cells
from retrieval.archive.columns import TEXT, WHOLE
from retrieval.archive.trouble import DamagedError

revision, down_revision = "0005", "0004"

_STATEMENTS = table("statements", column("id"), column("spans", TEXT), column("start"))


def upgrade() -> None:
    """Write the first offset of each statement beside its spans."""
    op.add_column("statements", Column("start", WHOLE))
    connection, known = op.get_bind(), _STATEMENTS.c
    starts = [
        {"statement": id_, "offset": _start(spans)}
        for id_, spans in connection.execute(select(known.id, known.spans))
    ]
    if starts:
        this = known.id == bindparam("statement")
        connection.execute(
            update(_STATEMENTS).where(this).values(start=bindparam("offset")), starts
        )
    if connection.dialect.name == "sqlite":  # as a file of version 4 may have them
        op.execute("DROP TRIGGER IF EXISTS story_changed")
        op.execute("DROP TRIGGER IF EXISTS story_removed")


def _start(spans: object) -> int | None:
    """None where a row is damaged: whoever reads it will say so."""
    try:
        return next((span.start for span in cells.spans(spans)), None)
    except DamagedError:
        return None
