"""Answers are stored as places, and shown again only where the same words still stand."""

from __future__ import annotations

import dataclasses

from small_library import ISLANDS, MARKETS, SANCTIONS, SmallLibrary

from bot.pieces import existing, from_pieces, to_pieces
from retrieval.types import Answer, Copy, Question


def answer(library: SmallLibrary) -> Answer:
    found = library.ask(Question(text="Tokyo"), k=9)
    assert isinstance(found, Answer)
    return found


def test_an_answer_comes_back_as_it_was() -> None:
    """The same extracts with the same numbers and citations."""
    library = SmallLibrary()
    first = answer(library)
    page = from_pieces(library, to_pieces(first.extracts), 0, 3)
    assert page.extracts == first.extracts
    assert page.citations == first.citations
    assert page.notes == ()


def test_later_pages_go_on_numbering() -> None:
    """The second extract alone keeps its number."""
    library = SmallLibrary()
    page = from_pieces(library, to_pieces(answer(library).extracts), 1, 2)
    assert [(e.text, e.citation) for e in page.extracts] == [("Tokyo waits.", 2)]
    assert [c.number for c in page.citations] == [2]
    assert page.articles == (ISLANDS,)


def test_changed_and_removed_articles_are_not_quoted() -> None:
    """Other words at the same place are not what was answered; the reader is told."""
    pieces = to_pieces(answer(SmallLibrary()).extracts)
    changed = dataclasses.replace(ISLANDS, text="X" + ISLANDS.text)
    page = from_pieces(SmallLibrary(changed, MARKETS), pieces, 0, 3)
    assert page.extracts == ()
    assert page.lost == 2
    assert page.notes == ("*2 of the extracts changed in the archive and can't be shown.*",)


def test_a_list_leaves_out_what_is_gone() -> None:
    """And keeps its order."""
    found = existing(SmallLibrary(MARKETS, SANCTIONS), ["peskov", "islands", "markets"])
    assert found.articles == (SANCTIONS, MARKETS)


WIRE = Copy(article_id="wire", title="Islands", publisher="AP", published=None, url=None)


def test_where_else_a_story_stands_is_looked_up_anew() -> None:
    """Later pages and lists name the copies that the archive has then."""
    library = SmallLibrary()
    pieces = to_pieces(answer(library).extracts)
    library.elsewhere["islands"] = (WIRE,)
    page = from_pieces(library, pieces, 1, 2)
    assert [citation.also_in for citation in page.citations] == [(WIRE,)]
    assert existing(library, ["islands"]).also_in == {"islands": (WIRE,)}


def test_an_extract_of_what_became_a_copy_is_cited_from_the_article_that_has_its_words() -> None:
    """Its old id finds the article; the number stays."""
    pieces = to_pieces(answer(SmallLibrary()).extracts)
    library = SmallLibrary()
    library.articles["islands"] = dataclasses.replace(ISLANDS, id="first")
    page = from_pieces(library, pieces, 1, 2)
    assert [(e.article_id, e.citation) for e in page.extracts] == [("first", 2)]
    assert [(c.article_id, c.number) for c in page.citations] == [("first", 2)]
