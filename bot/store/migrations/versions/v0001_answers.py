"""Answers, the votes on them, lists."""

from __future__ import annotations

from alembic import op
from sqlalchemy import CheckConstraint, Column, ForeignKey

from retrieval.archive.columns import NUMBER, TEXT, WHOLE

revision, down_revision = "0001", None


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "meta",
        Column("key", TEXT, primary_key=True),
        Column("value", TEXT, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "answers",
        Column("id", WHOLE, primary_key=True),
        Column("member_id", WHOLE, nullable=False),
        Column("private", WHOLE, nullable=False),
        Column("shared", WHOLE, nullable=False, server_default="0"),
        Column("pieces", TEXT, nullable=False),
        Column("made_at", NUMBER, nullable=False),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("answers_by_age", "answers", ["made_at"])
    op.create_index("answers_by_member", "answers", ["member_id"])
    answer = ForeignKey("answers.id", ondelete="CASCADE")
    op.create_table(
        "feedback",
        Column("answer_id", WHOLE, answer, primary_key=True),
        Column("member_id", WHOLE, primary_key=True),
        Column("vote", WHOLE, CheckConstraint("vote IN (-1, 1)"), nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "listings",
        Column("id", WHOLE, primary_key=True),
        Column("member_id", WHOLE, nullable=False),
        Column("tag", TEXT),
        Column("article_ids", TEXT, nullable=False),
        Column("made_at", NUMBER, nullable=False),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("listings_by_age", "listings", ["made_at"])
