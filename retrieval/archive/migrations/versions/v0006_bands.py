"""The bands of each signature, by which near copies are looked up."""

from __future__ import annotations

from collections.abc import Iterator

from alembic import op
from sqlalchemy import Column, Connection, ForeignKey, column, delete, insert, select, table

from retrieval.archive.bands import band_keys
from retrieval.archive.columns import BYTES, WHOLE

revision, down_revision = "0006", "0005"

_SIGNATURES = table("signatures", column("article", WHOLE), column("signature", BYTES))
_BANDS = table("bands", column("key", WHOLE), column("article", WHOLE))
_ROWS = 1_000
"""So many signatures are read at a time."""


def upgrade() -> None:
    """Make the table, and fill it from the signatures that there are."""
    op.create_table(
        "bands",
        Column("key", WHOLE, primary_key=True),
        Column(
            "article",
            WHOLE,
            ForeignKey("signatures.article", ondelete="CASCADE"),
            primary_key=True,
        ),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    connection = op.get_bind()
    for signatures in _stored(connection):
        rows = []
        for article, signature in signatures:
            try:
                rows += [{"key": key, "article": article} for key in band_keys(signature)]
            except ValueError:  # damaged: it is compared again
                connection.execute(delete(_SIGNATURES).where(_SIGNATURES.c.article == article))
        if rows:
            connection.execute(insert(_BANDS), rows)
    op.create_index("bands_article", "bands", ["article"])


def _stored(connection: Connection) -> Iterator[list[tuple[int, bytes]]]:
    """(article, signature) of all that have one, by parts."""
    known, last = _SIGNATURES.c, 0
    query = select(known.article, known.signature).where(known.signature.is_not(None))
    while True:
        later = query.where(known.article > last).order_by(known.article).limit(_ROWS)
        if not (part := [(article, blob) for article, blob in connection.execute(later)]):
            return
        yield part
        last = part[-1][0]
