"""Earlier versions and exact copies: no article and no word is lost, whatever comes or goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.archive.store import Archive
from retrieval.archive.writer import ArchiveWriter
from retrieval.database import Location
from retrieval.types import Article

WORDS = "The ferry to Rathlin was cancelled on Monday.\n\n“No crossing is safe,” Ann Lee said."
REUTERS = Article(
    id="r1",
    title="Ferry cancelled",
    text=WORDS,
    source="reuters.jsonl",
    url="https://reuters.example/ferry",
    publisher="Reuters",
    published=datetime(2026, 11, 2, 9, 0, tzinfo=UTC),
    tags=("ferries",),
)
AP = replace(
    REUTERS,
    id="ap1",
    text=WORDS.replace("\n\n", "\n \n"),
    source="ap.jsonl",
    url="https://ap.example/7",
    publisher="AP",
    published=datetime(2026, 11, 2, 10, 0, tzinfo=UTC),
    tags=("travel", "Ferries"),
)
MIRROR = replace(AP, id="m1", source="mirror.jsonl", url="https://mirror.example/7", publisher=None)
CHANGED = "The ferry to Rathlin will sail on Tuesday."


@pytest.fixture
def writer(location: Location) -> Iterator[ArchiveWriter]:
    """The writer of a new archive."""
    writer = ArchiveWriter(location)
    yield writer
    writer.close()


def archive(writer: ArchiveWriter) -> Archive:
    """A reader of what `writer` writes."""
    return Archive(writer.location)


def put(writer: ArchiveWriter, *articles: Article) -> list[str]:
    """The outcome of each of `articles`."""
    with writer.transaction():
        return [writer.put(article) for article in articles]


def remove(writer: ArchiveWriter, name: str) -> int | None:
    """How many went."""
    with writer.transaction():
        return writer.remove(name)


def said(writer: ArchiveWriter, article_id: str) -> tuple[str, str] | None:
    """Under which id the article is found, and its words less the spacing."""
    article = archive(writer).article(article_id)
    return (article.id, " ".join(article.text.split())) if article else None


FERRY = " ".join(WORDS.split())


def test_a_changed_article_shows_what_it_said_before(writer: ArchiveWriter) -> None:
    """Newest first, with the time of each replacement; its id is the same."""
    texts = ("First.", "Second.", "Third.")
    assert put(writer, *(replace(REUTERS, text=text) for text in texts)) == [
        "new",
        "changed",
        "changed",
    ]
    versions = archive(writer).history("r1")
    assert [(version.title, version.text) for version in versions] == [
        ("Ferry cancelled", "Second."),
        ("Ferry cancelled", "First."),
    ]
    assert versions[0].replaced >= versions[1].replaced
    assert datetime.now(UTC) - versions[0].replaced < timedelta(minutes=1)


def test_a_new_headline_is_a_version_and_a_bumped_date_is_none(writer: ArchiveWriter) -> None:
    """What a reader could have read is kept; where and when it stood is not."""
    later = replace(REUTERS, published=datetime(2026, 11, 3, tzinfo=UTC), position=4)
    assert put(writer, REUTERS, later) == ["new", "changed"]
    assert archive(writer).history("r1") == ()
    assert put(writer, replace(later, title="Ferry sails")) == ["changed"]
    assert [version.title for version in archive(writer).history("r1")] == ["Ferry cancelled"]


def test_history_goes_with_its_article(writer: ArchiveWriter) -> None:
    """Removed is removed; a later article of that id has no past."""
    put(writer, REUTERS, replace(REUTERS, text=CHANGED))
    remove(writer, "r1")
    put(writer, REUTERS)
    assert archive(writer).history("r1") == ()


def test_the_same_words_at_another_address_are_a_copy(writer: ArchiveWriter) -> None:
    """However they are spaced; the article is found by either id and stands in once."""
    assert put(writer, REUTERS, AP, MIRROR) == ["new", "copy", "copy"]
    assert archive(writer).ids() == ("r1",)
    assert archive(writer).article("ap1") == REUTERS
    assert archive(writer).totals().passages == 1
    assert put(writer, REUTERS, AP, MIRROR) == ["unchanged"] * 3
    assert archive(writer).last_read("ap1") is not None


@pytest.mark.parametrize(
    "facts",
    [
        {"url": None},
        {"url": REUTERS.url},
        {"title": "Ferry cancelled again"},
        {"text": f"{WORDS} He"},
        {"truncated": True},
    ],
)
def test_what_is_no_exact_copy_is_an_article(writer: ArchiveWriter, facts: dict) -> None:  # type: ignore[type-arg]
    """Rows without an address, and one address used by two entries, stay two articles."""
    assert put(writer, REUTERS, replace(AP, **facts)) == ["new", "new"]
    assert sorted(archive(writer).ids()) == ["ap1", "r1"]


def test_empty_texts_are_not_copies_of_one_another(writer: ArchiveWriter) -> None:
    """A headline alone says too little."""
    assert put(writer, replace(REUTERS, text=" "), replace(AP, text="\n")) == ["new", "new"]


def test_an_article_is_found_by_the_facts_of_its_copies(writer: ArchiveWriter) -> None:
    """By their publishers and their tags; they are counted."""
    put(writer, REUTERS, AP)
    reader = archive(writer)
    assert len(reader.numbers(publisher="ap")) == len(reader.numbers(publisher="Reuters")) == 1
    assert [(count.name, count.count) for count in reader.publishers()] == [
        ("AP", 1),
        ("Reuters", 1),
    ]
    assert [article.id for article in reader.newest("travel", 5)] == ["r1"]
    assert {count.name.casefold() for count in reader.tags()} == {"ferries", "travel"}


def test_a_copy_that_changes_its_words_becomes_an_article(writer: ArchiveWriter) -> None:
    """The first stays as it is, less the facts of the copy; the copy's past is known."""
    put(writer, REUTERS, AP)
    assert put(writer, replace(AP, text=CHANGED)) == ["changed"]
    assert said(writer, "r1") == ("r1", FERRY)
    assert said(writer, "ap1") == ("ap1", CHANGED)
    assert [" ".join(version.text.split()) for version in archive(writer).history("ap1")] == [FERRY]
    assert archive(writer).history("r1") == ()
    assert [article.id for article in archive(writer).newest("travel", 5)] == ["ap1"]


