"""Filling an archive and building its index: once, again, at once with another, interrupted."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from news import DATED, many, write

from retrieval.app import Citewire
from retrieval.archive.lock import writer_lock
from retrieval.errors import (
    ArchiveBusyError,
    ArchiveEmptyError,
    MissingSourceError,
    UnknownNameError,
)
from retrieval.index.pointer import CURRENT
from retrieval.types import Abstention, Answer, Question

OpenAt = Callable[..., Citewire]
PESKOV = Question(text="What did Peskov say about sanctions?")


def count(data: Path, table: str) -> int:
    """The rows of a table of the archive."""
    connection = sqlite3.connect(data / "archive.sqlite")
    ((rows,),) = connection.execute(f"SELECT count(*) FROM {table}").fetchall()
    connection.close()
    return int(rows)


def serving(data: Path) -> str:
    """The name of the generation in use."""
    return (data / "index" / CURRENT).read_text()


class Stages:
    """A progress that remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, int, int]] = []

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Keep one report."""
        self.told.append((stage, done, total))

    @property
    def encoded(self) -> int:
        """How many passages were to be encoded."""
        return max(
            (total for stage, _, total in self.told if stage == "Encoding passages"), default=0
        )


def test_the_first_run_fills_the_archive_from_the_seeds(seed: Citewire) -> None:
    """Ten articles under one tag, all passages indexed, in the order of the page."""
    status = seed.status()
    assert (status.articles, status.tags, status.newest) == (10, 1, None)
    assert status.passages == status.indexed_passages >= 10
    assert status.index_current
    assert [(tag.name, tag.count) for tag in seed.tags()] == [("japan", 10)]
    listed = seed.latest("Japan", 10).articles
    assert [article.position for article in listed] == list(range(10))
    assert seed.publishers() == ()


def test_a_second_run_does_nothing(seed_copy: Path, open_at: OpenAt) -> None:
    """What is there is used."""
    before, stages = serving(seed_copy), Stages()
    open_at(seed_copy).ensure_ready(stages)
    assert stages.told == []
    assert serving(seed_copy) == before


def test_without_articles_or_seeds_there_is_nothing_to_ask(tmp_path: Path, open_at: OpenAt) -> None:
    """The error says how to fill it."""
    archive = open_at(tmp_path / "data", seeds=tmp_path / "none")
    with pytest.raises(ArchiveEmptyError, match="`citewire add FILE`"):
        archive.ensure_ready()
    with pytest.raises(ArchiveEmptyError):
        archive.ask(PESKOV)


def test_adding_the_same_file_twice_changes_nothing(
    seed_copy: Path, open_at: OpenAt, tmp_path: Path
) -> None:
    """Nothing is encoded again and the same generation goes on serving."""
    source = write(tmp_path / "storms.jsonl")
    archive = open_at(seed_copy)
    (first,) = archive.add([source])
    assert (first.new, first.changed, first.unchanged, first.skipped) == (3, 0, 0, ())
    assert [article.id for article in archive.latest(n=2).articles] == ["storm-2", "storm-1"]
    vectors, before = count(seed_copy, "vectors"), serving(seed_copy)
    stages = Stages()
    (second,) = archive.add([source], stages)
    assert (second.new, second.changed, second.unchanged, second.skipped) == (0, 0, 3, ())
    assert (count(seed_copy, "vectors"), serving(seed_copy)) == (vectors, before)
    assert (stages.encoded, archive.status().articles) == (0, 13)


def test_rows_that_share_an_id_change_nothing_the_second_time(
    new_data: Path, open_at: OpenAt, tmp_path: Path
) -> None:
    """A file that says two things of one article does not swap them for ever."""
    source = write(tmp_path / "twice.jsonl", (DATED[0], {**DATED[1], "_id": "storm-1"}))
    archive = open_at(new_data)
    archive.add([source])
    before = serving(new_data)
    (report,) = archive.add([source])
    assert (report.new, report.changed, report.unchanged) == (0, 0, 1)
    assert serving(new_data) == before


def test_only_what_is_new_is_encoded(seed_copy: Path, open_at: OpenAt, tmp_path: Path) -> None:
    """One changed article is one vector; what no passage uses any more is forgotten."""
    archive = open_at(seed_copy)
    archive.add([write(tmp_path / "storms.jsonl")])
    vectors, stages = count(seed_copy, "vectors"), Stages()
    changed = ({**DATED[0], "text": "The storm was not over."}, *DATED[1:])
    (report,) = archive.add([write(tmp_path / "storms.jsonl", changed)], stages)
    assert (report.new, report.changed, report.unchanged) == (0, 1, 2)
    assert stages.encoded == 1
    assert count(seed_copy, "vectors") == vectors
    assert archive.search(Question(text="storm over Oslo"), 1)[0].text == "The storm was not over."


def test_bad_rows_are_reported_and_the_rest_is_read(
    seed_copy: Path, open_at: OpenAt, tmp_path: Path
) -> None:
    """A file that breaks off gives what stands before, and says that it is damaged."""
    good = Path(write(tmp_path / "news.jsonl")).read_bytes()
    (tmp_path / "news.jsonl").write_bytes(b'{"_id": "x"}\n' + good + b'{"_id": "y", "text"')
    (tmp_path / "binary.txt").write_bytes(b"\x00\xff")
    archive = open_at(seed_copy)
    news, binary = archive.add([str(tmp_path / "news.jsonl"), str(tmp_path / "binary.txt")])
    assert (news.new, [skipped.where for skipped in news.skipped]) == (3, ["line 1", "line 5"])
    assert (binary.new, binary.skipped) == (0, ())
    assert binary.error is not None
    assert "binary file" in binary.error
    assert archive.status().articles == 13


def test_a_missing_source_is_said_before_anything_is_read(
    seed_copy: Path, open_at: OpenAt, tmp_path: Path
) -> None:
    """A slip in the second name adds nothing of the first."""
    archive = open_at(seed_copy)
    with pytest.raises(MissingSourceError):
        archive.add([write(tmp_path / "storms.jsonl"), str(tmp_path / "none.jsonl")])
    assert archive.status().articles == 10


def test_what_is_removed_is_not_found(seed_copy: Path, open_at: OpenAt, tmp_path: Path) -> None:
    """By its id, then with its source; a name that is neither is a slip."""
    source = write(tmp_path / "storms.jsonl")
    archive = open_at(seed_copy)
    archive.add([source])
    assert archive.remove("storm-2") == 1
    hits = archive.search(Question(text="storm harbour Bergen"), 20)
    assert {"storm-1", "storm-3"} <= {hit.article_id for hit in hits}
    assert "storm-2" not in {hit.article_id for hit in hits}
    assert archive.remove(source) == 2
    assert archive.status().articles == 10
    with pytest.raises(UnknownNameError):
        archive.remove("storm-2")


def test_an_archive_that_was_emptied_can_be_asked(
    new_data: Path, open_at: OpenAt, tmp_path: Path
) -> None:
    """It holds nothing, says so, and can be filled again."""
    source = write(tmp_path / "storms.jsonl")
    archive = open_at(new_data)
    archive.add([source])
    archive.remove(source)
    result = archive.ask(PESKOV)
    assert isinstance(result, Abstention)
    assert result.near_misses == ()
    archive.add([source])
    assert isinstance(archive.ask(Question(text="Which harbour did a storm close?")), Answer)


BUILD = """
import os, signal, sys
from pathlib import Path
from retrieval.app import Citewire
from retrieval.settings import Settings

