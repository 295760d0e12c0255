"""What the seed archive shows of itself."""

from __future__ import annotations

import json
import subprocess
import sys

from command_line import ROOT, Citewire, FirstAsk, environment


def test_the_latest_keep_the_order_of_their_listing(citewire: Citewire) -> None:
    """The seed's articles have no dates: they are undated, tagged, cut, and in their order."""
    articles = json.loads(citewire("latest", "japan", "--json").out)["articles"]
    assert len(articles) == 10
    assert [article["position"] for article in articles] == list(range(10))
    assert articles[0]["title"] == (
        "Lavrov: Russia has no artificial deadlines for peace treaty with Japan"
    )
    assert {(a["published"], tuple(a["tags"]), a["truncated"]) for a in articles} == {
        (None, ("japan",), True)
    }
    page = citewire("latest", "-n", "1").out
    assert page.startswith(f"{articles[0]['title']}\n  undated · japan · {articles[0]['id']}\n")


def test_tags_are_listed_with_their_counts(citewire: Citewire) -> None:
    """One tag, ten articles."""
    assert json.loads(citewire("tags", "--json").out) == {"tags": [{"name": "japan", "count": 10}]}
    assert citewire("tags").out == "      10  japan\n"


def test_status_counts(citewire: Citewire) -> None:
    """The index holds every passage of the archive."""
    status = json.loads(citewire("status", "--json").out)
    assert (status["articles"], status["tags"], status["newest"]) == (10, 1, None)
    assert status["indexed_passages"] == status["passages"]
    assert status["index_current"] is True
    assert citewire("status").out.startswith("articles    10\n")


def test_statements_stand_in_their_articles(citewire: Citewire) -> None:
    """A row a statement, with spans of its article's text; Peskov's words are his."""
    rows = [json.loads(line) for line in citewire("statements", "--json").out.splitlines()]
    words = {}
    for row in rows:
        text = json.loads(citewire("show", row["article_id"], "--json").out)["text"]
        said = " ".join(text[start:end] for start, end in row["spans"])
        words.setdefault(row["speaker"], []).append(said)
    assert len(rows) == json.loads(citewire("status", "--json").out)["statements"]
    assert any("They support the sanctions" in said for said in words["Dmitry Peskov"])


def test_what_somebody_said_is_cited(citewire: Citewire) -> None:
    """Statements in order of date with their citations, in a page and as JSON."""
    said = json.loads(citewire("said", "Peskov", "--about", "sanctions", "--json").out)
    assert (said["name"], said["speakers"], said["about"]) == (
        "Peskov",
        ["Dmitry Peskov"],
        "sanctions",
    )
    assert {citation["number"] for citation in said["citations"]} == {
        statement["citation"] for statement in said["statements"]
    }
    statement = said["statements"][1]
    article = json.loads(citewire("show", statement["article_id"], "--json").out)
    assert article["text"][statement["start"] : statement["end"]] == statement["text"]
    page = citewire("said", "Peskov", "--about", "sanctions").out
    assert "— Dmitry Peskov, undated [1]" in page
    silent = citewire("said", "Peskov", "--about", "volcanoes")
    assert (silent.code, silent.out) == (
        3,
        "The archive holds no words of Peskov about volcanoes.\n",
    )


def test_nobody_is_quoted_who_is_not_there(citewire: Citewire) -> None:
    """The nearest names are suggested; the exit code is that of a wrong argument."""
    run = citewire("said", "Peskof")
    assert (run.code, run.err) == (
        2,
        "citewire: The archive has no speaker 'Peskof'. Nearest: Dmitry Peskov.\n",
    )


def test_speakers_are_counted(citewire: Citewire) -> None:
    """Those quoted most come first."""
    speakers = json.loads(citewire("speakers", "--json").out)["speakers"]
    assert speakers[0] == {"name": "Dmitry Peskov", "count": 6}
    assert citewire("speakers").out.startswith("       6  Dmitry Peskov\n")


def test_a_reader_may_leave(first_ask: FirstAsk) -> None:
    """`citewire statements | head -n 1` is quiet."""
    command = f"{sys.executable} -m retrieval statements | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        env=environment(first_ask.data),
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_an_unknown_article_is_wrong_usage(citewire: Citewire) -> None:
    """`show` with an id that is not there."""
    run = citewire("show", "nothing-1")
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("citewire: The archive has no article 'nothing-1'.")