def test_a_copy_that_changes_its_facts_stays_a_copy(writer: ArchiveWriter) -> None:
    """A bumped date is no new article, and a new tag is found."""
    put(writer, REUTERS, AP)
    bumped = replace(AP, published=datetime(2026, 11, 3, tzinfo=UTC), tags=("sea",))
    assert put(writer, bumped) == ["changed"]
    assert archive(writer).ids() == ("r1",)
    assert archive(writer).newest("travel", 5) == ()
    assert len(archive(writer).newest("sea", 5)) == 1


def test_when_the_first_changes_its_copies_keep_their_words(writer: ArchiveWriter) -> None:
    """The oldest copy becomes an article, with the others as its copies."""
    put(writer, REUTERS, AP, MIRROR)
    assert put(writer, replace(REUTERS, text=CHANGED)) == ["changed"]
    assert said(writer, "r1") == ("r1", CHANGED)
    assert said(writer, "ap1") == said(writer, "m1") == ("ap1", FERRY)
    promoted = archive(writer).article("ap1")
    assert promoted == replace(AP, text=WORDS)
    assert [version.text for version in archive(writer).history("r1")] == [WORDS]
    assert put(writer, AP, MIRROR) == ["unchanged", "unchanged"]


def test_a_first_that_changes_only_its_facts_keeps_its_copies(writer: ArchiveWriter) -> None:
    """Nothing else became of the words."""
    put(writer, REUTERS, AP)
    assert put(writer, replace(REUTERS, tags=("sea",))) == ["changed"]
    assert archive(writer).ids() == ("r1",)
    assert [article.id for article in archive(writer).newest("travel", 5)] == ["r1"]


