"""A large archive while its vectors are made: found by words at once, by meaning bit by bit."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from news import DATED, many, write
from parts import encoded, index, read_only

from retrieval.app import Citewire
from retrieval.archive.store import Archive
from retrieval.archive.writer import ArchiveWriter
from retrieval.build import Builder
from retrieval.gather import Gatherer
from retrieval.ingest.fetch import Fetcher
from retrieval.pace import Pace
from retrieval.protocols import quiet, silent
from retrieval.settings import Settings
from retrieval.types import Article, Question

OpenAt = Callable[..., Citewire]
HARBOUR = Question(text="Which harbour did a storm close?")
WORDS = "A storm closed the harbour of Bergen."


def finds(archive: Citewire) -> bool:
    """True where a question finds the article about Bergen, and finds it early."""
    return any(WORDS in found.text for found in archive.search(HARBOUR, 20))


def test_an_archive_answers_by_words_while_it_is_encoded(
    new_data: Path, open_at: OpenAt, tmp_path: Path
) -> None:
    """Whoever asks before the first vector finds what is there, and is told how far it is."""
    asked: list[tuple[bool, int]] = []

    def progress(stage: str, done: int, total: int) -> None:
        if (stage, done) == ("Encoding passages", 0):
            other = open_at(new_data)
            asked.append((finds(other), other.ask(HARBOUR).prepared))
            status = other.status()
            assert (status.indexed_passages, status.encoded_passages) == (total, 0)
            assert (status.prepared, status.index_current) == (0, True)

    archive = open_at(new_data)
    archive.add([write(tmp_path / "news.jsonl", (*many(400), *DATED))], progress)
    assert asked == [(True, 0)]
    assert (finds(archive), archive.ask(HARBOUR).prepared) == (True, 100)
    assert archive.status().prepared == 100


def test_a_question_between_two_batches_finds_what_has_a_vector_and_what_has_none(
    new_data: Path, open_at: OpenAt, tmp_path: Path
) -> None:
    """No passage is lost for want of a vector; each score is a number."""
    archive = open_at(new_data)
    archive.add([write(tmp_path / "old.jsonl", many(300))])
    found: list[tuple[str, ...]] = []

    def progress(stage: str, done: int, total: int) -> None:
        if (stage, done) == ("Encoding passages", 0):
            hits = open_at(new_data).search(Question(text="What of the storm?"), 400)
            assert all(math.isfinite(each.score) for each in hits)
            found.append(tuple(each.article_id for each in hits))

    newer = tuple({**row, "_id": f"m{n}", "text": f"Storm {n}."} for n, row in enumerate(many(300)))
    archive.add([write(tmp_path / "new.jsonl", newer)], progress)
    assert Counter(each[0] for each in found[0]).keys() == {"n", "m"}


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """The time."""
        return self.now


def test_what_was_read_is_published_before_the_reading_ends(
    seed_copy: Path, open_at: OpenAt
) -> None:
    """Once it is time to, and where there is something new; it is found by its words."""
    clock, settings = Clock(), Settings(data=seed_copy, device="cpu", _env_file=None)
    article = Article(id="s", title="Storm over Bergen", text=WORDS, source="news.jsonl")
    with closing(ArchiveWriter(settings.archive_path)) as writer:
        builder = Builder(settings, writer, silent, Pace(clock))
        with writer.transaction():
            writer.put(article)
        builder.publish_read()
        assert not finds(open_at(seed_copy))
        clock.now = 60.0
        builder.publish_read()
        reader = open_at(seed_copy)
        assert finds(reader)
        assert reader.status().prepared < 100
        clock.now = 120.0
        builder.publish_read()
        assert not reader.reload_if_new()
        with writer.transaction():
            writer.put(replace(article, id="t", text="A storm closed Oslo, too."))
        builder.publish_read()
        assert reader.reload_if_new()


def test_each_batch_is_in_the_archive_when_it_is_told_of(new_data: Path, tmp_path: Path) -> None:
    """So that it can be published."""
    source = write(tmp_path / "many.jsonl", many(450))
    writer = ArchiveWriter(new_data / "archive.sqlite")
    archive, held = Archive(new_data / "archive.sqlite"), []
    with closing(writer), Fetcher(allow_loopback=False) as fetcher:
        kept = lambda: held.append(archive.totals().articles)  # noqa: E731
        Gatherer(writer, archive, fetcher, silent, kept).add([source], follow=False, tell=quiet)
    assert held == [200, 400, 450]


def test_two_processes_encode_a_part_each_and_a_third_run_publishes(
    seed_copy: Path, open_at: OpenAt, tmp_path: Path, repository: Path
) -> None:
    """Side by side, each its own share; again, nothing is left to do."""
    here = {"CITEWIRE_DATA": str(seed_copy)}
    read_only(here, repository, write(tmp_path / "many.jsonl", many(400)))
    counts = encoded([index(here, repository, part) for part in ("1/2", "2/2")])
    assert sum(counts) == 400
    assert min(counts) > 100
    archive = open_at(seed_copy)
    assert archive.status().indexed_passages < 400
    assert index(here, repository, "1/2").communicate()[0] == (
        "Part 1 of 2: encoded 0 passages.\n"
        "Nothing is left to encode: publish it with `citewire index`.\n"
    )
    stages: list[str] = []
    archive.index(lambda stage, done, total: stages.append(stage))
    assert "Encoding passages" not in stages
    assert (archive.status().prepared, archive.status().articles) == (100, 410)
