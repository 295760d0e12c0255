"""The web's door: one URL -> its bytes, or one line that says why not.

Whatever a server does, a call ends: in time, in size, at an address that may be read. Only this
file and `connection.py` under it touch the network.
"""

from __future__ import annotations

import logging
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType
from typing import Self

import httpx

from retrieval.errors import FetchError
from retrieval.ingest.address import shown, url_problem
from retrieval.ingest.connection import (
    NETWORK_ERRORS,
    CheckedTransport,
    Deadline,
    RefusedError,
    Resolver,
    resolve_name,
)
from retrieval.ingest.manners import PRODUCT, Clock, Manners
from retrieval.ingest.packed import DamagedError, TooLargeError, read_limited
from retrieval.ingest.replies import conditions, status_error, validators_of
from retrieval.upkeep import Validators

# At INFO it logs every URL in full, with whatever token a feed's address carries.
logging.getLogger("httpx").setLevel(logging.WARNING)

_MAX_REDIRECTS = 5
_MAX_ROBOTS_BYTES = 500_000
_PAUSE = 60
"""Seconds that a host is left alone when it has had too many requests and does not say more."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PACKINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_HEADERS = {
    "Accept": "application/atom+xml, application/rss+xml, application/feed+json, "
    "application/xml;q=0.9, text/html;q=0.9, */*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of a server is endured."""

    page_bytes: int = 10_000_000
    """Of an HTML page, unpacked."""
    file_bytes: int = 50_000_000
    """Of anything else, unpacked."""
    seconds: float = 30.0
    """For one exchange from the connection to the last byte, however it is spread."""
    interval: float = 1.0
    """Seconds between two requests to one host, where its robots.txt does not ask for more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a URL gave."""

    url: str
    """Where it stands, after redirects."""
    content: bytes
    """Unpacked; empty where `not_modified`."""
    media_type: str
    """In lower case, without parameters; empty where the server named none."""
    charset: str | None
    validators: Validators
    not_modified: bool
    """True where the server says that nothing changed since `validators`."""


