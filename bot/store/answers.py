"""Where the extracts of an answer stand, so that its buttons work after a restart."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import astuple, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One extract by its place; `fingerprint` tells whether the same words still stand there."""

    article_id: str
    start: int
    stop: int
    speaker: str | None
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAnswer:
    """All extracts of an answer, also those that were not shown yet."""

    id: int
    member_id: int
    private: bool
    shared: bool
    pieces: tuple[Piece, ...]

    def is_for(self, member_id: int) -> bool:
        """True where that member may see it: a private answer is its asker's, until shared."""
        return not self.private or self.shared or member_id == self.member_id


def keep(
    connection: sqlite3.Connection,
    member_id: int,
    pieces: Sequence[Piece],
    *,
    private: bool,
    now: float,
) -> int:
    """Stores an answer and returns its number."""
    rows = json.dumps([astuple(piece) for piece in pieces])
    cursor = connection.execute(
        "INSERT INTO answers (member_id, private, pieces, made_at) VALUES (?, ?, ?, ?)",
        (member_id, private, rows, now),
    )
    return int(cursor.lastrowid or 0)


def find(connection: sqlite3.Connection, answer_id: int) -> StoredAnswer | None:
    """The answer of that number, or None once it is forgotten."""
    row = connection.execute(
        "SELECT member_id, private, shared, pieces FROM answers WHERE id = ?", (answer_id,)
    ).fetchone()
    if row is None:
        return None
    names = ("article_id", "start", "stop", "speaker", "fingerprint")
    pieces = tuple(Piece(**dict(zip(names, p, strict=True))) for p in json.loads(row[3]))
    return StoredAnswer(
        id=answer_id, member_id=row[0], private=bool(row[1]), shared=bool(row[2]), pieces=pieces
    )


def claim_share(connection: sqlite3.Connection, answer_id: int) -> bool:
    """True the first time, so that a private answer is shared once only, and no other."""
    cursor = connection.execute(
        "UPDATE answers SET shared = 1 WHERE id = ? AND private AND NOT shared", (answer_id,)
    )
    return cursor.rowcount == 1
