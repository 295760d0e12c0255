"""Picking up a newer index generation, and remembering how that went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.errors import RefusalError
from bot.logs import frames, log
from bot.names import NameBook
from bot.services import Service
from retrieval.errors import CitewireError


@dataclass(frozen=True, slots=True, kw_only=True)
class Refresh:
    """One look for a newer index; `problem` is the kind of what went wrong, or None."""

    at: datetime
    changed: bool
    problem: str | None


class Refresher:
    """Looks for a newer index and keeps the outcome of the last look."""

    def __init__(self, service: Service, names: NameBook) -> None:
        self._service, self._names = service, names
        self.last: Refresh | None = None

    async def refresh(self) -> Refresh:
        """Picks up a newer generation where there is one; what goes wrong is in the outcome."""
        changed, problem = False, None
        try:
            changed = await self._service.run(lambda library: library.reload_if_new())
        except (CitewireError, RefusalError) as error:
            problem = type(error).__name__
            log.warning("no refresh\n%s", frames(error))
        if changed:
            self._names.outdate()
            log.info("a newer index is in use")
        self.last = Refresh(at=datetime.now(UTC), changed=changed, problem=problem)
        return self.last
