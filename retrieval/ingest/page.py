"""A news page in HTML -> its article: trafilatura finds the body, the page says the rest.

trafilatura (Barbaresi 2021, https://aclanthology.org/2021.acl-demo.15) runs without comments and
favours precision: words that are not the article's must not be quoted as news.
"""

from __future__ import annotations

from lxml.html import HtmlElement
from trafilatura import bare_extraction, extract_metadata
from trafilatura.settings import Document

from retrieval.errors import SourceError
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
# Neither the whole page's text nor its copyright line is searched: a guessed date is worse than
# none.
_DATES = {"original_date": True, "extensive_search": False, "outputformat": "%Y-%m-%d"}


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
        found = extract_metadata(tree, default_url=url, date_config=dict(_DATES))
        facts = read_facts(tree, found, url)
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
    found = bare_extraction(tree, include_comments=False, favor_precision=True)
    text = found.text if isinstance(found, Document) else None
    wording = PageWording(tree)
    paragraphs = [wording.of(line) for line in (text or "").splitlines() if line.strip()]
    if paragraphs and fold(paragraphs[0]) == fold(title):
        del paragraphs[0]
    return "\n\n".join(paragraphs)


def _check(tree: HtmlElement, text: str, source: str) -> None:
    """Raise `SourceError` where `text` is no article's."""
    if len(text) < _FORM_CHARACTERS and tree.xpath("//input[@type='password']"):
        raise SourceError(source, "asks for a login: save the page as you see it, and add that.")
    if len(text) < _LEAST_CHARACTERS:
        raise SourceError(source, "has no article on it.")
