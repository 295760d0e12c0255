"""Who holds an office that a question names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

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
        "Russian President Vladimir Putin said. French President Emmanuel Macron said that he "
        "knew. “It is far away,” Texas Gov. Greg Abbott said."
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


def _whole(article: Article) -> Candidate:
    """All of an article as one passage."""
    span = Span(start=0, stop=len(article.text))
    passage = Passage(id=1, article_id=article.id, span=span)
    return Candidate(passage=passage, article=article, score=1.0, cosine=0.5)


def held(wanted: Office) -> tuple[str, ...]:
    """Who holds the office in the news."""
    return holders(wanted, map(_whole, ARTICLES.values()), STATEMENTS.__getitem__)


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
        ("president of France", ("Emmanuel Macron",)),
        ("governor of Texas", ("Greg Abbott",)),
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


def held_in(told: Iterable[tuple[str, int, int]], phrase: str) -> tuple[str, ...]:
    """Who holds the office in articles, each a text and the year and the day in March it is of."""
    articles = {
        text: Article(
            id=text, title="", text=text, source="s", published=datetime(year, 3, day, tzinfo=UTC)
        )
        for text, year, day in told
    }
    wanted = office(phrase)
    assert wanted is not None
    return holders(
        wanted, map(_whole, articles.values()), lambda id_: find_statements(articles[id_])
    )


def test_a_mayor_in_news_from_the_town_is_its_own() -> None:
    """Where it is not said of which; a mayor of years before is not meant then."""
    told = (
        ("Port Hollow: “It is late,” Mayor Jerry Clift said.", 2021, 1),
        ("Bergen: “It is early,” Mayor Ada Berg said.", 2021, 1),
        ("“It is fine,” Port Hollow Mayor Dale Shaw said.", 2015, 1),
    )
    assert held_in(told, "mayor of Port Hollow") == ("Jerry Clift",)


def test_the_newest_article_tells_who_holds_it_now() -> None:
    """Whatever place it has among those found."""
    told = (
        ("“Wash your hands,” CDC Director Thomas Frieden said.", 2013, 1),
        ("“Wear a mask,” CDC Director Dr. Rochelle Walensky said.", 2021, 1),
        ("“Stay at home,” CDC Director Robert Redfield said.", 2020, 1),
    )
    assert held_in(told, "CDC director") == ("Rochelle Walensky",)


def test_the_president_is_whom_most_of_the_newest_articles_introduce_so() -> None:
    """Not who was it before, nor another country's, nor a company's."""
    told = (
        ("“We fight,” President Volodymyr Zelensky said.", 2022, 1),
        ("“We help,” President Joe Biden said. Vice President Kamala Harris agreed.", 2022, 1),
        ("“It is late,” President Joe Biden said. Barnard President Ann Lee wept.", 2022, 2),
        ("“It is a hoax,” President Donald Trump said.", 2020, 1),
        ("“It is huge,” President Donald Trump said.", 2020, 1),
        ("“It is a fraud,” President Donald Trump said.", 2020, 1),
    )
    assert held_in(told, "president") == ("Joe Biden",)


def test_there_is_one_pope() -> None:
    """He needs no "of Rome", and nobody else is introduced so."""
    article = Article(id="a", title="", text="“I pray,” Pope Francis said.", source="s")
    wanted = office("pope")
    assert wanted is not None
    assert holders(wanted, [_whole(article)], lambda _: find_statements(article)) == ("Francis",)
    assert office("king") is None


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_any_phrase_names_an_office_or_none(phrase: str) -> None:
    """Whoever holds it speaks in the news."""
    wanted = office(phrase)
    assert wanted is None or set(held(wanted)) <= SPEAKERS


@pytest.mark.parametrize("phrase", ["the coach", "prime minister", "Pearl Jam", "experts", "", "?"])
def test_what_is_no_office_or_nobodys_is_not_looked_for(phrase: str) -> None:
    """ "The coach" may be anybody."""
    assert office(phrase) is None
