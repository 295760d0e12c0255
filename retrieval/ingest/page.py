"""A news page in HTML -> its article: trafilatura finds the body, the page says the rest."""

from __future__ import annotations

from lxml.html import HtmlElement

from retrieval.errors import SourceError
from retrieval.ingest.extraction import guesses, paragraphs
from retrieval.ingest.html import parse_html
from retrieval.ingest.identity import stable_id
from retrieval.ingest.metadata import read_facts
from retrieval.ingest.tagpage import is_cut_short
from retrieval.ingest.wording import PageWording
from retrieval.text import fold
from retrieval.types import Article

_LEAST_CHARACTERS = 60
"""A page with less is a menu, a form or a notice."""
_FORM_CHARACTERS = 600
"""A page that asks for a password and has less text than this is there for that."""


def read_page(
    content: bytes, *, source: str, url: str | None = None, charset: str | None = None
) -> Article:
    """The article on a page, its paragraphs joined by blank lines and kept to the character.

    `content` is the page's bytes, `url` where it was read from and `charset` what the server said
    it is in. The id is of the canonical address, else of `url`, else of `source`.
    Raises `SourceError` where there is no article on it, and nothing else.
    """
    tree = parse_html(content, source, charset)
    try:
        facts = read_facts(tree, guesses(tree, url), url)
        text = _body(tree, facts.title)
    except SourceError:
        raise
    except Exception:  # trafilatura, htmldate and lxml raise whatever they meet in a hostile page
        raise SourceError(source, "is a page too odd to be read.") from None
    _check(tree, text, source)
    return Article(
        id=stable_id(facts.url or source),
        title=facts.title,
        text=text,
        source=source,
        url=facts.url,
        publisher=facts.publisher,
        published=facts.published,
        tags=facts.tags,
        truncated=is_cut_short(text),
    )


def _body(tree: HtmlElement, title: str) -> str:
    """The paragraphs of the article, in the words and characters of the page."""
    wording = PageWording(tree)
    body = [wording.of(paragraph) for paragraph in paragraphs(tree)]
    if body and fold(body[0]) == fold(title):
        del body[0]
    return "\n\n".join(body)


def _check(tree: HtmlElement, text: str, source: str) -> None:
    """Raise `SourceError` where `text` is no article's."""
    if len(text) < _FORM_CHARACTERS and tree.xpath("//input[@type='password']"):
        raise SourceError(source, "asks for a login: save the page as you see it, and add that.")
    if len(text) < _LEAST_CHARACTERS:
        raise SourceError(source, "has no article on it.")
