"""What is kept, for how long, and what a member can have deleted."""

from __future__ import annotations

from sqlalchemy import Connection, func, inspect, select, union_all

from bot.digest.schedule import Schedule
from bot.store import answers, digests, feedback, forget, gaps, listings
from bot.store.answers import Piece, StoredAnswer
from bot.store.listings import Listing
from bot.store.schema import answers as kept_answers
from bot.store.schema import gaps as kept_gaps
from bot.store.schema import listings as kept_listings

PIECE = Piece(article_id="a1", start=3, stop=9, speaker="Abe", fingerprint="00ff")
DAY = 24 * 3600.0


def keep_answer(connection: Connection, member: int = 1, now: float = 0.0) -> int:
    return answers.keep(connection, member, (PIECE,), private=True, now=now)


def test_an_answer_is_kept_as_places(connection: Connection) -> None:
    """What a button gets back is what was stored."""
    number = keep_answer(connection)
    assert answers.find(connection, number) == StoredAnswer(
        id=number, member_id=1, private=True, shared=False, pieces=(PIECE,)
    )
    assert answers.find(connection, number + 1) is None


def test_an_answer_is_shared_once(connection: Connection) -> None:
    """The second press finds it taken; one that everybody sees already is never shared."""
    number = keep_answer(connection)
    shares = [answers.claim_share(connection, number) for _ in range(2)]
    assert shares == [True, False]
    public = answers.keep(connection, 1, (PIECE,), private=False, now=0.0)
    assert not answers.claim_share(connection, public)


def test_the_latest_vote_counts(connection: Connection) -> None:
    """A member has one vote on an answer, and none on one that is gone."""
    number = keep_answer(connection)
    assert feedback.vote(connection, number, 1, 1)
    assert feedback.vote(connection, number, 2, 1)
    assert feedback.vote(connection, number, 1, -1)
    assert feedback.totals(connection) == (1, 1)
    assert not feedback.vote(connection, number + 1, 1, 1)


def test_gaps_are_kept_only_where_turned_on(connection: Connection) -> None:
    """Not before, not elsewhere, not longer than 30 days, and not after it is turned off."""
    gaps.note(connection, 7, 1, "before", 0.0)
    gaps.turn(connection, 7, True)
    gaps.note(connection, 7, 1, "old", 1.0)
    gaps.note(connection, 8, 1, "elsewhere", 1.0)
    gaps.note(connection, 7, 1, "new", 31 * DAY)
    assert gaps.read(connection, 7, 31 * DAY) == ("new",)
    assert connection.scalars(select(kept_gaps.c.question)).all() == ["new"]
    gaps.turn(connection, 7, False)
    assert not gaps.kept(connection, 7)
    assert connection.scalar(select(func.count()).select_from(kept_gaps)) == 0


def test_forget_me_leaves_nothing_of_the_member(connection: Connection) -> None:
    """Answers, votes, lists and gaps go; a digest goes on without its creator; others stay."""
    schedule = Schedule(weekday=None, hour=8, minute=0, zone="UTC")
    gaps.turn(connection, 7, True)
    for member in (1, 2):
        feedback.vote(connection, keep_answer(connection, member), member, 1)
        listings.keep(connection, member, None, ["a1"], 0.0)
        gaps.note(connection, 7, member, f"by {member}", 0.0)
        digests.add(connection, (7, 70, member), None, schedule, 0.0)
    assert forget.forget_member(connection, 1) == 5
    assert gaps.read(connection, 7, 0.0) == ("by 2",)
    assert [s.creator_id for s in digests.of_server(connection, 7)] == [None, 2]
    assert feedback.totals(connection) == (1, 0)
    left = union_all(select(kept_answers.c.member_id), select(kept_listings.c.member_id))
    assert connection.scalars(left).all() == [2, 2]


def test_old_answers_and_lists_go(connection: Connection) -> None:
    """After ninety days, votes included."""
    old, new = keep_answer(connection, now=0.0), keep_answer(connection, now=DAY)
    feedback.vote(connection, old, 1, 1)
    page = listings.keep(connection, 1, "japan", ["a", "b"], DAY)
    forget.forget_old(connection, 90.5 * DAY)
    assert answers.find(connection, old) is None
    assert answers.find(connection, new) is not None
    assert feedback.totals(connection) == (0, 0)
    assert listings.find(connection, page) == Listing(tag="japan", article_ids=("a", "b"))


def test_a_server_that_removed_the_bot_is_forgotten(connection: Connection) -> None:
    """Its digests and its gaps."""
    schedule = Schedule(weekday=None, hour=8, minute=0, zone="UTC")
    digests.add(connection, (7, 70, 1), None, schedule, 0.0)
    gaps.turn(connection, 7, True)
    gaps.note(connection, 7, 1, "what?", 0.0)
    forget.forget_server(connection, 7)
    assert digests.of_server(connection, 7) == ()
    assert connection.scalar(select(func.count()).select_from(kept_gaps)) == 0


def test_no_column_holds_a_question_but_gaps(connection: Connection) -> None:
    """The schema itself says that question text has one place only."""
    database = inspect(connection)
    columns = {
        (table, column["name"])
        for table in database.get_table_names()
        for column in database.get_columns(table)
        if column["name"] in ("question", "text", "title", "content")
    }
    assert columns == {("gaps", "question")}
