"""What is written to a real archive, and what stands in it afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.archive.store import Archive
from retrieval.archive.writer import ArchiveWriter
from retrieval.database import Location
from retrieval.types import Article, Span, Statement

QUOTE = "“We need a peace treaty,” Dmitry Peskov said.\n\nHe named no date."
ARTICLE = Article(
    id="a1",
    title="Kremlin : no date",
    text=QUOTE,
    source="news.jsonl",
    url="https://news.example/1",
    publisher="Meduza",
    published=datetime(2019, 2, 16, 7, 30, 0, 250_000, tzinfo=UTC),
    tags=("Japan", "Kuril Islands"),
    position=3,
    truncated=True,
)


@pytest.fixture
def writer(location: Location) -> Iterator[ArchiveWriter]:
    """The writer of a new archive."""
    writer = ArchiveWriter(location)
    yield writer
    writer.close()


def archive(writer: ArchiveWriter) -> Archive:
    """A reader of what `writer` writes."""
    return Archive(writer.location)


def passage_ids(writer: ArchiveWriter) -> list[int]:
    """The ids of all passages, in order."""
    return [passage for passage, *_ in writer.rows()]


def ids(writer: ArchiveWriter) -> np.ndarray:  # type: ignore[type-arg]
    """All passages, as an index asks for them."""
    return np.array([passage for passage, *_ in writer.rows()])


def put(writer: ArchiveWriter, *articles: Article) -> list[str]:
    """The outcome of each of `articles`, all in one transaction."""
    with writer.transaction():
        return [writer.put(article) for article in articles]


def test_an_article_comes_back_as_it_was(writer: ArchiveWriter) -> None:
    """Every field is kept, the date to the microsecond."""
    assert put(writer, ARTICLE) == ["new"]
    assert archive(writer).article("a1") == ARTICLE


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # each is an archive of its own
@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60),
    tags=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), max_size=3),
)
def test_any_text_is_kept_to_the_character(
    new_location: Callable[[], Location], text: str, tags: list[str]
) -> None:
    """NUL, bidi marks and quotation marks of every kind go in and come out."""
    hostile = Article(id=text, title=text, text=text, source=text, tags=tuple(tags), publisher=text)
    writer = ArchiveWriter(new_location())
    put(writer, hostile)
    reader = archive(writer)
    assert reader.article(text) == hostile
    assert reader.ids() == (text,)
    reader.close()
    writer.close()


def test_the_same_article_again_changes_nothing(writer: ArchiveWriter) -> None:
    """Neither a passage nor the revision is another."""
    put(writer, ARTICLE)
    before = (list(writer.rows()), writer.revision())
    assert put(writer, ARTICLE) == ["unchanged"]
    assert (list(writer.rows()), writer.revision()) == before


def test_a_new_place_in_the_listing_is_noted(writer: ArchiveWriter) -> None:
    """Where an article stood does not make it another one, but orders the undated."""
    put(writer, ARTICLE)
    revision = writer.revision()
    assert put(writer, replace(ARTICLE, position=0)) == ["unchanged"]
    found = archive(writer).article("a1")
    assert found is not None
    assert found.position == 0
    assert writer.revision() == revision


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Peskov denied it."},
        {"title": "Kremlin : a date"},
        {"tags": ("Japan",)},
        {"published": None},
        {"publisher": "TASS"},
        {"url": None},
        {"truncated": False},
    ],
)
def test_a_changed_article_replaces_the_earlier(writer: ArchiveWriter, change: dict) -> None:  # type: ignore[type-arg]
    """What its source corrected is corrected here, and the index is known to be behind."""
    put(writer, ARTICLE)
    revision = writer.revision()
    changed = replace(ARTICLE, **change)
    assert put(writer, changed) == ["changed"]
    assert archive(writer).article("a1") == changed
    assert writer.revision() > revision
    assert archive(writer).totals().articles == 1


def test_an_id_of_another_source_is_a_conflict(writer: ArchiveWriter) -> None:
    """Another source's other article never replaces one that stands in the archive."""
    put(writer, ARTICLE)
    other = Article(id="a1", title="Weather", text="It rains.", source="other.jsonl")
    assert put(writer, other) == ["conflict"]
    assert archive(writer).article("a1") == ARTICLE


