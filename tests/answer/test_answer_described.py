"""Who holds an office that a question names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answer.described import Office, holders, office
from retrieval.archive.statements import find_statements
from retrieval.types import Article, Candidate, Passage, Span

NEWS = {
    "summit": (
        "Japanese Prime Minister Fumio Kishida condemned the launch. “It is outrageous,” Kishida "
        "said. “We will answer,” said Shin Beom-chul, South Korea’s vice defense minister, on "
        "Monday. Former Prime Minister Yoshihide Suga said that it was late. The Press Secretary "
        "to the Russian President, Dmitry Peskov, said that nothing was known. “It was a test,” "
        "Russian President Vladimir Putin said."
    ),
    "cup": (
        "“Every nation should name a stadium after him,” FIFA President Gianni Infantino said. "
        "“I wept,” said Bruno Alves, a coach. Austrian coach Ralf Rangnick said that he was sad."
    ),
    "trial": (
        "Police held the man who hit Mary Pell. “I don’t know what to think,” the suspect’s uncle, "
        "Mark Pine, said. Dale Shaw, mayor of Port Hollow, said that the town was shocked."
    ),
    "screens": (
        "“We are on a journey of change,” said HFPA president Helen Hoehne. AMC CEO "
        "and president Adam Aron said that it is late. Jo Wren, Hill Air’s executive vice "
        "president and chief revenue officer, said that it works. “It’s about time,” Port "
        "Defamation League director John Gray wrote."
    ),
    "before": "“I will not resign,” said Sepp Blatter, the FIFA president.",
}


ARTICLES = {id_: Article(id=id_, title="", text=t, source="s") for id_, t in NEWS.items()}
STATEMENTS = {id_: find_statements(each) for id_, each in ARTICLES.items()}
SPEAKERS = {each.speaker for said in STATEMENTS.values() for each in said}


def held(wanted: Office) -> tuple[str, ...]:
    """Who holds the office in the news."""
    whole = [
        Candidate(
            passage=Passage(id=1, article_id=id_, span=Span(start=0, stop=len(each.text))),
            article=each,
            score=1.0,
            cosine=0.5,
        )
        for id_, each in ARTICLES.items()
    ]
    return holders(wanted, whole, STATEMENTS.__getitem__)


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("FIFA boss", ("Gianni Infantino",)),
        ("the head of FIFA", ("Gianni Infantino",)),
        ("fifa president", ("Gianni Infantino",)),
        ("Japan's prime minister", ("Fumio Kishida",)),
        ("Japanese PM", ("Fumio Kishida",)),
        ("Japan's former prime minister", ()),
        ("Japan's foreign minister", ()),
        ("South Korea's deputy defence chief", ("Shin Beom-chul",)),
        ("South Korea's defence minister", ()),
        ("Russian president", ("Vladimir Putin",)),
        ("Russia's president", ("Vladimir Putin",)),
        ("coach of Austria", ("Ralf Rangnick",)),
        ("Australian coach", ()),
        ("uncle of the Pell suspect", ("Mark Pine",)),
        ("mayor of Port Hollow", ("Dale Shaw",)),
        ("incoming Port Hollow mayor", ("Dale Shaw",)),
        ("president of the Hollywood Foreign Press Association", ("Helen Hoehne",)),
        ("PDL boss", ("John Gray",)),
        ("AMC's boss", ("Adam Aron",)),
        ("Hill Air's chief revenue officer", ("Jo Wren",)),
    ],
)
def test_an_office_is_held_by_whom_an_article_introduces_so(
    phrase: str, expected: tuple[str, ...]
) -> None:
    """By another word for it, too, but never by his deputy, his spokesman or who held it before."""
    wanted = office(phrase)
    assert wanted is not None
    assert held(wanted) == expected


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_any_phrase_names_an_office_or_none(phrase: str) -> None:
    """Whoever holds it speaks in the news."""
    wanted = office(phrase)
    assert wanted is None or set(held(wanted)) <= SPEAKERS


@pytest.mark.parametrize("phrase", ["the coach", "prime minister", "Pearl Jam", "experts", "", "?"])
def test_what_is_no_office_or_nobodys_is_not_looked_for(phrase: str) -> None:
    """ "The coach" may be anybody."""
    assert office(phrase) is None
