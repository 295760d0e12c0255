"""Where words stand: the line of a source, as every message of the bot shows it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.render.cut import head
from bot.render.limits import size
from bot.render.links import link, safe_host
from bot.render.text import one_line, plain
from retrieval.types import Copy

HEADLINE = 180
PUBLISHER = 60
COPIES = 5
"""How many of the places that have a story, too, are named."""


class Sourced(Protocol):
    """What a citation, a lead and an article have in common."""

    @property
    def title(self) -> str:
        """The headline."""
        ...

    @property
    def url(self) -> str | None:
        """The page that it was read from."""
        ...

    @property
    def publisher(self) -> str | None:
        """Who published it."""
        ...

    @property
    def published(self) -> datetime | None:
        """When, in UTC; None where that is unknown."""
        ...


def day(published: datetime | None) -> str:
    """`2023-10-01`, or "undated": an unknown date is never today."""
    return f"{published:%Y-%m-%d}" if published else "undated"


def source_line(source: Sourced) -> str:
    """`headline - publisher · date · [host](link)`, ready to send, in at most 900 UTF-16 units."""
    headline = head(one_line(source.title), HEADLINE) or "untitled"
    publisher = head(one_line(source.publisher or ""), PUBLISHER)
    facts = [day(source.published), link(source.url)]
    byline = " · ".join(fact for fact in (publisher, *facts) if fact)
    return f"{headline} - {byline}"


def also_in(copies: Sequence[Copy]) -> str:
    """`also in: Reuters, AP`, ready to send, in at most 700 UTF-16 units; "" for no copies."""
    names = dict.fromkeys(
        head(one_line(copy.publisher or safe_host(copy.url) or copy.title), PUBLISHER)
        for copy in copies
    )
    shown = [name for name in names if name][:COPIES]
    more = [f"{len(names) - len(shown)} more"] if len(names) > len(shown) else []
    return f"also in: {', '.join((*shown, *more))}" if shown else ""


def numbered(number: int, source: Sourced) -> str:
    """`[1] headline - publisher · date · link`, ready to send."""
    return f"**{plain(f'[{number}]')}** {source_line(source)}"


def fitted(lines: Sequence[str], limit: int, dropped: str) -> str:
    """As many whole lines as fit in `limit` UTF-16 units, and how many did not.

    `dropped` says it, such as "{} more sources".
    """
    for kept in range(len(lines), -1, -1):
        note = [f"*{dropped.format(len(lines) - kept)}*"] if kept < len(lines) else []
        text = "\n".join([*lines[:kept], *note])
        if size(text) <= limit:
            return text
    return ""