def test_the_same_story_from_another_source_is_a_newer_version(writer: ArchiveWriter) -> None:
    """An id with the same headline is the same article, whichever file brings it."""
    put(writer, ARTICLE)
    longer = replace(ARTICLE, source="other.jsonl", text=f"{QUOTE}\n\nMore.", truncated=False)
    assert put(writer, longer) == ["changed"]
    assert archive(writer).article("a1") == longer


def test_ids_of_passages_are_never_used_again(writer: ArchiveWriter) -> None:
    """An older index can point to nothing, never to other words."""
    put(writer, ARTICLE, replace(ARTICLE, id="a2", source="b.jsonl"))
    first = passage_ids(writer)
    put(writer, replace(ARTICLE, text="Other words."))
    second = passage_ids(writer)
    with writer.transaction():
        assert writer.remove("a1") == 1
        assert writer.remove("a2") == 1
    put(writer, replace(ARTICLE, text="Third words."))
    third = passage_ids(writer)
    assert set(first) & set(third) == set()
    assert set(second) & set(third) == set()
    assert max(third) > max(second) > max(first)
    assert archive(writer).passages(first + second) == ()


def test_articles_go_by_their_id_or_with_their_source(writer: ArchiveWriter) -> None:
    """Their passages, tags and statements go with them, and nothing of another."""
    others = [replace(ARTICLE, id=f"b{n}", title=f"B{n}", source="b.jsonl") for n in range(3)]
    put(writer, ARTICLE, *others)
    with writer.transaction():
        assert writer.remove("b0") == 1
        assert writer.remove("b.jsonl") == 2
        assert writer.remove("nothing") is None
    reader = archive(writer)
    totals = reader.totals()
    assert reader.ids() == ("a1",)
    assert [count.count for count in reader.tags()] == [1, 1]
    assert {each.article_id for each in reader.statements()} == {"a1"}
    assert (totals.articles, totals.passages, totals.tags) == (1, 1, 2)


def test_statements_are_kept_with_who_said_them(writer: ArchiveWriter) -> None:
    """Their spans are offsets into the text."""
    put(writer, ARTICLE)
    (statement,) = archive(writer).statements("a1")
    assert statement == Statement(
        article_id="a1", speaker="Dmitry Peskov", spans=statement.spans, quoted=True
    )
    assert "We need a peace treaty" in statement.spans[0].of(QUOTE)
    assert [count.name for count in archive(writer).speakers()] == ["Dmitry Peskov"]


def test_speakers_are_fresh_after_a_change(writer: ArchiveWriter) -> None:
    """A reader that stays open sees the speakers of what came in later."""
    put(writer, ARTICLE)
    reader = archive(writer)
    assert [each.name for each in reader.speakers()] == ["Dmitry Peskov"]
    put(writer, replace(ARTICLE, text="“We sign,” Shinzo Abe said.", title="Abe"))
    assert [each.name for each in reader.speakers()] == ["Shinzo Abe"]


def test_an_exception_takes_back_the_whole_transaction(writer: ArchiveWriter) -> None:
    """Articles come in together or not at all, Ctrl-C included."""
    put(writer, ARTICLE)
    revision = writer.revision()

    def interrupted() -> None:
        with writer.transaction():
            writer.put(replace(ARTICLE, id="a2"))
            writer.remove("a1")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert archive(writer).ids() == ("a1",)
    assert writer.revision() == revision


def test_another_reader_sees_nothing_before_the_end(writer: ArchiveWriter) -> None:
    """A question asked while articles come in is answered from what was there."""
    put(writer, ARTICLE)
    reader = archive(writer)
    with writer.transaction():
        writer.put(replace(ARTICLE, id="a2"))
        assert reader.ids() == ("a1",)
    assert reader.ids() == ("a1", "a2")


def test_vectors_are_kept_by_what_they_encode(writer: ArchiveWriter) -> None:
    """Headline and passage together; the same words in two articles are encoded once."""
    put(writer, ARTICLE, replace(ARTICLE, id="a2"), replace(ARTICLE, id="a3", title="Other"))
    wanted = writer.unencoded("model-1", ids(writer))
    texts = writer.inputs([each.passage for each in wanted] + [999])
    assert [digest for digest, _ in texts] == [each.digest for each in wanted]
    assert [text for _, text in texts] == [f"Kremlin : no date\n{QUOTE}", f"Other\n{QUOTE}"]
    vectors = np.eye(2, 4, dtype=np.float32)
    writer.put_vectors("model-1", [each.digest for each in wanted], vectors)
    assert writer.unencoded("model-1", ids(writer)) == []
    assert len(writer.unencoded("model-2", ids(writer))) == 2
    encoded, rows = writer.vectors("model-1", 4, ids(writer))
    assert encoded.tolist() == [True, True, True]
    assert rows[0].tolist() == rows[1].tolist() != rows[2].tolist()
    assert writer.vectors("model-1", 4, ids(writer)[2:])[1].tolist() == rows[2:].tolist()


