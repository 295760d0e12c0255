"""Reading the sources again, picking up a newer index and the archive's names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.logs import frames, log
from bot.services import Library, Service
from bot.sources import SourceReader
from bot.store import chores
from bot.store.database import Database
from retrieval.types import Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the archive can be asked by, with counts."""

    tags: tuple[Count, ...] = ()
    publishers: tuple[Count, ...] = ()
    speakers: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refresh:
    """One look for news; `problem` is what went wrong, or None."""

    at: datetime
    changed: bool
    problem: str | None


class Refresher:
    """Keeps the outcome of the last look, and the names at hand: a completion must not wait."""

    def __init__(
        self, service: Service, reader: SourceReader, database: Database, process_id: str
    ) -> None:
        self._service, self._reader = service, reader
        self._database, self._process_id = database, process_id
        self._pickups = 0
        self.names = Names()
        self.last: Refresh | None = None

    async def read_sources(self, every: float = 0.0) -> Refresh | None:
        """Reads the sources again, then picks up what that gave.

        None where another process is reading them, or one began to less than `every` seconds ago.
        """
        name, me = "reading the sources", self._process_id
        if not await self._database.run(lambda c: chores.begin(c, name, me, every)):
            return None
        before = self._pickups
        problem = await self._reader.read()
        await self._database.run(lambda c: chores.end(c, name, me))
        looked = await self.refresh()
        # The look that goes on by itself may have been first to see the new index.
        changed = self._pickups != before
        self.last = replace(looked, changed=changed, problem=problem or looked.problem)
        return self.last

    async def refresh(self) -> Refresh:
        """Picks up a newer generation where there is one; what goes wrong is in the outcome."""
        changed, problem = False, None
        try:
            changed, self.names = await self._service.run(_read)
        except Exception as error:
            problem = type(error).__name__
            log.warning("no refresh\n%s", frames(error))
        outcome = Refresh(at=datetime.now(UTC), changed=changed, problem=problem)
        if changed:
            self._pickups += 1
            log.info("a newer index is in use")
        if changed or problem or self.last is None:
            self.last = outcome
        return outcome


def _read(library: Library) -> tuple[bool, Names]:
    changed = library.reload_if_new()
    return changed, Names(
        tags=library.tags(), publishers=library.publishers(), speakers=library.speakers()
    )
