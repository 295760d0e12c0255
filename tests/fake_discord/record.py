"""What went over the wire, and everything that was wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .pulse import Pulse


@dataclass(frozen=True)
class Call:
    """One request of the bot and how it was answered."""

    route: str
    """Method and template, such as `POST /channels/{channel_id}/messages`."""
    path: str
    body: Any
    status: int


@dataclass
class Record:
    """All calls in order, and the faults found in them so far."""

    calls: list[Call] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    pulse: Pulse = field(default_factory=Pulse)
    """Beats at each call, and at each change of a gateway connection."""

    def add(self, call: Call) -> None:
        """Keep a call."""
        self.calls.append(call)
        self.pulse.beat()

    def fault(self, what: str) -> None:
        """Note something that must fail the test."""
        self.faults.append(what)
        self.pulse.beat()

    def to(self, route: str) -> list[Call]:
        """The calls to one route."""
        return [call for call in self.calls if call.route == route]

    def take_faults(self) -> list[str]:
        """The faults so far, which are then forgotten."""
        faults, self.faults = self.faults, []
        return faults
