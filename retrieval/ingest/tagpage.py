"""The text of a tag page, "Contents tagged with Japan" -> an article an entry, as listed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from retrieval.errors import SourceError
from retrieval.text import fold
from retrieval.types import Article
from retrieval.upkeep import Skipped

# Trailing space is cut off before a match: a lazy pattern would try a long run again and again.
_HEADING = re.compile(r"\s*contents? tagged with\s+(?P<tag>\S.*)", re.IGNORECASE)
_BULLET = re.compile(r"[ \t]*•[ \t\u00a0]*(?P<headline>\S.*)")
_CUT = re.compile(r"(?:…|\.\.\.)\]?\s*$")


@dataclass(slots=True)
class _Entry:
    """One entry while its lines are read."""

    headline: str
    paragraphs: list[str] = field(default_factory=list)


def is_tag_page(text: str) -> bool:
    """True where `text` says so in a heading, or begins with an entry."""
    lines = (line.rstrip() for line in text.split("\n"))
    first = next((line for line in lines if line), "")
    return bool(_BULLET.match(first)) or any(map(_HEADING.match, (first, *lines)))


def read_tag_page(text: str, source: str) -> Iterator[Article | Skipped]:
    """The entries of a tag page in their order; a headline with no paragraph is skipped.

    Indentation and line ends belong to the page, every other character (no-break spaces, curly
    quotes) to the article. Raises `SourceError` where `text` is not a tag page.
    """
    lines = text.split("\n")
    tags = tuple(fold(match["tag"]) for line in lines if (match := _HEADING.match(line.rstrip())))[
        :1
    ]
    entries = list(_entries(lines))
    if not entries:
        raise SourceError(
            source,
            "is not a tag page: it has no line that begins with “•” and a headline. "
            "Other articles come in as JSON Lines (.jsonl).",
        )
    read: set[str] = set()
    for position, entry in enumerate(entries):
        where = f"entry {position + 1}"
        if not entry.paragraphs:
            yield Skipped(where=where, reason=f"{entry.headline!r} has no text")
        elif entry.headline in read:
            yield Skipped(where=where, reason=f"{entry.headline!r} is listed above already")
        else:
            read.add(entry.headline)
            yield _article(entry, tags, position, source)


def _entries(lines: list[str]) -> Iterator[_Entry]:
    """Headlines and the paragraphs below each."""
    entry: _Entry | None = None
    for line in lines:
        if match := _BULLET.match(line.rstrip(" \t\r")):
            if entry:
                yield entry
            entry = _Entry(headline=match["headline"])
        elif entry and (paragraph := line.strip(" \t\r")):
            entry.paragraphs.append(paragraph)
    if entry:
        yield entry


def _article(entry: _Entry, tags: tuple[str, ...], position: int, source: str) -> Article:
    text = "\n\n".join(entry.paragraphs)
    return Article(
        id=article_id(entry.headline, *tags),
        title=entry.headline,
        text=text,
        source=source,
        tags=tags,
        position=position,
        truncated=is_cut_short(text),
    )


def is_cut_short(text: str) -> bool:
    """True where `text` ends as texts do that a site breaks off: "…", "..." or "[…]"."""
    return bool(_CUT.search(text))


def article_id(headline: str, *context: str) -> str:
    """A readable id that is the same while the headline is, such as "putin-asks-abe-1f00c2"."""
    slug = "-".join(re.findall(r"[a-z0-9]+", fold(headline))[:5]) or "article"
    digest = hashlib.blake2b("\n".join((headline, *context)).encode(), digest_size=4)
    return f"{slug}-{digest.hexdigest()}"