class Fetcher:
    """Reads URLs, one at a time; a context manager, not to be shared between threads.

    `resolve` and `tls` are given where names or certificates are not the system's;
    `allow_loopback` alone lets it read from this machine.
    """

    def __init__(
        self,
        *,
        allow_loopback: bool = False,
        limits: Limits | None = None,
        resolve: Resolver = resolve_name,
        tls: ssl.SSLContext | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._limits = limits or Limits()
        self._deadline = Deadline()
        self._manners = Manners(self._load_robots, self._limits.interval, clock)
        self._client = httpx.Client(
            transport=CheckedTransport(
                resolve,
                self._deadline,
                allow_loopback=allow_loopback,
                tls=tls or httpx.create_ssl_context(trust_env=False),
            ),
            headers=_HEADERS | {"User-Agent": user_agent()},
            trust_env=False,
            follow_redirects=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._client.close()

    def get(self, url: str, validators: Validators | None = None) -> Fetched:
        """What stands at `url`, after at most five redirects; with `validators`, if it changed.

        Waits as the host's robots.txt and the pace demand. Raises `FetchError`, and nothing else.
        """
        self._client.cookies.clear()  # they are for walls within one reading, not to be known by
        fetched = self._travel(url, conditions(validators), self._polite)
        if fetched.not_modified and not conditions(validators):
            raise FetchError(shown(url), "answered 304 to a question that nobody asked: not read.")
        return fetched

    def _load_robots(self, url: str) -> bytes:
        def visit(place: str, headers: dict[str, str]) -> Fetched | str:
            return self._exchange(place, headers, _MAX_ROBOTS_BYTES)

        return self._travel(url, {}, visit).content

    def _polite(self, url: str, headers: dict[str, str]) -> Fetched | str:
        """One exchange as the host wants it; the host's part in it is noted."""
        self._manners.wait_for(url)
        try:
            answer = self._exchange(url, headers, None)
        except FetchError as error:
            if error.status is None:
                self._manners.failed(url)
            else:
                wait = _PAUSE if error.status == HTTPStatus.TOO_MANY_REQUESTS else None
                self._manners.answered(url, error.retry_after or wait)
            raise
        self._manners.answered(url)
        return answer

    def _travel(
        self,
        url: str,
        headers: dict[str, str],
        visit: Callable[[str, dict[str, str]], Fetched | str],
    ) -> Fetched:
        """`visit` at `url` and wherever it is sent from there; each place is looked at first."""
        place = url
        visited: set[str] = set()
        for _ in range(_MAX_REDIRECTS + 1):
            if problem := url_problem(place):
                sent = "" if place == url else f"redirects to {shown(place)}, which "
                raise FetchError(shown(url), sent + problem)
            if place in visited:
                raise FetchError(shown(url), "redirects in a circle: check the address.")
            visited.add(place)
            answer = visit(place, headers)
            if isinstance(answer, Fetched):
                return answer
            place = answer
        raise FetchError(shown(url), f"redirects more than {_MAX_REDIRECTS} times: not followed.")

    def _exchange(self, url: str, headers: dict[str, str], limit: int | None) -> Fetched | str:
        """One request and its whole answer, or the URL that it redirects to."""
        self._deadline.start(self._limits.seconds)
        try:
            request = self._client.build_request("GET", url, headers=headers)
            response = self._client.send(request, stream=True)
            try:
                return self._answer(url, response, limit)
            finally:
                response.close()
        except RefusedError as error:
            raise FetchError(shown(url), error.reason) from None
        except NETWORK_ERRORS as error:
            raise FetchError(shown(url), self._network_reason(error)) from None

    def _answer(self, url: str, response: httpx.Response, limit: int | None) -> Fetched | str:
        status, headers = response.status_code, response.headers
        if status in _REDIRECTS and "location" in headers:
            return str(response.url.join(headers["location"]))
        if status != HTTPStatus.NOT_MODIFIED and not 200 <= status < 300:
            raise status_error(url, status, headers.get("retry-after", ""))
        media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
        natural = self._limits.page_bytes if media_type in _PAGES else self._limits.file_bytes
        body = _body(url, response, limit or natural)
        not_modified = status == HTTPStatus.NOT_MODIFIED
        return Fetched(
            url=url,
            content=b"" if not_modified else body,
            media_type=media_type,
            charset=response.charset_encoding,
            validators=validators_of(headers),
            not_modified=not_modified,
        )

    def _network_reason(self, error: Exception) -> str:
        """What went wrong between here and the server, in one line of ours."""
        name = type(error).__name__
        if "Timeout" in name:
            return f"was not read within {self._limits.seconds:g} s: try later."
        if isinstance(error.__context__, ssl.SSLError):
            return "has no valid TLS certificate, or speaks no TLS: not read."
        if name == "ConnectError":
            return "cannot be reached: the connection is refused or the network is down."
        if name == "InvalidURL":
            return "is not an address: check it."
        return "broke the connection off, or does not speak HTTP: try later."


def _body(url: str, response: httpx.Response, limit: int) -> bytes:
    """The answer's bytes, unpacked; raises `FetchError` where they are too many or damaged."""
    packing = response.headers.get("content-encoding", "").strip().lower()
    reason = "is packed in a way that was not asked for: not read."
    if packing in _PACKINGS:
        try:
            return read_limited(response.iter_raw(), packing, limit)
        except TooLargeError:
            reason = "is larger than citewire reads: not taken."
        except DamagedError:
            reason = "arrives as damaged gzip: try later."
    raise FetchError(shown(url), reason, status=response.status_code)


def user_agent() -> str:
    """How citewire names itself to servers."""
    try:
        number = version("citewire")
    except PackageNotFoundError:  # run from a checkout
        number = "0"
    return f"{PRODUCT}/{number} (a reader's own news archive; obeys robots.txt)"
