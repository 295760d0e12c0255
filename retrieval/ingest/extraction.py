"""The one door to trafilatura: a page's tree, the paragraphs of its article, its guessed facts.

Barbaresi 2021, https://aclanthology.org/2021.acl-demo.15. It runs without comments and favours
precision: words that are not the article's must not be quoted as news. It raises whatever it meets
in a hostile page; who calls it says what that means.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from lxml.html import HtmlElement
from trafilatura import bare_extraction, extract_metadata
from trafilatura.settings import Document
from trafilatura.utils import load_html

# Neither the whole page's text nor its copyright line is searched: a guessed date is worse than
# none.
_DATES = {"original_date": True, "extensive_search": False, "outputformat": "%Y-%m-%d"}

# What is wrong with a page is said in a SourceError, not on the terminal between progress bars.
for _name in ("trafilatura", "htmldate", "courlan"):
    logging.getLogger(_name).addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True, kw_only=True)
class Guesses:
    """What the look of a page says of its article; "" or empty where it says nothing."""

    title: str
    date: str
    """As in 2019-02-16."""
    tags: tuple[str, ...]


def tree_of(text: str) -> HtmlElement | None:
    """The tree of a page's characters; None where they are no HTML."""
    return load_html(text)


def guesses(tree: HtmlElement, url: str | None) -> Guesses:
    """What `tree`, read from `url`, gives away about its article; by htmldate for the date."""
    found = extract_metadata(tree, default_url=url, date_config=dict(_DATES))
    tags = tuple(tag for tag in found.tags or () if isinstance(tag, str))
    return Guesses(title=found.title or "", date=found.date or "", tags=tags)


def paragraphs(tree: HtmlElement) -> list[str]:
    """The paragraphs of the article on a page, their characters simplified; none where it has none.

    Lines of lists begin with "- ", cells of a table stand between "|".
    """
    found = bare_extraction(tree, include_comments=False, favor_precision=True)
    text = found.text if isinstance(found, Document) else None
    return [line for line in (text or "").splitlines() if line.strip()]
