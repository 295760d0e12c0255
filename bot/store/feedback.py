"""Thumbs up and down: a member's latest vote on an answer."""

from __future__ import annotations

from sqlalchemy import Connection, func, literal, select

from bot.store.schema import answers, feedback
from retrieval.archive.columns import WHOLE
from retrieval.database import insert_into


def vote(connection: Connection, answer_id: int, member_id: int, value: int) -> bool:
    """Keeps +1 or -1 in place of the member's earlier vote; False where the answer is gone."""
    voted = select(answers.c.id, literal(member_id, WHOLE), literal(value, WHOLE)).where(
        answers.c.id == answer_id
    )
    new = insert_into(connection, feedback).from_select(["answer_id", "member_id", "vote"], voted)
    kept = new.on_conflict_do_update(
        index_elements=["answer_id", "member_id"], set_={"vote": new.excluded.vote}
    )
    return connection.scalar(kept.returning(feedback.c.vote)) is not None


def totals(connection: Connection) -> tuple[int, int]:
    """How many votes up and down are kept."""
    up, down = (func.count().filter(vote) for vote in (feedback.c.vote > 0, feedback.c.vote < 0))
    row = connection.execute(select(up, down).select_from(feedback)).one()
    return row[0], row[1]
