"""Who said what in the customer's ten articles."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from retrieval.archive.statements import find_statements
from retrieval.types import Article

_SEED = Path(__file__).resolve().parents[2] / "seeds" / "000_b7cb964948bcee0f.txt"


def _articles() -> list[Article]:
    items = re.split(r"(?m)^  • ", _SEED.read_text(encoding="utf-8"))[1:]
    lines = [[line.strip(" ") for line in item.split("\n") if line.strip(" ")] for item in items]
    return [
        Article(id=str(n), title=title, text="\n\n".join(paragraphs), source="seed")
        for n, (title, *paragraphs) in enumerate(lines)
    ]


@pytest.fixture(scope="module")
def found() -> list[tuple[str | None, bool, str]]:
    """Speaker, quoted and first words of each statement of the seed."""
    return [
        (statement.speaker, statement.quoted, statement.spans[0].of(article.text))
        for article in _articles()
        for statement in find_statements(article)
    ]


@pytest.mark.parametrize(
    ("speaker", "quoted", "words"),
    [
        ("Sergey Lavrov", True, "“Russia has no artificial deadlines whatsoever."),
        ("Sergey Lavrov", True, "“We will proceed on the basis of the 1956 Declaration.”"),
        ("Ministry of Defense of Russia", False, "that the Russian Tu-95MS had a planned"),
        ("Shinzo Abe", False, "Japan's negotiations with Russia on a peace treaty"),
        ("Shinzo Abe", True, "“We should not hand over to future generations"),
        ("Shinzo Abe", False, "that if the South Kuril Islands are handed over to Japan"),
        ("Dmitry Peskov", False, "that one of the obstacles to signing a"),
        ("Dmitry Peskov", True, "“They support the sanctions and this is one of the questions"),
        ("Dmitry Peskov", False, "that last year, Russian President Vladimir Putin proposed"),
        ("Dmitry Peskov", True, "“Our basic task is to conclude a peace treaty,"),
        ("Dmitry Peskov", True, "“We need to end World War 2 and sign a peace treaty"),
        ("Vladimir Putin", False, "Russia and Japan will continue negotiations"),
        ("Vladimir Putin", False, "that the conditions of the peace treaty should be acceptable"),
        ("Vladimir Putin", False, "Russia hopes to expand its investment"),
    ],
)
def test_a_statement_of_the_seed(
    found: list[tuple[str | None, bool, str]], speaker: str, quoted: bool, words: str
) -> None:
    """Each is found once, under the speaker's fullest name."""
    matching = [row for row in found if row[2].startswith(words)]
    assert [row[:2] for row in matching] == [(speaker, quoted)]


def test_an_agency_speaks_only_where_it_names_nobody(
    found: list[tuple[str | None, bool, str]],
) -> None:
    """Interfax, TASS and RIA Novosti carry the words of others."""
    speakers = {speaker for speaker, _, _ in found}
    assert not speakers & {"Interfax", "TASS", "Radio Svoboda"}
