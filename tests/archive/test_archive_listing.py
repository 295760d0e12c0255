"""What the archive lists: newest first, tags, publishers, and what a filter lets through."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from retrieval.archive.store import Archive
from retrieval.archive.writer import ArchiveWriter
from retrieval.database import Location
from retrieval.types import Article, Count


def dated(id_: str, day: int | None, **facts: object) -> Article:
    """An article of May 2023, or an undated one."""
    published = datetime(2023, 5, day, tzinfo=UTC) if day else None
    known = {"title": id_, "text": f"Text of {id_}.", "source": "s", "published": published}
    return Article(id=id_, **(known | facts))  # type: ignore[arg-type]


@pytest.fixture
def archive(location: Location) -> Archive:
    """Dated and undated articles of two sources, put in without any order."""
    writer = ArchiveWriter(location)
    with writer.transaction():
        for article in (
            dated("page-2", None, source="page", position=2, tags=("japan",)),
            dated("may-1", 1, publisher="Agence Été", tags=("Japan", "Zürich")),
            dated("page-0", None, source="page", position=0, tags=("JAPAN",)),
            dated("may-9", 9, publisher="agence été", tags=("zurich",)),
            dated("page-1", None, source="page", position=1, tags=("japan",)),
            dated("may-3", 3, publisher="TASS", text="“No,” Dmitry Peskov said."),
        ):
            writer.put(article)
    writer.close()
    return Archive(writer.location)


def test_the_newest_come_first_and_the_undated_last_as_listed(archive: Archive) -> None:
    """An unknown date is never today."""
    ids = [article.id for article in archive.newest(None, 10)]
    assert ids == ["may-9", "may-3", "may-1", "page-0", "page-1", "page-2"]
    assert [article.id for article in archive.newest(None, 2)] == ["may-9", "may-3"]


def test_a_tag_limits_the_listing_whatever_its_case_and_marks(archive: Archive) -> None:
    """ "ZURICH" is "Zürich"."""
    assert [article.id for article in archive.newest("ZURICH", 10)] == ["may-9", "may-1"]
    japan = [article.id for article in archive.newest("japan", 10)]
    assert japan == ["may-1", "page-0", "page-1", "page-2"]


def test_tags_and_publishers_are_counted_together_whatever_their_case(archive: Archive) -> None:
    """Most articles first."""
    assert [(count.name.casefold(), count.count) for count in archive.tags()] == [
        ("japan", 4),
        ("zürich", 2),
    ]
    assert archive.publishers() == (
        Count(name="Agence Été", count=2),
        Count(name="TASS", count=1),
    )


def test_filters_name_articles(archive: Archive) -> None:
    """Tag, publisher and speaker all must fit."""
    every = archive.numbers()
    assert len(every) == 6
    assert len(archive.numbers(tag="Zurich")) == 2
    assert len(archive.numbers(publisher="AGENCE ETE")) == 2
    assert len(archive.numbers(tag="japan", publisher="Agence Été")) == 1
    assert len(archive.numbers(speakers=("Dmitry Peskov", "Nobody"))) == 1
    assert archive.numbers(speakers=()) == archive.numbers(tag="nothing") == frozenset()


def test_totals_count_and_date(archive: Archive) -> None:
    """Tags are counted whatever their case; the newest is the newest date."""
    totals = archive.totals()
    assert (totals.articles, totals.passages, totals.tags) == (6, 6, 2)
    assert totals.newest == datetime(2023, 5, 9, tzinfo=UTC)


def test_sql_in_a_name_is_a_name(archive: Archive) -> None:
    """Foreign text is a value, never a statement."""
    assert archive.article("x'; DROP TABLE articles; --") is None
    assert archive.newest("' OR 1 --", 10) == ()
    assert archive.numbers(speakers=('"]); DROP TABLE articles; --',)) == frozenset()
    assert archive.totals().articles == 6
