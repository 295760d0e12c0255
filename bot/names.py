"""The archive's tags and publishers, kept at hand: an autocompletion must not wait."""

from __future__ import annotations

import time
from dataclasses import dataclass

from bot.services import Library, Service
from retrieval.types import Count

KEPT_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the archive can be filtered by, with counts."""

    tags: tuple[Count, ...] = ()
    publishers: tuple[Count, ...] = ()


class NameBook:
    """Reads the names at most once a minute."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._names: Names | None = None
        self._read_at = 0.0

    async def names(self) -> Names:
        """The names, at most a minute old; raises what the service raises."""
        if self._names is None or time.monotonic() - self._read_at > KEPT_SECONDS:
            self._read_at = time.monotonic()
            self._names = await self._service.run(_read)
        return self._names

    def outdate(self) -> None:
        """Has the next call read them again."""
        self._names = None


def _read(library: Library) -> Names:
    return Names(tags=library.tags(), publishers=library.publishers())
