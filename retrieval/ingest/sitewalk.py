"""A sitemap and those that it lists -> the pages of all, the newest first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from retrieval.errors import SourceError
from retrieval.ingest.address import shown
from retrieval.ingest.fetch import Fetched, Fetcher
from retrieval.ingest.sitemap import Nested, read_sitemap
from retrieval.ingest.stub import Stub
from retrieval.upkeep import Skipped

_MAX_SITEMAPS, _MAX_DEPTH, _MAX_PAGES = 50, 3, 50_000
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class _Walk:
    """What was found on the way through the sitemaps of one source."""

    def __init__(self, source: str, fetcher: Fetcher) -> None:
        self._source, self._fetcher = source, fetcher
        self._seen: set[str] = set()
        self.stubs: dict[str, Stub] = {}
        self.skipped: list[Skipped] = []
        self.left = 0
        """Sitemaps that were one too many, or too deep."""

    def read(self, fetched: Fetched, depth: int) -> None:
        """The pages of a sitemap, and of those that it lists, newest first.

        Raises `SourceError` where it is none.
        """
        self._seen.add(fetched.url)
        nested: list[Nested] = []
        for item in read_sitemap(
            fetched.content, source=self._source, url=fetched.url, charset=fetched.charset
        ):
            if isinstance(item, Skipped):
                self.skipped.append(item)
            elif isinstance(item, Nested):
                nested.append(item)
            elif len(self.stubs) < _MAX_PAGES:
                self.stubs.setdefault(item.article.id, item)
        for each in sorted(nested, key=lambda one: one.changed or _LONG_AGO, reverse=True):
            self._enter(each.url, depth + 1)

    def _enter(self, url: str, depth: int) -> None:
        if url in self._seen:
            return
        if depth > _MAX_DEPTH or len(self._seen) >= _MAX_SITEMAPS or len(self.stubs) >= _MAX_PAGES:
            self.left += 1
            return
        self._seen.add(url)
        try:
            self.read(self._fetcher.get(url), depth)
        except SourceError as error:
            self.skipped.append(Skipped(where=shown(url), reason=error.reason))


def sitemap_stubs(fetched: Fetched, source: str, fetcher: Fetcher) -> Iterator[Stub | Skipped]:
    """The pages of the sitemap `fetched` and of at most 50 under it, the newest first.

    Raises `SourceError` where it is no sitemap; one under it that cannot be read is skipped.
    """
    walk = _Walk(source, fetcher)
    walk.read(fetched, depth=0)
    yield from sorted(walk.stubs.values(), key=lambda stub: stub.changed or _LONG_AGO, reverse=True)
    yield from walk.skipped
    if walk.left:
        yield Skipped(where="sitemap", reason=f"{walk.left:,} of the sitemaps in it were not read")
