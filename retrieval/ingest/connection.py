"""Connections that go to exactly the address that was checked, and end when their time is over.

The name is resolved here and the connection made to the address that was looked at: a name server
that answers differently the second time is not asked a second time. TLS and the Host header keep
the name.
"""

from __future__ import annotations

import socket
import ssl
import time
import typing
from collections.abc import Callable, Iterable, Iterator, Sequence

import httpcore
import httpx

from retrieval.ingest.address import address_problem

Resolver = Callable[[str, int], Sequence[str]]
"""A host's name and a port -> its addresses; raises `OSError` where there are none."""

SocketOptions = Iterable[
    tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
]

NETWORK_ERRORS = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
    httpx.HTTPError,
    httpx.InvalidURL,
)
"""What a request can end in besides `RefusedError`."""


class RefusedError(Exception):
    """No connection was made, for the reason given."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def resolve_name(host: str, port: int) -> Sequence[str]:
    """The addresses of `host`, by the system's resolver."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


class Deadline:
    """When the exchange under way must be over, set anew for each."""

    def __init__(self) -> None:
        self._end = 0.0

    def start(self, seconds: float) -> None:
        """The exchange begins and may take this long, however it spends the time."""
        self._end = time.monotonic() + seconds

    def left(self, error: type[Exception]) -> float:
        """The seconds that remain; raises `error` where none do."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise error("out of time")
        return left


class _Stream(httpcore.NetworkStream):
    """A stream whose every wait is bounded by the one deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._deadline.left(httpcore.ConnectTimeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> typing.Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Resolves, judges and connects; the only place where a connection begins."""

    def __init__(self, resolve: Resolver, deadline: Deadline, allow_loopback: bool) -> None:
        self._resolve, self._deadline = resolve, deadline
        self._allow_loopback = allow_loopback
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: SocketOptions | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = RefusedError("has no address: check its name.")
        for address in self._checked(host, port):
            left = self._deadline.left(httpcore.ConnectTimeout)
            try:
                stream = self._sockets.connect_tcp(address, port, left, None, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Stream(stream, self._deadline)
        raise failure

    def _checked(self, host: str, port: int) -> Sequence[str]:
        """The addresses of `host`; one that is forbidden among them forbids the host."""
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError):
            raise RefusedError("cannot be found by its name: check it, or try later.") from None
        for address in addresses:
            problem = address_problem(address, port, allow_loopback=self._allow_loopback)
            if problem:
                raise RefusedError(problem)
        return addresses


class _Body(httpx.SyncByteStream):
    """A response's raw bytes as httpx wants them."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


class CheckedTransport(httpx.BaseTransport):
    """httpx over `_Backend`: no proxy, no address that was not checked, no second try."""

    def __init__(
        self,
        resolve: Resolver,
        deadline: Deadline,
        *,
        allow_loopback: bool,
        tls: ssl.SSLContext,
    ) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls,
            # Kept open, a connection could answer the next question with the rest of this one.
            max_keepalive_connections=0,
            network_backend=_Backend(resolve, deadline, allow_loopback),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One exchange, without following redirects."""
        response = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        return httpx.Response(response.status, headers=response.headers, stream=_Body(response))

    def close(self) -> None:
        """Ends all connections."""
        self._pool.close()
