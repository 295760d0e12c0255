"""What a host may expect of its readers: robots.txt, a pace, and to be left alone when it asks."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from protego import Protego

from retrieval.errors import FetchError
from retrieval.ingest.address import shown

PRODUCT = "citewire"
"""The name that robots.txt files know this reader by (RFC 9309, section 2.2.1)."""

_MAX_WAIT = 30.0
_MAX_FAILURES = 3
_TOO_MANY_REQUESTS = 429


class Clock(Protocol):
    """The two things a pace needs of time."""

    def monotonic(self) -> float:
        """Seconds since some moment."""
        ...

    def sleep(self, seconds: float) -> None:
        """Returns after this long."""
        ...


@dataclass(slots=True)
class _Host:
    """What is known of a host."""

    free_at: float = 0.0
    """When the next request may be made, on the clock."""
    paused_until: float = 0.0
    """Until when the host asked to be left alone."""
    failures: int = 0
    """Requests in a row that were not answered."""


@dataclass(frozen=True, slots=True)
class _Rules:
    """What an origin's robots.txt says; `unknown` is why it may not be read at all."""

    robots: Protego | None = None
    unknown: str | None = None


class Manners:
    """Decides when a URL may be asked for; `load` reads a robots.txt or raises `FetchError`."""

    def __init__(
        self, load: Callable[[str], bytes], interval: float, clock: Clock | None = None
    ) -> None:
        self._load, self._interval, self._clock = load, interval, clock or time
        self._hosts: dict[str, _Host] = {}
        self._rules: dict[str, _Rules] = {}

    def wait_for(self, url: str) -> None:
        """Returns when `url` may be asked for, after a wait of at most 30 seconds.

        Raises `FetchError` where robots.txt forbids it or cannot be known, or the host does not
        answer or asked to be left alone.
        """
        host, now = self._host(url), self._clock.monotonic()
        if now < host.paused_until:
            wait = round(host.paused_until - now) + 1
            raise FetchError(
                shown(url), f"asked to be left alone for {wait} s: try later.", retry_after=wait
            )
        if host.failures >= _MAX_FAILURES:
            raise FetchError(
                shown(url), f"did not answer {host.failures} times running: not tried again now."
            )
        delay = self._allowed_delay(url)
        self._clock.sleep(max(0.0, host.free_at - self._clock.monotonic()))
        host.free_at = self._clock.monotonic() + delay

    def answered(self, url: str, retry_after: int | None = None) -> None:
        """The host of `url` answered, and perhaps asked to be left alone for some seconds."""
        host = self._host(url)
        host.failures = 0
        if retry_after:
            host.paused_until = self._clock.monotonic() + retry_after

    def failed(self, url: str) -> None:
        """The host of `url` gave no answer."""
        self._host(url).failures += 1

    def _host(self, url: str) -> _Host:
        return self._hosts.setdefault(urlsplit(url).hostname or "", _Host())

    def _allowed_delay(self, url: str) -> float:
        """The seconds to leave between requests; raises `FetchError` where there may be none."""
        rules = self._rules_of(url)
        if rules.unknown:
            raise FetchError(shown(url), rules.unknown)
        if rules.robots is None:
            return self._interval
        if not rules.robots.can_fetch(url, PRODUCT):
            raise FetchError(shown(url), "is closed to readers like this one by its robots.txt.")
        delay = max(self._interval, rules.robots.crawl_delay(PRODUCT) or 0.0)
        if delay > _MAX_WAIT:
            raise FetchError(
                shown(url),
                f"has a robots.txt that asks for {delay:.0f} s between requests: too long to wait.",
            )
        return delay

    def _rules_of(self, url: str) -> _Rules:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            self._rules[origin] = self._read_rules(f"{origin}/robots.txt")
        return self._rules[origin]

    def _read_rules(self, url: str) -> _Rules:
        """RFC 9309, section 2.3.1: no robots.txt allows all, one that cannot be read nothing."""
        try:
            content = self._load(url)
        except FetchError as error:
            status = error.status or 0
            if 400 <= status < 500 and status != _TOO_MANY_REQUESTS:
                return _Rules()
            answered = "is not read, because its robots.txt " if error.status else ""
            return _Rules(unknown=answered + error.reason)
        return _Rules(robots=Protego.parse(content.decode("utf-8", "replace")))
