"""Troubles to order: the next answer of a route is an error, a rate limit, or long in coming."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from .description import normal


@dataclass(frozen=True)
class Trouble:
    """What a route answers instead of its answer."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)


class Hold:
    """A reply that is kept back: Discord has acted, and the bot does not know yet."""

    def __init__(self) -> None:
        self.reached, self._released = asyncio.Event(), asyncio.Event()

    def release(self) -> None:
        """Let the reply go."""
        self._released.set()

    async def keep(self) -> None:
        """Wait for the release."""
        self.reached.set()
        await self._released.wait()


class Faults:
    """The troubles still to come, in order, by route such as `POST /channels/{}/messages`."""

    def __init__(self) -> None:
        self._waiting: list[tuple[str, Trouble]] = []
        self._holds: list[tuple[str, Hold]] = []

    def hold_next(self, route: str) -> Hold:
        """Keep the next reply of `route` back until it is released."""
        hold = Hold()
        self._holds.append((normal(route), hold))
        return hold

    async def hold(self, route: str) -> None:
        """Keep the reply to this request back, where that was ordered."""
        for index, (waiting, hold) in enumerate(self._holds):
            if waiting == normal(route):
                del self._holds[index]
                await hold.keep()
                return

    def fail_next(self, route: str, status: int = 502, times: int = 1) -> None:
        """Answer the next `times` requests to `route` with `status`."""
        body = {"message": f"{status}: trouble to order", "code": 0}
        self._waiting += [(normal(route), Trouble(status, body))] * times

    def rate_limit_next(
        self,
        route: str,
        seconds: float = 0.05,
        *,
        times: int = 1,
        everywhere: bool = False,
        via: bool = True,
    ) -> None:
        """Answer the next requests with 429; without `via`, it reads like a ban by Cloudflare."""
        body = {
            "message": "You are being rate limited.",
            "retry_after": seconds,
            "global": everywhere,
        }
        headers = {"Retry-After": str(max(1, round(seconds)))}
        headers |= {"Via": "1.1 google"} if via else {}
        headers |= {"X-RateLimit-Global": "true"} if everywhere else {}
        self._waiting += [(normal(route), Trouble(429, body, headers))] * times

    def take(self, route: str) -> Trouble | None:
        """The trouble for this request, which then is over."""
        for index, (waiting, trouble) in enumerate(self._waiting):
            if waiting == normal(route):
                del self._waiting[index]
                return trouble
        return None