def test_what_an_index_lacks_is_read_alone(writer: ArchiveWriter) -> None:
    """The words of chosen passages, by their ids; an id that is not there gives none."""
    assert writer.is_empty()
    put(writer, ARTICLE, replace(ARTICLE, id="a2", title="Other"))
    assert not writer.is_empty()
    (first, number, published, digest), second = writer.rows()
    assert ARTICLE.published is not None
    assert published == ARTICLE.published.timestamp()
    assert number < second[1]
    assert digest != second[3]
    assert list(writer.texts(np.array([first, 99]))) == [(ARTICLE.title, QUOTE)]
    assert [text for _, text in writer.inputs([first, 99])] == [f"{ARTICLE.title}\n{QUOTE}"]


def test_passages_without_a_vector_are_told_apart(writer: ArchiveWriter) -> None:
    """The vectors are those of the others, in the passages' order."""
    put(writer, ARTICLE, replace(ARTICLE, id="a2", title="Other"), replace(ARTICLE, id="a3"))
    first, _ = writer.unencoded("model-1", ids(writer))
    writer.put_vectors("model-1", [first.digest], np.ones((1, 4), dtype=np.float32) / 2)
    encoded, kept = writer.vectors("model-1", 4, ids(writer))
    assert encoded.tolist() == [True, False, True]
    assert kept.tolist() == [[0.5] * 4] * 2


def test_the_newest_are_to_be_encoded_first(writer: ArchiveWriter) -> None:
    """What is undated comes last."""
    for title, day in (("Old", 1), ("New", 3), ("Undated", None), ("Middle", 2)):
        published = datetime(2024, 1, day, tzinfo=UTC) if day else None
        put(writer, replace(ARTICLE, id=title, title=title, published=published))
    waiting = writer.unencoded("model-1", ids(writer))
    ((_, first),) = writer.inputs([waiting[0].passage])
    assert first == f"New\n{QUOTE}"
    by_id = dict(zip(passage_ids(writer), "ONUM", strict=True))
    assert [by_id[each.passage] for each in waiting] == ["N", "M", "O", "U"]
    assert {each.length for each in waiting} == {len(QUOTE)}


def test_vectors_that_nothing_uses_are_forgotten(writer: ArchiveWriter) -> None:
    """Those of removed passages and of other models."""
    put(writer, ARTICLE, replace(ARTICLE, id="a2", title="Other"))
    for model in ("model-1", "model-2"):
        digests = [each.digest for each in writer.unencoded(model, ids(writer))]
        writer.put_vectors(model, digests, np.eye(2, 4, dtype=np.float32))
    with writer.transaction():
        writer.remove("a2")
    writer.forget_vectors("model-1")
    assert writer.vectors("model-1", 4, ids(writer))[1].shape == (1, 4)
    assert len(writer.unencoded("model-2", ids(writer))) == 1


def test_a_new_archive_is_not_read_twice(writer: ArchiveWriter) -> None:
    """Only what an earlier version derived is derived again."""
    put(writer, ARTICLE)
    before = passage_ids(writer)
    stages: list[str] = []
    writer.derive_again(lambda stage, done, total: stages.append(stage))
    assert stages == []
    assert passage_ids(writer) == before


def test_spans_of_passages_are_offsets_into_the_text(writer: ArchiveWriter) -> None:
    """The reader gives passages in the order asked for, each with its article."""
    put(writer, ARTICLE, replace(ARTICLE, id="a2", text="x " * 900))
    ids = passage_ids(writer)
    found = archive(writer).passages([ids[2], 999_999, ids[0]])
    assert [(passage.id, article.id) for passage, article in found] == [
        (ids[2], "a2"),
        (ids[0], "a1"),
    ]
    assert found[1][0].span == Span(start=0, stop=len(QUOTE))
    assert archive(writer).passages([]) == ()
