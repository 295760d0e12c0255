"""Near copies are one story; what is only alike in form is not."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest

from retrieval.archive.store import Archive
from retrieval.archive.writer import ArchiveWriter
from retrieval.database import Location
from retrieval.protocols import silent
from retrieval.types import Article, Copy

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
WORDS = (
    "The ferry to Rathlin was cancelled on Monday after a storm damaged the pier in the night. "
    "“No crossing is safe before the pier is mended,” said Ann Lee, who has run the service for "
    "twenty years. About sixty islanders were waiting in Ballycastle, some of them since Friday. "
    "The council promised to send supplies by helicopter as soon as the wind allows."
)
REUTERS = Article(
    id="r1",
    title="Rathlin ferry cancelled after storm",
    text=WORDS,
    source="reuters",
    url="https://reuters.example/ferry",
    publisher="Reuters",
    published=MONDAY,
)
AP = replace(
    REUTERS,
    id="ap1",
    title="Storm damages pier, ferry to Rathlin cancelled",
    text=f"BALLYCASTLE (AP) — {WORDS.replace('some of them since Friday', 'some since Friday')}",
    source="ap",
    url="https://ap.example/7",
    publisher="AP",
    published=MONDAY + timedelta(hours=3),
)
LOCAL = replace(
    AP,
    id="local1",
    title="Ferry cancelled",
    source="local",
    url="https://local.example/1",
    publisher="The Local",
    published=None,
)
OTHER = replace(
    REUTERS,
    id="o1",
    title="Council elects mayor",
    text=(
        "The council of Belfast elected a new mayor on Monday after three rounds of voting in a "
        "full town hall. The mayor promised to mend the roads, to keep the libraries open and to "
        "listen to every citizen. The opposition called the vote a farce and left the hall early."
    ),
    url="https://reuters.example/mayor",
)


@pytest.fixture
def writer(location: Location) -> Iterator[ArchiveWriter]:
    """The writer of a new archive."""
    writer = ArchiveWriter(location)
    yield writer
    writer.close()


def put(writer: ArchiveWriter, *articles: Article) -> None:
    """Keep the articles and find their stories."""
    with writer.transaction():
        for article in articles:
            writer.put(article)
    writer.find_stories(silent)


def copies(writer: ArchiveWriter, article_id: str) -> list[str]:
    """The ids of the copies of an article."""
    found = Archive(writer.location).copies([article_id])[article_id]
    return [copy.article_id for copy in found]


def test_near_copies_name_one_another(writer: ArchiveWriter) -> None:
    """Each is an article of its own, with its own words; the others are its copies."""
    put(writer, REUTERS, AP, OTHER)
    reader = Archive(writer.location)
    assert reader.article("ap1") == AP
    assert reader.copies(["r1", "ap1", "o1"]) == {
        "r1": (
            Copy(
                article_id="ap1",
                title=AP.title,
                publisher="AP",
                published=AP.published,
                url=AP.url,
            ),
        ),
        "ap1": (
            Copy(
                article_id="r1",
                title=REUTERS.title,
                publisher="Reuters",
                published=MONDAY,
                url=REUTERS.url,
            ),
        ),
        "o1": (),
    }
    assert reader.copies([]) == {}


def test_one_that_comes_later_joins_the_story(writer: ArchiveWriter) -> None:
    """Only it is compared; an undated one may be of any day; exact copies of each are named."""
    put(writer, REUTERS, AP)
    put(writer, LOCAL)
    assert copies(writer, "r1") == ["local1", "ap1"]
    with writer.transaction():
        mirror = replace(AP, id="m1", url="https://m.example/1", publisher="M")
        assert writer.put(mirror) == "copy"
    assert copies(writer, "r1") == ["local1", "ap1", "m1"]
    assert copies(writer, "ap1") == ["local1", "r1", "m1"]


def test_finding_stories_again_changes_nothing(writer: ArchiveWriter) -> None:
    """What was compared is not compared again, and the index stays current."""
    put(writer, REUTERS, AP)
    revision, told = writer.revision(), []
    writer.find_stories(lambda stage, done, total: told.append(stage))
    assert told == []
    assert writer.revision() == revision


@pytest.mark.parametrize(
    "change",
    [
        {"text": OTHER.text},
        {"published": MONDAY + timedelta(days=9)},
        {"text": " ".join(WORDS.split()[:12])},
    ],
)
def test_what_is_another_story_is_none_of_its_copies(writer: ArchiveWriter, change: dict) -> None:  # type: ignore[type-arg]
    """Other words, the same words another week, and too few words to tell."""
    put(writer, REUTERS, replace(AP, **change))
    assert copies(writer, "r1") == []


def test_a_notice_in_place_of_many_texts_is_no_story(writer: ArchiveWriter) -> None:
    """Sites put the same words under every headline for those who do not pay."""
    notice = (
        "Thank you for reading. You have read all the free articles of this month. Subscribe now "
        "for one pound a week and read all we publish, on every device, with a weekly letter from "
        "the editor, puzzles, recipes and an archive of more than one hundred years of our paper."
    )
    put(writer, replace(REUTERS, text=notice), replace(OTHER, text=notice))
    assert copies(writer, "r1") == []


def test_repeated_dispatches_without_an_address_are_one_story(writer: ArchiveWriter) -> None:
    """However short: headline and text are the same."""
    first = Article(id="d1", title="Gold rises", text="Gold rose.", source="s", published=MONDAY)
    put(writer, first, replace(first, id="d2"), replace(first, id="d3", text="Gold fell."))
    assert copies(writer, "d1") == ["d2"]


def test_a_daily_report_is_a_new_story_every_few_days(writer: ArchiveWriter) -> None:
    """A story does not grow for ever by one link a day."""
    daily = [
        replace(REUTERS, id=f"d{day}", url=None, published=MONDAY + timedelta(days=day))
        for day in range(8)
    ]
    put(writer, *daily)
    assert copies(writer, "d0") == ["d1", "d2", "d3"]
    assert copies(writer, "d7") == ["d4", "d5", "d6"]


def test_a_story_is_looked_for_again_when_one_of_its_articles_changes(
    writer: ArchiveWriter,
) -> None:
    """It leaves with other words, and comes back with the old ones."""
    put(writer, REUTERS, AP, LOCAL)
    put(writer, replace(AP, text=OTHER.text))
    assert copies(writer, "ap1") == []
    assert copies(writer, "r1") == ["local1"]
    put(writer, AP)
    assert copies(writer, "r1") == ["local1", "ap1"]


def test_a_removed_article_is_no_copy_any_more(writer: ArchiveWriter) -> None:
    """At once; the others are still one story after the next look."""
    put(writer, REUTERS, AP, LOCAL)
    with writer.transaction():
        writer.remove("ap")
    assert copies(writer, "r1") == []
    writer.find_stories(silent)
    assert copies(writer, "r1") == ["local1"]


def test_the_newest_are_stories(writer: ArchiveWriter) -> None:
    """Of each its newest article; as many stories as asked for, under a tag, too."""
    older = replace(OTHER, published=MONDAY - timedelta(days=1), tags=("council",))
    put(writer, replace(REUTERS, tags=("sea",)), AP, LOCAL, older)
    reader = Archive(writer.location)
    assert [article.id for article in reader.newest(None, 2)] == ["ap1", "o1"]
    assert [article.id for article in reader.newest("sea", 5)] == ["r1"]


def test_near_copies_among_real_dispatches(writer: ArchiveWriter) -> None:
    """The first 330 of Reuters-21578 hold these repeats and corrections, and no other."""
    data = Path(__file__).resolve().parents[2] / ".." / "shared" / "eval" / "reuters-21578"
    if not data.exists():
        pytest.skip("the Reuters dispatches are not beside this checkout")
    with gzip.open(data / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, 330)]
    put(writer, *(_dispatch(row) for row in rows))
    found = Archive(writer.location).copies([row["_id"] for row in rows])
    stories = {tuple(sorted((of, *(c.article_id for c in theirs)))) for of, theirs in found.items()}
    assert sorted(story for story in stories if len(story) > 1) == [
        ("reuters-000-174", "reuters-000-189"),
        ("reuters-000-229", "reuters-000-239", "reuters-000-346"),
        ("reuters-000-263", "reuters-000-343"),
        ("reuters-000-31", "reuters-000-54"),
    ]


def _dispatch(row: dict[str, str]) -> Article:
    published = datetime.fromisoformat(row["published"]).replace(tzinfo=UTC)
    facts = {"id": row["_id"], "title": row["title"], "text": row["text"], "source": "reuters"}
    return Article(published=published, **facts)
