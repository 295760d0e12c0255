"""Questions to the seed archive."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import Citewire, FirstAsk, as_process

PESKOV = (
    "“They support the sanctions and this is one of the questions and one of the situations that "
    "prevents us from signing the peace treaty,”"
)


def test_the_first_question_builds_the_archive_and_is_answered(first_ask: FirstAsk) -> None:
    """With no index yet, `ask` reads the seeds and quotes Peskov as the speaker of his words."""
    assert first_ask.run.code == 0
    assert PESKOV in " ".join(first_ask.run.out.split())
    assert "— Dmitry Peskov, undated [1]" in first_ask.run.out
    assert "\x1b" not in first_ask.run.out


def test_an_answer_stands_in_its_article(citewire: Citewire) -> None:
    """Each extract of `ask --json` is the text of `show --json` between its offsets."""
    run = citewire("ask", "What did Peskov say about sanctions?", "--json")
    answer = json.loads(run.out)
    assert (run.code, run.err, answer["answered"], answer["reason"]) == (0, "", True, None)
    assert PESKOV in answer["extracts"][0]["text"]
    cited = {citation["number"]: citation for citation in answer["citations"]}
    for extract in answer["extracts"]:
        article = json.loads(citewire("show", extract["article_id"], "--json").out)
        assert article["text"][extract["start"] : extract["end"]] == extract["text"]
        assert cited[extract["citation"]]["article_id"] == extract["article_id"]
        assert cited[extract["citation"]]["title"] == article["title"]


def test_a_question_without_an_answer_ends_with_3(citewire: Citewire) -> None:
    """An abstention says so and offers leads, for a person and for a script alike."""
    question = "Who won the football World Cup in Qatar?"
    said, told = citewire("ask", question), citewire("ask", question, "--json")
    result = json.loads(told.out)
    assert (said.code, told.code) == (3, 3)
    assert said.out.startswith("The archive does not answer this.")
    assert (result["answered"], result["extracts"], result["citations"]) == (False, [], [])
    assert result["reason"]


def test_letters_with_and_without_marks_find_each_other(citewire: Citewire) -> None:
    """ "Shinzo Abe" finds "Shinzō Abe", whose mark survives in what is printed."""
    hits = json.loads(citewire("search", "Shinzo Abe Kuril investments", "--json").out)["hits"]
    assert "Shinzō Abe" in hits[0]["text"]
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)


def test_k_limits_what_is_found(citewire: Citewire) -> None:
    """`-k 2` prints two hits."""
    hits = json.loads(citewire("search", "peace treaty", "-k", "2", "--json").out)["hits"]
    assert len(hits) == 2


def test_an_unknown_tag_names_the_nearest(citewire: Citewire) -> None:
    """A slip in a tag is wrong usage, with the tag that was meant."""
    run = citewire("ask", "What did Abe say?", "--tag", "jpan")
    assert (run.code, run.out) == (2, "")
    assert run.err == "citewire: The archive has no tag 'jpan'. Nearest: japan.\n"


@pytest.mark.parametrize("question", ["", " \n", "why " * 2_500])
def test_a_question_must_have_a_length_that_can_be_asked(citewire: Citewire, question: str) -> None:
    """Nothing, and ten thousand characters, are one line each and exit code 2."""
    run = citewire("ask", question)
    assert (run.code, run.out, run.err.count("\n")) == (2, "", 1)


def test_a_batch_prints_a_row_a_question(citewire: Citewire, tmp_path: Path) -> None:
    """Rows keep their order and names; a bad one is named, the others answered."""
    file = tmp_path / "rows.jsonl"
    file.write_text(
        '{"_id": "q1", "text": "What did Peskov say about sanctions?"}\n'
        '{"_id": "q2"}\n'
        '{"_id": "q3", "text": "Who won the football World Cup in Qatar?"}\n'
    )
    run = citewire("ask", "--batch", str(file))
    rows = [json.loads(line) for line in run.out.splitlines()]
    assert run.code == 1
    assert [(row["_id"], row["answered"]) for row in rows] == [("q1", True), ("q3", False)]
    assert run.err == f'citewire: {file}, line 2: no "text", which must be a string.\n'
    alone = json.loads(citewire("ask", rows[0]["question"], "--json").out)
    assert rows[0] == {"_id": "q1", **alone}


def test_a_batch_may_come_through_a_pipe(first_ask: FirstAsk) -> None:
    """`search --batch -` reads questions from stdin and prints their hits."""
    typed = '{"_id": 1, "text": "peace treaty"}\n'
    run = as_process(first_ask.data, "search", "--batch", "-", "-k", "1", typed=typed)
    row = json.loads(run.out)
    assert (run.code, run.err, row["_id"], len(row["hits"])) == (0, "", 1, 1)


def test_a_question_loads_neither_torch_nor_rich(first_ask: FirstAsk) -> None:
    """`ask --json` answers without the libraries that build an index or draw a page."""
    run = as_process(first_ask.data, "ask", "Who?", "--json", options=("-X", "importtime"))
    loaded = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in run.err.splitlines()}
    assert "onnxruntime" in loaded
    assert loaded.isdisjoint({"torch", "transformers", "sentence_transformers", "rich", "onnx"})
    assert loaded.isdisjoint({"pymilvus", "milvus_lite", "grpc"})


def test_a_chat_keeps_the_topic(first_ask: FirstAsk) -> None:
    """Lines from a pipe are turns: follow-ups are shown as understood, errors end nothing."""
    typed = f"What did Peskov say about sanctions?\n\n/no\n{'why ' * 2500}\nand what about Abe?\n"
    run = as_process(first_ask.data, "chat", typed=typed)
    assert run.code == 0
    assert "— Dmitry Peskov, undated [1]" in run.out
    assert "Understood as: What did Abe say about sanctions?" in run.out
    assert len(run.err.splitlines()) == 2
