"""The tables of what the bot remembers, as the newest migration leaves them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, MetaData, Table
from sqlalchemy.schema import SchemaItem

from retrieval.archive.columns import NUMBER, TEXT, WHOLE

VERSION = 5
"""The number of the newest migration."""

metadata = MetaData()


def _table(name: str, *items: SchemaItem, **options: bool) -> Table:
    return Table(  # type: ignore[no-any-return, call-overload]
        name, metadata, *items, sqlite_strict=True, **options
    )


def _gone_with(name: str, other: str, *, primary_key: bool = False) -> Column[int]:
    """A column that refers to a row of the column `other`, and whose row goes with that one."""
    key = ForeignKey(other, ondelete="CASCADE")
    return Column(name, WHOLE, key, nullable=False, primary_key=primary_key)


meta = _table(
    "meta",
    Column("key", TEXT, primary_key=True),
    Column("value", TEXT, nullable=False),
)

# What the buttons of an answer need after a restart: places in the archive, no words of the
# question.
answers = _table(
    "answers",
    Column("id", WHOLE, primary_key=True),
    Column("member_id", WHOLE, nullable=False),
    Column("private", WHOLE, nullable=False),  # 1 or 0, as `shared`
    Column("shared", WHOLE, nullable=False, server_default="0"),
    Column("pieces", TEXT, nullable=False),  # JSON: [[article, start, stop, speaker, print], ...]
    Column("made_at", NUMBER, nullable=False),  # POSIX seconds, as all times are
    sqlite_autoincrement=True,
)
Index("answers_by_age", answers.c.made_at)
Index("answers_by_member", answers.c.member_id)

feedback = _table(
    "feedback",
    _gone_with("answer_id", "answers.id", primary_key=True),
    Column("member_id", WHOLE, primary_key=True),
    Column("vote", WHOLE, CheckConstraint("vote IN (-1, 1)"), nullable=False),
)

# What the page buttons of a list need.
listings = _table(
    "listings",
    Column("id", WHOLE, primary_key=True),
    Column("member_id", WHOLE, nullable=False),
    Column("tag", TEXT),
    Column("article_ids", TEXT, nullable=False),  # JSON list
    Column("made_at", NUMBER, nullable=False),
    sqlite_autoincrement=True,
)
Index("listings_by_age", listings.c.made_at)

# Token buckets of members and servers; a full one has no row.
buckets = _table(
    "buckets",
    Column("owner", TEXT, CheckConstraint("owner IN ('member', 'server')"), primary_key=True),
    Column("id", WHOLE, primary_key=True),
    Column("tokens", NUMBER, nullable=False),
    Column("at", NUMBER, nullable=False),
    sqlite_with_rowid=False,
)

subscriptions = _table(
    "subscriptions",
    Column("id", WHOLE, primary_key=True),
    Column("server_id", WHOLE, nullable=False),
    Column("channel_id", WHOLE, nullable=False),
    Column("creator_id", WHOLE),  # NULL once its creator asked to be forgotten
    Column("tag", TEXT),
    Column("weekday", WHOLE),  # 0 is Monday; NULL is every day
    Column("hour", WHOLE, nullable=False),
    Column("minute", WHOLE, nullable=False),
    Column("zone", TEXT, nullable=False),
    Column("made_at", NUMBER, nullable=False),
    Column("stopped", TEXT),  # why it no longer posts; NULL while it does
    sqlite_autoincrement=True,
)
Index("subscriptions_by_server", subscriptions.c.server_id)

# One row a slot, named by its local date: whoever inserts it owns the slot, while it lives.
slots = _table(
    "slots",
    _gone_with("subscription_id", "subscriptions.id", primary_key=True),
    Column("day", TEXT, primary_key=True),
    Column("state", TEXT, CheckConstraint("state IN ('claimed', 'done')"), nullable=False),
    Column("claimed_at", NUMBER, nullable=False),
    Column("article_ids", TEXT),  # JSON list of what is to be posted; NULL before that is known
    Column("more", WHOLE, nullable=False, server_default="0"),  # how many new ones did not fit
    Column("message_id", WHOLE),  # NULL where nothing was new, or nothing is known of a post
    Column("owner", TEXT),  # the process that works at it, while that is among `processes`
    sqlite_with_rowid=False,
)

seen = _table(
    "seen",
    _gone_with("subscription_id", "subscriptions.id", primary_key=True),
    Column("article_id", TEXT, primary_key=True),
    sqlite_with_rowid=False,
)

# Servers that asked for their unanswered questions to be kept, and those questions.
gap_servers = _table("gap_servers", Column("server_id", WHOLE, primary_key=True))

gaps = _table(
    "gaps",
    _gone_with("server_id", "gap_servers.server_id"),
    Column("member_id", WHOLE, nullable=False),
    Column("question", TEXT, nullable=False),
    Column("asked_at", NUMBER, nullable=False),
)
Index("gaps_by_server", gaps.c.server_id, gaps.c.asked_at)

# The bots that share this memory; one that did not say for a while that it lives is taken for dead.
processes = _table(
    "processes",
    Column("id", TEXT, primary_key=True),
    Column("shard", WHOLE, nullable=False),
    Column("shards", WHOLE, nullable=False),
    Column("beat_at", NUMBER, nullable=False),  # by the database's clock
)

# Members whom the other processes still have to forget, for some minutes.
forgotten = _table(
    "forgotten",
    Column("member_id", WHOLE, primary_key=True),
    Column("at", NUMBER, nullable=False),  # by the database's clock
)

# What one of them does for all, by name, such as reading the sources.
chores = _table(
    "chores",
    Column("name", TEXT, primary_key=True),
    Column("owner", TEXT, nullable=False),
    Column("begun_at", NUMBER, nullable=False),  # by the database's clock
    Column("done", WHOLE, nullable=False),  # 1 or 0
)
