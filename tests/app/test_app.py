"""The corridor on the real seed: answers, filters, writing, and what can go wrong with an index."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.app import Citewire
from retrieval.errors import (
    ArchiveBusyError,
    IndexCorruptError,
    IndexMismatchError,
    QuestionError,
    UnknownNameError,
)
from retrieval.types import Abstention, Answer, Filters, Question

SANCTIONS = "They support the sanctions and this is one of the questions"
WORDS = st.lists(
    st.sampled_from("Abe Putin treaty bases islands trade Kyodo what who did say $30 …".split()),
    min_size=1,
    max_size=6,
).map(" ".join)


def test_the_words_of_the_speaker_come_first(seed: Citewire) -> None:
    """Peskov on sanctions is his own words, with his name and one citation."""
    result = seed.ask(Question(text="What did Peskov say about sanctions?"))
    assert isinstance(result, Answer)
    assert SANCTIONS in result.extracts[0].text
    assert {extract.speaker for extract in result.extracts} == {"Dmitry Peskov"}
    assert [citation.number for citation in result.citations] == [1]
    assert result.citations[0].tags == ("japan",)


@given(WORDS)
def test_every_extract_and_lead_is_verbatim(seed: Citewire, text: str) -> None:
    """What is shown stands in the article at its span, whatever is asked."""
    result = seed.ask(Question(text=text))
    for each in result.extracts if isinstance(result, Answer) else result.near_misses:
        assert each.span.of(seed.article(each.article_id).text) == each.text


def test_what_is_not_there_is_not_answered(seed: Citewire) -> None:
    """An unknown speaker, and another subject, are abstained from, with leads."""
    for text in ("What did Macron say about sanctions?", "Who won the World Cup?"):
        result = seed.ask(Question(text=text))
        assert isinstance(result, Abstention)
        assert result.near_misses


def test_diacritics_do_not_hide_a_name(seed: Citewire) -> None:
    """ "Shinzo" finds "Shinzō"."""
    assert "Shinzō" in seed.search(Question(text="Shinzo"), k=1)[0].text


def test_limits(seed: Citewire) -> None:
    """An unknown tag is refused with the nearest; undated articles are in no range of dates."""
    with pytest.raises(UnknownNameError, match="Nearest: japan"):
        seed.ask(Question(text="treaty", filters=Filters(tag="jpan")))
    assert seed.search(Question(text="treaty", filters=Filters(tag="JAPAN")))
    since = Filters(since=datetime(2019, 1, 1, tzinfo=UTC))
    assert seed.search(Question(text="treaty", filters=since)) == ()


@pytest.mark.parametrize("text", ["", "  \n", "a" * 10_000])
def test_questions_that_cannot_be_asked(seed: Citewire, text: str) -> None:
    """Empty and endless questions are refused."""
    with pytest.raises(QuestionError):
        seed.ask(Question(text=text))


def test_adding_twice_changes_and_encodes_nothing(open_at, seed_copy: Path, tmp_path: Path) -> None:
    """A new row is found by its words and its date; the same file again does nothing."""
    file = tmp_path / "more.jsonl"
    row = {
        "_id": "n1",
        "title": "Fish",
        "text": "Norway cut the cod quota.",
        "published": "2024-03-01",
    }
    file.write_text(json.dumps(row), encoding="utf-8")
    citewire = open_at(seed_copy)
    (report,) = citewire.add([str(file)])
    assert (report.new, report.changed, report.unchanged) == (1, 0, 0)
    before = sqlite3.connect(seed_copy / "archive.sqlite").execute("SELECT rowid, * FROM meta")
    pointer = (seed_copy / "index" / "CURRENT").read_text(encoding="utf-8")
    facts = before.fetchall()
    (report,) = citewire.add([str(file)])
    assert (report.new, report.changed, report.unchanged) == (0, 0, 1)
    after = sqlite3.connect(seed_copy / "archive.sqlite").execute("SELECT rowid, * FROM meta")
    assert after.fetchall() == facts
    assert (seed_copy / "index" / "CURRENT").read_text(encoding="utf-8") == pointer
    asked = Question(text="cod quota", as_of=datetime(2024, 2, 1, tzinfo=UTC))
    assert "n1" not in {each.article_id for each in citewire.search(asked)}
    assert citewire.search(Question(text="cod quota"), k=1)[0].article_id == "n1"
    assert citewire.latest(n=1).articles[0].id == "n1"
    assert citewire.remove("n1") == 1
    assert "n1" not in {each.article_id for each in citewire.search(asked)}


@pytest.mark.parametrize("name", ["vectors.faiss", "rows.npy", "manifest.json"])
def test_a_damaged_index_is_refused_and_rebuilt(open_at, seed_copy: Path, name: str) -> None:
    """A flipped bit is noticed before anything is searched, and `index` mends it."""
    pointer = (seed_copy / "index" / "CURRENT").read_text(encoding="utf-8")
    file = seed_copy / "index" / pointer / name
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0x10
    file.write_bytes(content)
    with pytest.raises(IndexCorruptError):
        open_at(seed_copy).ask(Question(text="treaty"))
    open_at(seed_copy).index()
    assert open_at(seed_copy).search(Question(text="treaty"))


def test_an_index_of_another_model_is_refused(open_at, seed_copy: Path) -> None:
    """Vectors of one model are never searched with another's."""
    with pytest.raises(IndexMismatchError, match="all-MiniLM-L6-v2"):
        open_at(seed_copy, model="other").ask(Question(text="treaty"))


def test_two_writers(open_at, seed_copy: Path) -> None:
    """A second writer is refused while another process writes, which is named; then it may."""
    script = (
        "import sys, pathlib; from retrieval.archive.lock import writer_lock\n"
        "with writer_lock(pathlib.Path(sys.argv[1])): print('held', flush=True); input()"
    )
    command = [sys.executable, "-c", script, str(seed_copy / "archive.sqlite")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(ArchiveBusyError, match=f"process {other.pid}"):
            open_at(seed_copy).index()
        other.kill()
    open_at(seed_copy).index()
