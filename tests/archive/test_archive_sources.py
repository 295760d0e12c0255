"""What the archive remembers of its sources, and which articles are theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from retrieval.archive.store import Archive
from retrieval.archive.writer import ArchiveWriter
from retrieval.database import Location
from retrieval.types import Article
from retrieval.upkeep import Source, Validators

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
FEED = "https://news.example/feed"
VALIDATORS = Validators(etag='"a1"', last_modified="Mon, 23 Nov 2026 08:00:00 GMT")


@pytest.fixture
def writer(location: Location) -> Iterator[ArchiveWriter]:
    """The writer of a new archive."""
    writer = ArchiveWriter(location)
    yield writer
    writer.close()


def put(writer: ArchiveWriter, id_: str, source: str, **facts: object) -> str:
    """The outcome for an article of `source`."""
    article = Article(id=id_, title=id_, text=f"Text of {id_}.", source=source)
    with writer.transaction():
        return writer.put(replace(article, **facts))  # type: ignore[arg-type]


def described(name: str, kind: str, **facts: object) -> Source:
    """A source as a reading describes it."""
    known = {"location": f"/there/{name}", "follow": False, "articles": 0, "last_try": None}
    known |= {"last_read": None, "error": None, "failures": 0, "validators": Validators()}
    return Source(name=name, kind=kind, **(known | facts))  # type: ignore[arg-type]


def note(
    writer: ArchiveWriter,
    name: str,
    kind: str,
    at: datetime,
    error: str | None = None,
    **facts: object,
) -> None:
    """Note one try, in a transaction of its own."""
    with writer.transaction():
        writer.note_source(described(name, kind, **facts), at=at, error=error)


def sources(writer: ArchiveWriter) -> tuple[Source, ...]:
    """What a reader sees."""
    return Archive(writer.location).sources()


def test_a_source_read_to_its_end_is_remembered(writer: ArchiveWriter) -> None:
    """With what the server gave to ask again, in the order in which sources were added."""
    note(writer, FEED, "feed", MONDAY, follow=True, validators=VALIDATORS)
    note(writer, "a.jsonl", "file", MONDAY)
    put(writer, "f1", FEED)
    read = {"last_try": MONDAY, "last_read": MONDAY}
    assert sources(writer) == (
        described(FEED, "feed", follow=True, articles=1, validators=VALIDATORS, **read),
        described("a.jsonl", "file", **read),
    )


def test_a_failure_keeps_what_was_known_and_is_counted(writer: ArchiveWriter) -> None:
    """Articles, validators and the last reading stay; the next success ends the count."""
    note(writer, FEED, "feed", MONDAY, validators=VALIDATORS)
    put(writer, "f1", FEED)
    for hour in (1, 2):
        at = MONDAY + timedelta(hours=hour)
        note(writer, FEED, "page", at, error="the server answered 503")
    (failing,) = sources(writer)
    assert (failing.kind, failing.articles, failing.validators) == ("feed", 1, VALIDATORS)
    assert (failing.last_read, failing.last_try) == (MONDAY, MONDAY + timedelta(hours=2))
    assert (failing.error, failing.failures) == ("the server answered 503", 2)
    later = MONDAY + timedelta(hours=3)
    note(writer, FEED, "feed", later)
    (well,) = sources(writer)
    assert (well.error, well.failures, well.last_read) == (None, 0, later)
    assert well.validators == Validators()


def test_a_source_that_never_could_be_read_is_listed(writer: ArchiveWriter) -> None:
    """With why; it was read at no time."""
    note(writer, FEED, "feed", MONDAY, error="no such host")
    (source,) = sources(writer)
    assert (source.last_try, source.last_read, source.failures) == (MONDAY, None, 1)


def test_a_folder_has_the_articles_of_its_files_only(writer: ArchiveWriter) -> None:
    """A name is no pattern, and a neighbour that begins alike is another folder."""
    note(writer, "ne_s/%", "folder", MONDAY)
    note(writer, "news", "folder", MONDAY)
    for id_, source in (
        ("a", "ne_s/%/a.txt"),
        ("b", "news/a.txt"),
        ("c", "news/deep/b.txt"),
        ("d", "news2/a.txt"),
        ("e", "News/a.txt"),
        ("f", "news0"),
    ):
        put(writer, id_, source)
    assert [(source.name, source.articles) for source in sources(writer)] == [
        ("ne_s/%", 1),
        ("news", 2),
    ]
    with writer.transaction():
        assert writer.remove("news") == 2
    assert Archive(writer.location).ids() == ("a", "d", "e", "f")
    assert [source.name for source in sources(writer)] == ["ne_s/%"]


def test_an_address_is_no_folder(writer: ArchiveWriter) -> None:
    """A site that was added as a page does not take its feed along."""
    note(writer, "https://news.example", "page", MONDAY)
    put(writer, "p", "https://news.example")
    put(writer, "f", FEED)
    assert sources(writer)[0].articles == 1
    with writer.transaction():
        assert writer.remove("https://news.example") == 1
    assert Archive(writer.location).ids() == ("f",)


def test_removing_an_empty_source_is_no_error_and_an_unknown_name_is_nothing(
    writer: ArchiveWriter,
) -> None:
    """0 articles went with the source; None says that there was no such thing."""
    note(writer, FEED, "feed", MONDAY, error="no such host")
    with writer.transaction():
        assert writer.remove(FEED) == 0
        assert writer.remove(FEED) is None
    assert sources(writer) == ()


def test_a_folder_goes_with_the_files_that_were_added_from_it(writer: ArchiveWriter) -> None:
    """Nothing of it is left that would be read again."""
    note(writer, "news/a.txt", "file", MONDAY)
    note(writer, "news", "folder", MONDAY)
    put(writer, "a", "news/a.txt")
    with writer.transaction():
        assert writer.remove("news") == 1
    assert sources(writer) == ()


def test_an_article_is_removed_before_a_source_of_its_name(writer: ArchiveWriter) -> None:
    """The id names one thing; the source may be named again."""
    put(writer, "x", "other")
    put(writer, "y", "x")
    with writer.transaction():
        assert writer.remove("x") == 1
    assert Archive(writer.location).ids() == ("y",)


def test_the_last_full_reading_of_an_article_is_known(writer: ArchiveWriter) -> None:
    """Also of one that was unchanged; what was cut short was not read in full."""
    put(writer, "whole", FEED)
    put(writer, "stub", FEED, truncated=True)
    reader = Archive(writer.location)
    first = reader.last_read("whole")
    assert first is not None
    assert put(writer, "whole", FEED) == "unchanged"
    second = reader.last_read("whole")
    assert second is not None
    assert second > first
    assert datetime.now(UTC) - second < timedelta(minutes=1)
    assert reader.last_read("stub") is None
    assert reader.last_read("nothing") is None


def test_a_stub_never_replaces_a_text_read_in_full(writer: ArchiveWriter) -> None:
    """The feed's first lines come again after the page was read whole."""
    whole = "The whole text, to its last word."
    put(writer, "a", FEED, text=whole)
    read = Archive(writer.location).last_read("a")
    assert put(writer, "a", FEED, text="The whole …", truncated=True) == "unchanged"
    reader = Archive(writer.location)
    article = reader.article("a")
    assert article is not None
    assert (article.text, article.truncated) == (whole, False)
    assert reader.last_read("a") == read


def test_a_full_text_replaces_a_stub(writer: ArchiveWriter) -> None:
    """What could not be read at first is read later."""
    put(writer, "a", FEED, text="The whole …", truncated=True)
    assert put(writer, "a", FEED, text="The whole text.") == "changed"
    assert Archive(writer.location).last_read("a") is not None


def test_names_of_sources_are_values(writer: ArchiveWriter) -> None:
    """SQL in an address is an address."""
    hostile = "https://x.example/'; DROP TABLE sources; --"
    note(writer, hostile, "feed", MONDAY, error="'; DROP TABLE articles; --")
    assert [source.name for source in sources(writer)] == [hostile]
    assert Archive(writer.location).totals().articles == 0
