"""Where the extracts of an answer stand, so that its buttons work after a restart."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from sqlalchemy import Connection, insert, select, update

from bot.store.schema import answers


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
    connection: Connection,
    member_id: int,
    pieces: Sequence[Piece],
    *,
    private: bool,
    now: float,
) -> int:
    """Stores an answer and returns its number."""
    rows = json.dumps([astuple(piece) for piece in pieces])
    new = insert(answers).values(
        member_id=member_id, private=int(private), pieces=rows, made_at=now
    )
    return int(connection.execute(new.returning(answers.c.id)).scalar_one())


def find(connection: Connection, answer_id: int) -> StoredAnswer | None:
    """The answer of that number, or None once it is forgotten."""
    row = connection.execute(select(answers).where(answers.c.id == answer_id)).first()
    if row is None:
        return None
    names = ("article_id", "start", "stop", "speaker", "fingerprint")
    return StoredAnswer(
        id=answer_id,
        member_id=row.member_id,
        private=bool(row.private),
        shared=bool(row.shared),
        pieces=tuple(Piece(**dict(zip(names, p, strict=True))) for p in json.loads(row.pieces)),
    )


def claim_share(connection: Connection, answer_id: int) -> bool:
    """True the first time, so that a private answer is shared once only, and no other."""
    mine = (answers.c.id == answer_id, answers.c.private == 1, answers.c.shared == 0)
    return connection.execute(update(answers).where(*mine).values(shared=1)).rowcount == 1