data, source, stage, done, with_signal = sys.argv[1:]

def progress(at, count, total):
    if (at, count) == (stage, int(done)):
        os.kill(os.getpid(), getattr(signal, with_signal))

Citewire(Settings(data=Path(data), device="cpu", _env_file=None)).add([source], progress)
"""


def build(data: Path, source: str, stage: str, done: int, with_signal: str, cwd: Path) -> int:
    """How a process ends that adds `source` and gets a signal when it is so far."""
    return subprocess.run(
        [sys.executable, "-c", BUILD, str(data), source, stage, str(done), with_signal],
        cwd=cwd,
        env={name: value for name, value in os.environ.items() if "CITEWIRE" not in name},
        stderr=subprocess.DEVNULL,
        check=False,
    ).returncode


def test_an_interrupted_build_serves_what_it_read_and_the_next_resumes(
    seed_copy: Path, open_at: OpenAt, tmp_path: Path, repository: Path
) -> None:
    """Ctrl-C in the middle of encoding: what was read is found, no vector is lost."""
    source = write(tmp_path / "many.jsonl", many(600))
    asked = open_at(seed_copy).ask(PESKOV)
    assert isinstance(asked, Answer)
    vectors = count(seed_copy, "vectors")
    code = build(seed_copy, source, "Encoding passages", 512, "SIGINT", repository)
    assert code in (-signal.SIGINT, 130)
    archive = open_at(seed_copy)
    again, status = archive.ask(PESKOV), archive.status()
    assert isinstance(again, Answer)
    assert [each.text for each in again.extracts] == [each.text for each in asked.extracts]
    assert status.indexed_passages == vectors + 600
    assert status.encoded_passages in (vectors, vectors + 512)  # as far as it came to publish
    assert count(seed_copy, "vectors") == vectors + 512
    assert archive.search(Question(text="harbour notice pier 4193"), 1)[0].article_id == "n599"
    stages = Stages()
    (report,) = archive.add([source], stages)
    assert (report.new, report.unchanged, stages.encoded) == (0, 600, 88)
    assert archive.status().index_current
    assert archive.status().prepared == 100
    assert archive.search(Question(text="harbour notice pier 4193"), 1)[0].article_id == "n599"


def test_ctrl_c_while_articles_come_in_leaves_whole_articles(
    seed_copy: Path, open_at: OpenAt, tmp_path: Path, repository: Path
) -> None:
    """Each that is in the archive has its passage; nothing in it is half."""
    source = write(tmp_path / "many.jsonl", many(300))
    code = build(seed_copy, source, "Reading many.jsonl", 200, "SIGINT", repository)
    assert code in (-signal.SIGINT, 130)
    status = open_at(seed_copy).status()
    assert status.articles < 310
    assert status.passages - status.indexed_passages == status.articles - 10
    assert isinstance(open_at(seed_copy).ask(PESKOV), Answer)


def test_a_killed_build_serves_as_before(
    seed_copy: Path, open_at: OpenAt, tmp_path: Path, repository: Path
) -> None:
    """`kill -9` before the index is published: no lock is left, and the next run publishes."""
    source = write(tmp_path / "storms.jsonl")
    before = serving(seed_copy)
    code = build(seed_copy, source, "Publishing the index", 0, "SIGKILL", repository)
    assert code == -signal.SIGKILL
    assert serving(seed_copy) == before
    archive = open_at(seed_copy)
    assert isinstance(archive.ask(PESKOV), Answer)
    stages = Stages()
    archive.add([source], stages)
    assert stages.encoded == 0
    assert archive.status().index_current


def test_a_running_archive_notices_the_next_generation(
    seed_copy: Path, open_at: OpenAt, tmp_path: Path
) -> None:
    """It answers from the one it opened until it is told to look; then from the new one."""
    running, other = open_at(seed_copy), open_at(seed_copy)
    question = Question(text="Which harbour did a storm close?")
    assert isinstance(running.ask(PESKOV), Answer)
    assert running.reload_if_new() is False
    other.add([write(tmp_path / "storms.jsonl")])
    storms = {"storm-1", "storm-2", "storm-3"}
    assert storms.isdisjoint(hit.article_id for hit in running.search(question, 20))
    assert running.reload_if_new() is True
    assert storms <= {hit.article_id for hit in running.search(question, 20)}
    assert running.reload_if_new() is False


def test_an_old_generation_never_shows_other_words(
    seed_copy: Path, open_at: OpenAt, tmp_path: Path
) -> None:
    """Passages that were removed since are left out, not taken for others."""
    running, other = open_at(seed_copy), open_at(seed_copy)
    assert isinstance(running.ask(PESKOV), Answer)
    kremlin = running.search(PESKOV, 1)[0].article_id
    other.remove(kremlin)
    other.add([write(tmp_path / "storms.jsonl")])
    hits = running.search(PESKOV, 20)
    assert kremlin not in {hit.article_id for hit in hits}
    assert all(
        running.article(h.article_id).text[h.span.start : h.span.stop] == h.text for h in hits
    )
    result = running.ask(PESKOV)
    quoted = result.extracts if isinstance(result, Answer) else result.near_misses
    assert kremlin not in {each.article_id for each in quoted}


def test_two_builds_at_once_are_refused(seed_copy: Path, open_at: OpenAt, tmp_path: Path) -> None:
    """The second is told who writes, changes nothing, and may ask meanwhile."""
    archive = open_at(seed_copy)
    with writer_lock(seed_copy / "archive.sqlite"):
        for build_it in (
            lambda: archive.add([write(tmp_path / "storms.jsonl")]),
            archive.index,
            lambda: archive.remove("storm-1"),
        ):
            with pytest.raises(ArchiveBusyError, match=f"process {os.getpid()}, "):
                build_it()
        assert isinstance(archive.ask(PESKOV), Answer)
    assert archive.status().articles == 10


def test_an_evaluation_measures_each_ranking(seed: Citewire, tmp_path: Path) -> None:
    """Lexical, dense, fused and ranked again, side by side, over the questions of a folder."""
    article = seed.latest("japan", 1).articles[0]
    (tmp_path / "queries.jsonl").write_text(
        f'{{"_id": "q", "text": "{article.title}", "answers": ["artificial deadlines"]}}\n'
    )
    (tmp_path / "qrels.tsv").write_text(f"query-id\tcorpus-id\tscore\nq\t{article.id}\t1\n")
    result = seed.evaluate(tmp_path)
    assert (result.questions, result.judged, result.answerable) == (1, 1, 1)
    assert [scores.retriever for scores in result.scores] == [
        "lexical",
        "dense",
        "fused",
        "ranked",
    ]
    assert all(scores.mrr == 1 for scores in result.scores)
    assert all(scores.answers == {1: 1, 4: 1, 5: 1, 10: 1} for scores in result.scores)
