"""Troubles to order: the next answer of a route is an error or a rate limit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .description import normal


@dataclass(frozen=True)
class Trouble:
    """What a route answers instead of its answer."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)


class Faults:
    """The troubles still to come, in order, by route such as `POST /channels/{}/messages`."""

    def __init__(self) -> None:
        self._waiting: list[tuple[str, Trouble]] = []

    def fail_next(self, route: str, status: int = 502, times: int = 1, code: int = 0) -> None:
        """Answer the next `times` requests to `route` with `status`."""
        body = {"message": f"{status}: trouble to order", "code": code}
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
