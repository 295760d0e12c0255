"""The values of keeping an archive: what was read of its sources, its state and its index.

As in `types.py`, they are frozen, slotted and keyword-only, and datetimes are aware and in UTC.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from retrieval.types import Article

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """An item of a source, or a part of one, that was not read; `where` is a line or a file."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """An item of a source that was not read again: the archive has it in full already."""

    article_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave to ask it later whether something changed (RFC 9110, section 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A source opened: what it is, and its items, read as they are asked for."""

    kind: str
    """"file", "folder", "page", "listing", "feed" or "sitemap"; "unchanged" if `not_modified`."""
    items: Iterator[Article | Skipped | Unchanged]
    validators: Validators = Validators()
    not_modified: bool = False
    """True where the server says that nothing changed since; then there are no items."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """What the archive took from one source, in articles."""

    source: str
    new: int
    changed: int
    unchanged: int
    skipped: tuple[Skipped, ...]
    copies: int = 0
    """Exact copies of articles that the archive has: their links were added to those."""
    error: str | None = None
    """Why the source could not be read, or not to its end; None where it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Something that was added: a file, a folder or an address."""

    name: str
    """As its articles are cited: an address, or a path from the folder it was added in."""
    location: str
    """Where to read it again: an address, or a whole path."""
    kind: str
    follow: bool
    """True where the links of its entries are read, too."""
    articles: int
    last_try: datetime | None
    last_read: datetime | None
    """When it was last read to its end."""
    error: str | None
    """What went wrong at the last try; None where it went well."""
    failures: int
    """Tries that failed since it was last read to its end."""
    validators: Validators

    @property
    def next_try(self) -> datetime | None:
        """Until when a failing source is left alone: 15 minutes, then twice as long, up to a day.

        None where the last try went well.
        """
        if self.last_try is None or not self.failures:
            return None
        return self.last_try + min(
            timedelta(minutes=15) * (1 << min(self.failures - 1, 10)), _A_DAY
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """An article's words as they were before a change; `replaced` is when they were."""

    title: str
    text: str
    replaced: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How large and how fresh the archive and its index are."""

    articles: int
    passages: int
    statements: int
    tags: int
    newest: datetime | None
    """Publication date of the newest article."""
    model: str
    indexed_passages: int
    """Passages that the index in use holds; 0 where none was built."""
    encoded_passages: int
    """Those of them that are found by their meaning, too, and not by their words alone."""
    index_built: datetime | None
    index_current: bool
    """False where the archive changed after the index in use was built."""

    @property
    def prepared(self) -> int:
        """Per cent of the indexed passages that are found by their meaning; 100 only where all."""
        return prepared(self.encoded_passages, self.indexed_passages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of `of` equal parts of a work that several processes share; `number` counts from 1."""

    number: int
    of: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= self.of:
            raise ValueError(f"not a part: {self.number}/{self.of}")

    def holds(self, digest: bytes) -> bool:
        """True where what bears this digest is of this part, and so of no other."""
        return int.from_bytes(digest[:8], "big") % self.of == self.number - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """What came of encoding one part."""

    encoded: int
    """Passages that have a vector now; what stands in several places counts once."""
    left: int
    """Passages, of whatever part, that have none yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexFacts:
    """What an index was built from."""

    model: str
    fingerprint: str
    """Of the model's files."""
    dimension: int
    passages: int
    revision: int
    """The archive's revision that it holds."""
    built: datetime
    encoded: int = 0
    """Passages with a vector, counted when it is published; the others are found by their words
    alone until they have theirs."""

    @property
    def complete(self) -> bool:
        """True where every passage has its vector."""
        return self.encoded == self.passages

    @property
    def prepared(self) -> int:
        """Per cent of the passages that have a vector; 100 only where all have."""
        return prepared(self.encoded, self.passages)


def prepared(encoded: int, passages: int) -> int:
    """How many per cent of `passages` are `encoded`; 100 only where all are."""
    return 100 * encoded // passages if passages else 100
