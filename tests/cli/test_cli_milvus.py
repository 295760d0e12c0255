"""The command line with its index in Milvus: a Lite file, and a server with a reader that stays."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import FirstAsk, Run, as_process
from milvus_process import free_port, serving

from retrieval.app import Citewire
from retrieval.settings import Settings
from retrieval.types import Answer, Question

pytest.importorskip("milvus_lite", reason="needs the extra `milvus`")

PESKOV = "What did Peskov say about sanctions?"
FERRY = "What did the mayor of Oslo say about the ferries?"
ARTICLE = {
    "_id": "ferries",
    "title": "Ferries to Oslo stop",
    "text": "“The ferries stop on Monday,” Ingrid Berg, the mayor of Oslo, said.",
    "published": "2024-03-01",
    "publisher": "The Wire",
    "tags": ["harbour"],
}


@pytest.fixture
def article(tmp_path: Path) -> str:
    """A file with one article."""
    file = tmp_path / "ferries.jsonl"
    file.write_text(json.dumps(ARTICLE), encoding="utf-8")
    return str(file)


def test_a_file_of_milvus_lite_is_all_that_asking_needs(
    new_data: Path, first_ask: FirstAsk, article: str
) -> None:
    """From the seeds to an answer; an article comes in, is found, by its labels, too, and goes."""

    def run(*arguments: str) -> Run:
        return as_process(new_data, *arguments, CITEWIRE_INDEX=str(new_data / "milvus.db"))

    asked = run("ask", PESKOV)
    assert asked.code == 0, asked.err
    assert "“They support the sanctions" in asked.out
    assert asked.out == first_ask.run.out
    added = run("add", article)
    assert added.code == 0, added.err
    found = run("ask", FERRY, "--tag", "Harbour", "--publisher", "the wire", "--json")
    assert json.loads(found.out)["extracts"][0]["text"].startswith("“The ferries stop on Monday,”")
    assert run("ask", PESKOV, "--speaker", "Dmitry Peskov").code == 0
    assert run("remove", "ferries").code == 0
    assert "Monday" not in run("ask", FERRY).out
    assert not (new_data / "index").exists()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """A Milvus server, by its address."""
    with serving(tmp_path / "served", free_port()) as address:
        yield address


def test_a_reader_notices_what_another_process_publishes(
    server: str, new_data: Path, repository: Path, article: str
) -> None:
    """As a running bot does; the server's end is one line."""

    def run(*arguments: str) -> Run:
        return as_process(new_data, *arguments, CITEWIRE_INDEX=server)

    assert run("ask", PESKOV).code == 0
    settings = Settings(data=new_data, seeds=repository / "seeds", index=server, _env_file=None)
    reader = Citewire(settings)
    assert reader.status().index_current
    assert not isinstance(reader.ask(Question(text=FERRY)), Answer)
    assert not reader.reload_if_new()

    assert run("add", article).code == 0
    assert reader.reload_if_new()
    answer = reader.ask(Question(text=FERRY))
    assert isinstance(answer, Answer)
    assert "Monday" in answer.extracts[0].text
    assert run("remove", "ferries").code == 0
    assert reader.reload_if_new()
    assert not isinstance(reader.ask(Question(text=FERRY)), Answer)


def test_without_its_server_asking_ends_in_one_line(new_data: Path) -> None:
    """The archive is whole, and no token is shown."""
    address = f"http://127.0.0.1:{free_port()}"
    asked = as_process(
        new_data, "ask", PESKOV, CITEWIRE_INDEX=address, CITEWIRE_INDEX_TOKEN="root:hunter2"
    )
    assert (asked.code, asked.out) == (1, "")
    assert asked.err == (
        f"citewire: The index at {address} does not answer: start it, or correct CITEWIRE_INDEX.\n"
    )