def test_when_the_first_is_removed_a_copy_stands_for_itself(writer: ArchiveWriter) -> None:
    """Its words are still in the archive, from where the copy was read."""
    put(writer, REUTERS, AP, MIRROR)
    assert remove(writer, "r1") == 1
    assert said(writer, "r1") is None
    assert said(writer, "ap1") == said(writer, "m1") == ("ap1", FERRY)
    assert [count.name for count in archive(writer).publishers()] == ["AP"]
    assert len(list(archive(writer).statements("ap1"))) == 1


def test_removing_the_source_of_a_copy_removes_the_link_only(writer: ArchiveWriter) -> None:
    """The article loses no word, and the facts of that copy."""
    put(writer, REUTERS, AP)
    assert remove(writer, "ap.jsonl") == 1
    assert archive(writer).article("r1") == REUTERS
    assert said(writer, "ap1") is None
    assert archive(writer).newest("travel", 5) == ()


def test_removing_the_source_of_the_first_leaves_the_copy(writer: ArchiveWriter) -> None:
    """Copies within that source go with it."""
    inner = replace(MIRROR, source="reuters.jsonl")
    put(writer, REUTERS, inner, AP)
    assert remove(writer, "reuters.jsonl") == 2
    assert archive(writer).ids() == ("ap1",)
    assert said(writer, "m1") is None


def test_one_copy_can_be_removed_by_its_id(writer: ArchiveWriter) -> None:
    """The others stay."""
    put(writer, REUTERS, AP, MIRROR)
    assert remove(writer, "ap1") == 1
    assert said(writer, "ap1") is None
    assert said(writer, "m1") == ("r1", FERRY)


def test_an_id_of_a_copy_is_taken(writer: ArchiveWriter) -> None:
    """Another source's other article is a conflict, as with any article."""
    put(writer, REUTERS, AP)
    other = Article(id="ap1", title="Weather", text="It rains.", source="other.jsonl")
    assert put(writer, other) == ["conflict"]


def test_a_stub_never_replaces_a_copy(writer: ArchiveWriter) -> None:
    """What was read in full stays."""
    put(writer, REUTERS, AP)
    stub = replace(AP, text="The ferry to …", truncated=True)
    assert put(writer, stub) == ["unchanged"]
    assert said(writer, "ap1") == ("r1", FERRY)


IDS, TEXTS, SOURCES = ("a", "b", "c", "d"), ("One.", "Two."), ("s", "t")
_ARTICLES = st.builds(
    lambda id_, text, source, addressed: Article(
        id=id_,
        title="T",
        text=text,
        source=source,
        url=f"https://{source}.example/{id_}" if addressed else None,
        publisher=source.upper(),
        tags=(source,),
    ),
    st.sampled_from(IDS),
    st.sampled_from(TEXTS),
    st.sampled_from(SOURCES),
    st.booleans(),
)


@settings(
    max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # each is an archive of its own
@given(st.lists(_ARTICLES | st.sampled_from((*IDS, *SOURCES)), max_size=12))
def test_whatever_comes_and_goes_each_id_says_what_its_source_last_said(
    new_location: Callable[[], Location], steps: list[Article | str]
) -> None:
    """Against a dictionary: the last words of each id, gone when it or its source was removed."""
    writer = ArchiveWriter(new_location())
    expected: dict[str, Article] = {}
    for step in steps:
        if isinstance(step, Article):
            put(writer, step)
            expected[step.id] = step
        else:
            gone = [id_ for id_, each in expected.items() if step in (id_, each.source)]
            assert remove(writer, step) == (len(gone) or None)
            for id_ in gone:
                del expected[id_]
    reader = archive(writer)
    for id_ in IDS:
        found = reader.article(id_)
        assert (found.text if found else None) == (expected[id_].text if id_ in expected else None)
    for source in SOURCES:
        theirs = [each for each in expected.values() if each.source == source]
        assert bool(reader.numbers(publisher=source)) == bool(theirs)
        assert bool(reader.numbers(tag=source)) == bool(theirs)
    reader.close()
    writer.close()
