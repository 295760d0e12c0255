"""Picking up a newer index generation and the archive's names, and how that went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.logs import frames, log
from bot.services import Library, Service
from retrieval.types import Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the archive can be asked by, with counts."""

    tags: tuple[Count, ...] = ()
    publishers: tuple[Count, ...] = ()
    speakers: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refresh:
    """One look for a newer index; `problem` is the kind of what went wrong, or None."""

    at: datetime
    changed: bool
    problem: str | None


class Refresher:
    """Keeps the outcome of the last look, and the names at hand: a completion must not wait."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.names = Names()
        self.last: Refresh | None = None

    async def refresh(self) -> Refresh:
        """Picks up a newer generation where there is one; what goes wrong is in the outcome."""
        changed, problem = False, None
        try:
            changed, self.names = await self._service.run(_read)
        except Exception as error:
            problem = type(error).__name__
            log.warning("no refresh\n%s", frames(error))
        if changed:
            log.info("a newer index is in use")
        self.last = Refresh(at=datetime.now(UTC), changed=changed, problem=problem)
        return self.last


def _read(library: Library) -> tuple[bool, Names]:
    changed = library.reload_if_new()
    return changed, Names(
        tags=library.tags(), publishers=library.publishers(), speakers=library.speakers()
    )
