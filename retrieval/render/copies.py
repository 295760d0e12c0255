"""Where else a story stands, so that its copies are not taken for other sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from rich.text import Text

from retrieval.render.console import Indented, beside, foreign
from retrieval.render.dates import spoken
from retrieval.types import Copy


def also_in(copies: Sequence[Copy], columns: int = 2) -> Iterator[Indented]:
    """`also in: Reuters, AP`, `columns` to the right; nothing where the story stands alone."""
    if copies:
        names = ", ".join(dict.fromkeys(map(name, copies)))
        yield Indented(foreign(f"also in: {names}", "dim"), columns)


def links(copies: Sequence[Copy]) -> Iterator[Text]:
    """A line for each copy: who published it, when, and where it is."""
    for copy in copies:
        where = beside(copy.publisher, spoken(copy.published), copy.url, copy.article_id)
        yield foreign(f"also in: {where}", "dim")


def name(copy: Copy) -> str:
    """Its publisher, or what else tells it from others."""
    return copy.publisher or _host(copy.url) or copy.article_id


def _host(url: str | None) -> str | None:
    try:
        return urlsplit(url or "").hostname
    except ValueError:
        return None
