"""Commands that change an archive, each on a copy of the seed archive."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from command_line import Citewire, FirstAsk, in_process

HOSTILE = {
    "_id": "h1",
    "title": "Storm \x1b[2J[red]hits[/red]",
    "text": "The mayor of Oslo said the storm \x1b[31mwas\u202e “over”.\n\nShe thanked the crews.",
    "published": "2024-03-01",
    "publisher": "The \x9bWire",
    "tags": ["weather"],
}


@pytest.fixture
def own(
    first_ask: FirstAsk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Citewire:
    """Runs commands on a copy of the seed archive."""
    shutil.copytree(first_ask.data, tmp_path / "data")
    return in_process(tmp_path / "data", monkeypatch, capfd)


def test_an_article_comes_in_once_is_shown_safely_and_goes(own: Citewire, tmp_path: Path) -> None:
    """Bad rows are named; a second time nothing is new; pages are safe and JSON is verbatim."""
    file = tmp_path / "news.jsonl"
    file.write_text(f'{json.dumps(HOSTILE)}\n{{"_id": "h2"}}\n{{\n', encoding="utf-8")

    first = own("add", str(file))
    assert (first.code, first.err) == (0, "")
    lines = first.out.splitlines()
    assert lines[0].endswith("news.jsonl: 1 new, 0 changed, 0 unchanged, 2 skipped")
    assert [line[:10] for line in lines[1:]] == ["  line 2: ", "  line 3: "]
    assert "0 new, 0 changed, 1 unchanged" in own("add", str(file)).out

    page = own("ask", "What did the mayor of Oslo say about the storm?").out
    assert "The mayor of Oslo said the storm ␛[31mwas<U+202E> “over”." in page
    assert "The <U+009B>Wire · 1 Mar 2024 [1]" in page
    assert "Storm ␛[2J[red]hits[/red]" in page
    assert not {"\x1b", "\x9b", "\u202e"} & set(page + own("show", "h1").out + own("latest").out)
    shown = json.loads(own("show", "h1", "--json").out)
    assert (shown["text"], shown["title"], shown["publisher"], shown["published"]) == (
        HOSTILE["text"],
        HOSTILE["title"],
        HOSTILE["publisher"],
        "2024-03-01",
    )

    assert own("remove", "h1").out == "Removed 1 article.\n"
    assert own("show", "h1").code == 2
    assert json.loads(own("status", "--json").out)["articles"] == 10


@pytest.mark.parametrize(
    ("name", "content"),
    [("binary.jsonl", b"\x00\x01\x02PK"), ("broken.jsonl", b"{"), ("empty.jsonl", b'{"_id": "a"}')],
)
def test_a_source_that_gives_nothing_is_one_line(
    own: Citewire, tmp_path: Path, name: str, content: bytes
) -> None:
    """A file without a single article ends with 1, and the archive is as it was."""
    (tmp_path / name).write_bytes(content)
    run = own("add", str(tmp_path / name))
    assert (run.code, run.out, run.err.count("\n")) == (1, "", 1)
    assert name in run.err
    assert json.loads(own("status", "--json").out)["articles"] == 10


def test_a_missing_source_is_wrong_usage(own: Citewire) -> None:
    """A path that is not there is said before anything is read."""
    run = own("add", "nowhere.jsonl")
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("citewire: nowhere.jsonl: no such file or folder.")


def test_an_index_is_built_anew(own: Citewire) -> None:
    """`index` ends with the state of the archive."""
    run = own("index")
    assert run.code == 0
    assert run.out.startswith("articles    10\n")


def test_an_evaluation_is_a_table(own: Citewire, tmp_path: Path) -> None:
    """A row for each way of finding, a column for each measure that the questions can tell."""
    article = json.loads(own("latest", "-n", "1", "--json").out)["articles"][0]
    row = {"_id": "q", "text": article["title"], "answers": ["artificial deadlines"]}
    (tmp_path / "queries.jsonl").write_text(json.dumps(row))
    qrels = f"query-id\tcorpus-id\tscore\nq\t{article['id']}\t1\n"
    (tmp_path / "qrels.tsv").write_text(qrels)
    run = own("evaluate", str(tmp_path))
    lines = [line.split() for line in run.out.splitlines()]
    header = "Hits@1 Hits@4 Hits@10 MRR@10 answer@1 answer@4 answer@5 answer@10"
    assert lines[0] == header.split()
    perfect = "100.0 100.0 100.0 1.000 100.0 100.0 100.0 100.0".split()
    assert lines[1:5] == [[name, *perfect] for name in ("lexical", "dense", "fused", "ranked")]
    assert lines[5][:2] == ["1", "questions,"]


def test_doubt_is_measured_against_the_unanswerable(own: Citewire, tmp_path: Path) -> None:
    """AUROC, what is kept at each share of false answers, and the reliability by tenths."""
    rows = {
        "queries.jsonl": {
            "_id": "q",
            "text": "What did Lavrov say about artificial deadlines?",
            "answers": ["artificial deadlines"],
        },
        "none.jsonl": {"_id": "n", "text": "Who won the football World Cup in Qatar?"},
    }
    for name, row in rows.items():
        (tmp_path / name).write_text(json.dumps(row))
    run = own("evaluate", str(tmp_path), "--unanswerable", str(tmp_path / "none.jsonl"))
    assert run.code == 0
    assert run.out.splitlines()[:5] == [
        "1 questions whose extracts hold the answer, 1 that nothing answers.",
        "AUROC 1.000",
        "At 5% false answers 100% of the answered are kept.",
        "At 10% false answers 100% of the answered are kept.",
        "confidence questions said true ",
    ]
    missing = own("evaluate", str(tmp_path), "--unanswerable", str(tmp_path / "no.jsonl"))
    assert (missing.code, missing.err.count("\n")) == (2, 1)
    assert "no.jsonl" in missing.err


def test_an_empty_archive_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Where there is nothing to read and nothing to begin with, each command is one line."""
    run_on = in_process(tmp_path / "none", monkeypatch, capfd)
    monkeypatch.setenv("CITEWIRE_SEEDS", str(tmp_path / "no-seeds"))
    for command in (["status"], ["latest"], ["ask", "Who?"], ["index"]):
        run = run_on(*command)
        assert (run.code, run.out, run.err.count("\n")) == (1, "", 1)
        assert "`citewire add FILE`" in run.err


def test_a_wrong_setting_is_named(own: Citewire, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable is named, wrong usage is the exit code."""
    monkeypatch.setenv("CITEWIRE_DEVICE", "abacus")
    run = own("status")
    assert (run.code, run.err.count("\n")) == (2, 1)
    assert run.err.startswith("citewire: CITEWIRE_DEVICE: ")
