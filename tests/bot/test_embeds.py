"""Every embed stays within Discord's limits, and what it leaves out it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import discord
from hypothesis import given, settings
from hypothesis import strategies as st
from small_library import ISLANDS, MARKETS, SANCTIONS, SmallLibrary

from bot.render.answer import abstention_embed, answer_embed, doubt, limits_note, preparing
from bot.render.context import around, context_embeds
from bot.render.limits import DESCRIPTION, EMBEDS_IN_TOTAL, TITLE, size
from bot.render.listing import listing_embed
from bot.render.scope import understood_notes
from bot.render.status import status_embed
from bot.render.text import shown
from retrieval.types import (
    Abstention,
    Article,
    Citation,
    Copy,
    Extract,
    Filters,
    Lead,
    Period,
    Scope,
    Span,
    Understood,
)
from retrieval.upkeep import Status

LONG = st.integers(min_value=1, max_value=6000).flatmap(
    lambda n: st.sampled_from(["*word* ", "Ende. ", "😀", "a", "x\n", "[a](b) "]).map(
        lambda unit: (unit * n)[:n]
    )
)
ARTICLES = st.builds(
    Article,
    id=st.uuids().map(str),
    title=LONG,
    text=LONG,
    source=st.just("feed"),
    url=st.one_of(st.none(), LONG.map(lambda path: "https://news.example/" + path[:500])),
    publisher=st.one_of(st.none(), LONG),
)


def total(embeds: list[discord.Embed]) -> int:
    return sum(size(embed.title or "") + size(embed.description or "") for embed in embeds)


def check(embeds: list[discord.Embed]) -> None:
    for embed in embeds:
        assert 0 < size(embed.description or "") <= DESCRIPTION
        assert size(embed.title or "") <= TITLE
    assert total(embeds) <= EMBEDS_IN_TOTAL


@settings(max_examples=40, deadline=None)
@given(LONG, st.lists(ARTICLES, min_size=1, max_size=9))
def test_an_answer_fits(question: str, articles: list[Article]) -> None:
    """However long question, quotes, headlines and addresses are."""
    extracts = [
        Extract(
            article_id=a.id,
            span=Span(start=0, stop=len(a.text)),
            text=a.text,
            speaker=a.publisher,
            citation=i,
        )
        for i, a in enumerate(articles, 1)
    ]
    check(
        [answer_embed(question, extracts, [Citation.of(a, i) for i, a in enumerate(articles, 1)])]
    )


@settings(max_examples=40, deadline=None)
@given(LONG, st.lists(ARTICLES, max_size=9))
def test_an_abstention_fits(question: str, articles: list[Article]) -> None:
    """However long the leads are."""
    leads = tuple(
        Lead(
            article_id=a.id,
            span=Span(start=0, stop=len(a.text)),
            text=a.text,
            title=a.title,
            url=a.url,
            publisher=a.publisher,
            published=None,
        )
        for a in articles
    )
    abstention = Abstention(question=question, reason="", near_misses=leads, confidence=0.1)
    check([abstention_embed(abstention)])


@settings(max_examples=40, deadline=None)
@given(st.lists(ARTICLES, min_size=1, max_size=3), st.data())
def test_context_fits(articles: list[Article], data: st.DataObject) -> None:
    """Whatever part of the article the extract is."""
    found = []
    for article in articles:
        start = data.draw(st.integers(0, len(article.text) - 1))
        stop = data.draw(st.integers(start + 1, len(article.text)))
        found.append((article, Span(start=start, stop=stop)))
    embeds = context_embeds(found)
    for embed in embeds:
        assert size(embed.description or "") <= DESCRIPTION
    assert total(embeds) <= EMBEDS_IN_TOTAL


@settings(max_examples=40, deadline=None)
@given(st.lists(ARTICLES, max_size=10))
def test_a_listing_fits(articles: list[Article]) -> None:
    """A page or a digest of ten."""
    check([listing_embed("Latest", articles, {}, note="note", footer="Page 1 of 2")])


def test_an_answer_by_example() -> None:
    """The quote with its speaker, then the numbered source with date and link."""
    start = SANCTIONS.text.index("“They")
    span = Span(start=start, stop=SANCTIONS.text.index("said.") + 5)
    extract = Extract(
        article_id="peskov", span=span, text=span.of(SANCTIONS.text), speaker="Peskov", citation=1
    )
    embed = answer_embed("Sanctions?", [extract], [Citation.of(SANCTIONS, 1)])
    assert embed.title == "Sanctions?"
    assert embed.description == (
        "> “They support the sanctions and this is one of the questions,” Peskov said\\.\n"
        "— **Peskov** \\[1\\]\n\n"
        "**\\[1\\]** Kremlin\\: sanctions \\*are\\* a question - Example News · 2023-10-01 · "
        "[news.example](https://news.example/peskov?id=1)"
    )


def test_context_by_example() -> None:
    """The extract is bold, its own paragraph and both neighbours stand around it."""
    start = ISLANDS.text.index("Moscow")
    (embed,) = context_embeds([(ISLANDS, Span(start=start, stop=start + 22))])
    assert embed.title == "Islands in dispute"
    assert embed.description == (
        "Abe promised to raise the islands\\. **Moscow did not answer\\.**\n\n"
        "Tokyo waits\\.\n\nundated"
    )


def test_extracts_that_share_paragraphs_are_read_once() -> None:
    """One embed, both in bold, in the order of the text."""
    moscow = ISLANDS.text.index("Moscow")
    found = [(ISLANDS, Span(start=moscow, stop=moscow + 22)), (ISLANDS, Span(start=0, stop=34))]
    (embed,) = context_embeds(found)
    assert embed.description == (
        "**Abe promised to raise the islands\\.** **Moscow did not answer\\.**\n\n"
        "Tokyo waits\\.\n\nundated"
    )


def test_around_takes_the_neighbouring_paragraphs() -> None:
    """Blank lines between paragraphs are no paragraphs."""
    text = "one\n\ntwo\n\nthree\n\nfour\n\nfive"
    assert around(text, Span(start=10, stop=15)).of(text) == "two\n\nthree\n\nfour"
    assert around(text, Span(start=0, stop=3)).of(text) == "one\n\ntwo"


def test_a_listing_by_example() -> None:
    """Headline, date or "undated", link, first sentence."""
    embed = listing_embed("Latest", [MARKETS, ISLANDS], {})
    assert embed.description == (
        "Markets rise - 2023-10-03\n> Shares rose by 2 per cent\\.\n\n"
        "Islands in dispute - undated\n> Abe promised to raise the islands\\.\n"
    )


def test_doubt_is_said_only_where_there_is_some() -> None:
    """A sure answer says nothing about itself."""
    assert doubt(0.9) == ()
    assert doubt(0.16) == ("⚠️ This may not be what you asked for (16% sure).",)


def test_the_limits_of_an_answer_are_shown() -> None:
    """Tag, publisher and days, as they were understood."""
    filters = Filters(tag="japan", since=datetime(2023, 10, 1, tzinfo=UTC))
    assert limits_note(filters) == ("*japan · since 2023-10-01*",)
    assert limits_note(Filters()) == ()


def test_copies_are_named_below_a_source_and_an_entry() -> None:
    """As inert text, each name once, five at most; a source that stands alone has no such line."""
    publishers = ("AP", "*Reuters*", "AP", "@everyone", "D", "E", "F")
    copies = tuple(
        Copy(article_id=str(n), title="T", publisher=name, published=None, url=None)
        for n, name in enumerate(publishers)
    )
    named = "also in: AP, \\*Reuters\\*, \\@everyone, D, E, 1 more"
    start = ISLANDS.text.index("Moscow")
    span = Span(start=start, stop=start + 22)
    extract = Extract(
        article_id="islands", span=span, text=span.of(ISLANDS.text), speaker=None, citation=1
    )
    embed = answer_embed("Moscow?", [extract], [Citation.of(ISLANDS, 1, copies)])
    assert (embed.description or "").endswith(f"Islands in dispute - undated\n{named}")
    listing = listing_embed("Latest", [ISLANDS, MARKETS], {"islands": copies})
    assert listing.description == (
        f"Islands in dispute - undated\n{named}\n> Abe promised to raise the islands\\.\n\n"
        "Markets rise - 2023-10-03\n> Shares rose by 2 per cent\\.\n"
    )


def test_what_was_understood_is_one_small_line() -> None:
    """What was read from the question's words, foreign names made inert."""
    since = Period(since=datetime(2023, 10, 1, tzinfo=UTC))
    limits = Scope(periods=(since,), publishers=("*The* Verge", "b", "c", "d", "e"))
    (line,) = understood_notes(Understood(limits=limits))
    assert shown(line) == "-# Limited to: since 2023-10-01 · *The* Verge · b · c · 2 more"
    assert understood_notes(Understood()) == ()


def test_how_far_search_by_meaning_is_is_said_until_it_is_there() -> None:
    """In `/archive status` and beside answers."""
    status = SmallLibrary().status()
    (index,) = (f.value for f in _embed(status).fields if f.name == "Index")
    assert "meaning" not in (index or "")
    unfinished = replace(status, encoded_passages=3)
    (index,) = (f.value for f in _embed(unfinished).fields if f.name == "Index")
    assert "3 of them found by meaning: 42 %" in (index or "")
    assert preparing(100) == ()
    assert preparing(42) == ("*Search by meaning is still being prepared: 42 %*",)


def _embed(status: Status) -> discord.Embed:
    return status_embed(status, (), None, (0, 0))
