"""By what names articles are found, as they are handed to an index that keeps them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from retrieval.archive.store import Archive
from retrieval.archive.writer import ArchiveWriter
from retrieval.database import Location
from retrieval.types import Article, Labels

FERRY = Article(
    id="r1",
    title="Ferry cancelled",
    text="The ferry to Rathlin was cancelled.\n\n“No crossing is safe,” the pilot Ann Lee said.",
    source="reuters.jsonl",
    url="https://reuters.example/ferry",
    publisher="Reuters",
    tags=("Ferries", "Ítaca"),
)
COPY = replace(
    FERRY,
    id="ap1",
    source="ap.jsonl",
    url="https://ap.example/7",
    publisher="Agence Été",
    tags=("travel",),
)
PLAIN = Article(id="p1", title="Notice", text="Pier 7 is open.", source="notes.txt")


@pytest.fixture
def writer(location: Location) -> Iterator[ArchiveWriter]:
    """The writer of an archive with an article and its copy, and one without any label."""
    writer = ArchiveWriter(location)
    with writer.transaction():
        for each in (FERRY, COPY, PLAIN):
            writer.put(each)
    yield writer
    writer.close()


def test_an_article_is_found_by_its_own_names_and_its_copies(writer: ArchiveWriter) -> None:
    """Tags and publishers are folded, speakers are as they are spelt."""
    (labels,) = writer.labels().values()
    assert labels == Labels(
        tags=frozenset({"ferries", "itaca", "travel"}),
        publishers=frozenset({"reuters", "agence ete"}),
        speakers=frozenset({"Ann Lee"}),
    )


def test_labels_are_those_that_the_archive_looks_up(writer: ArchiveWriter) -> None:
    """So that both ways to filter find the same."""
    archive = Archive(writer.location)
    ((number, labels),) = writer.labels().items()
    assert all(archive.numbers(tag=tag) == {number} for tag in labels.tags)
    assert all(archive.numbers(publisher=name) == {number} for name in labels.publishers)
    assert archive.numbers(speakers=list(labels.speakers)) == {number}
