"""An entry of a feed or a sitemap: an article as far as its listing gives it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from retrieval.ingest.identity import normal_url, stable_id
from retrieval.types import Article
from retrieval.upkeep import Skipped

_CUT = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*$")
_MAX_TAGS, _MAX_TAG = 50, 100
_MAX_ADDRESS, _MAX_TEXT = 2_000, 5_000_000
_EARLIEST = datetime(1700, 1, 1, tzinfo=UTC)
_EPOCH_DAY = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stub:
    """An entry; its article's text is "" where there is none but the link's."""

    article: Article
    changed: datetime | None
    """When the entry says that it was changed or published last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What a listing says of one article, before it is judged."""

    position: int
    id: str = ""
    link: str = ""
    title: str = ""
    full: str = ""
    """The whole text, where the entry carries it."""
    summary: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    publisher: str = ""
    tags: Iterable[str] = ()

    @property
    def where(self) -> str:
        """The entry's place in words."""
        return f"entry {self.position + 1}"


def stub_of(entry: Listed, source: str) -> Stub | Skipped:
    """The stub of `entry`; skipped where nothing tells it apart or there is nothing to read.

    Its id is of the entry's id and its link together: one link under two ids is two articles, and
    neither a bumped date nor a parameter that tracks readers makes a new one.
    """
    url = next((url for each in (entry.link, entry.id) if (url := _address(each))), None)
    key = url or entry.id.strip() or entry.title
    text = entry.full or entry.summary
    if not key or not (text or url):
        return Skipped(where=entry.where, reason="has neither a text nor a link that can be read")
    if len(text) > _MAX_TEXT:
        return Skipped(where=entry.where, reason=f"has over {_MAX_TEXT:,} characters")
    context = [entry.id.strip()] if entry.id.strip() not in ("", entry.link.strip()) else []
    published, updated = sane_date(entry.published), sane_date(entry.updated)
    return Stub(
        article=Article(
            id=stable_id(key, *context),
            title=entry.title,
            text=text,
            source=source,
            url=url,
            publisher=entry.publisher or None,
            published=published or updated,
            tags=distinct(entry.tags),
            position=entry.position,
            truncated=not entry.full or bool(_CUT.search(text)),
        ),
        changed=max(filter(None, (published, updated)), default=None),
    )


def _address(text: str) -> str | None:
    return normal_url(text) if len(text) <= _MAX_ADDRESS else None


def distinct(tags: Iterable[str]) -> tuple[str, ...]:
    """`tags` without empty, endless and repeated ones, whatever their case; at most fifty."""
    kept: dict[str, str] = {}
    for tag in tags:
        line = " ".join(tag.split())
        if 0 < len(line) <= _MAX_TAG and len(kept) < _MAX_TAGS:
            kept.setdefault(line.casefold(), line)
    return tuple(kept.values())


def sane_date(moment: datetime | None) -> datetime | None:
    """`moment`, unless it is one that software writes for "unknown", or lies in the future."""
    if moment is None or not _EARLIEST <= moment <= datetime.now(UTC) + timedelta(days=1):
        return None
    return None if _EPOCH_DAY <= moment < _EPOCH_DAY + timedelta(days=1) else moment
