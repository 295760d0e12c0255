"""A web site on this machine for tests: friendly pages, and servers that are slow, huge or lie."""

from __future__ import annotations

import gzip
import ssl
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

Route = Callable[["Visit"], None]


class Visit(BaseHTTPRequestHandler):
    """One request to the site; a `Route` answers it."""

    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.server.site.requests.append(self.path)
        self.server.site.headers.append(dict(self.headers))
        route = self.server.site.routes.get(path, missing)
        try:
            route(self)
        except OSError:  # the reader has had enough
            self.close_connection = True

    def reply(
        self, body: bytes = b"", media_type: str = "text/html", status: int = 200, **headers: str
    ) -> None:
        """A complete answer; `Retry_After="5"` is the header Retry-After."""
        self.send_response(status)
        named = {"Content_Type": media_type, "Content_Length": str(len(body))} | headers
        for name, value in named.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def raw(self, *pieces: bytes) -> None:
        """Just these bytes, and the end of the connection."""
        for piece in pieces:
            self.wfile.write(piece)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Tests are silent."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    site: Site

    def handle_error(self, request: object, client_address: object) -> None:
        """A reader that hangs up is no news."""


class Site:
    """A running site; `routes` may be changed while it runs. `requests` are the paths asked for."""

    def __init__(
        self, routes: dict[str, Route] | None = None, tls: ssl.SSLContext | None = None
    ) -> None:
        self.routes = dict(routes or {})
        self.requests: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), Visit)
        self._server.site = self
        if tls:
            listening = self._server.socket
            self._server.socket = tls.wrap_socket(
                listening, server_side=True, do_handshake_on_connect=False
            )
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}
        )

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        """The address of `path`."""
        return f"http://{host}:{self.port}{path}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def missing(visit: Visit) -> None:
    """404."""
    visit.reply(b"<p>not here", status=404)


def page(
    body: str | bytes,
    media_type: str = "text/html; charset=utf-8",
    status: int = 200,
    **headers: str,
) -> Route:
    """The same answer every time."""
    content = body.encode() if isinstance(body, str) else body
    return lambda visit: visit.reply(content, media_type, status, **headers)


def redirect(location: str, status: int = 302) -> Route:
    """Sends the reader elsewhere."""
    return lambda visit: visit.reply(status=status, Location=location)


def tagged(body: bytes, etag: str, media_type: str = "text/html") -> Route:
    """Answers 304 to whoever has this version already."""

    def route(visit: Visit) -> None:
        if visit.headers.get("If-None-Match") == etag:
            visit.reply(status=304, ETag=etag)
        else:
            visit.reply(body, media_type, ETag=etag, Last_Modified="Sun, 06 Nov 1994 08:49:37 GMT")

    return route


def drip(visit: Visit) -> None:
    """A byte now and then, for ever, each in time for a limit between bytes."""
    visit.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while not visit.server.site.closing.wait(0.02):
        visit.wfile.write(b".")


def drip_headers(visit: Visit) -> None:
    """The same before the first byte of the body."""
    visit.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while not visit.server.site.closing.wait(0.02):
        visit.wfile.write(b"X-More: 1\r\n")


def endless(visit: Visit) -> None:
    """A body without an end, as fast as it is read."""
    visit.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while not visit.server.site.closing.is_set():
        visit.wfile.write(b"." * 65_536)


def endless_headers(visit: Visit) -> None:
    """Headers without an end."""
    visit.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while not visit.server.site.closing.is_set():
        visit.wfile.write(b"X-More: " + b"." * 8_000 + b"\r\n")


def bomb(visit: Visit) -> None:
    """Sixteen megabytes of zeros in sixteen kilobytes of gzip."""
    packed = gzip.compress(bytes(16_000_000), 9)
    visit.reply(packed, Content_Encoding="gzip")


def cut_off(visit: Visit) -> None:
    """Promises 1,000 bytes, gives five and hangs up."""
    visit.raw(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n", b"<html"
    )


def no_http(visit: Visit) -> None:
    """Speaks something else."""
    visit.raw(b"220 mail.example ESMTP\r\n")


def hang_up(visit: Visit) -> None:
    """Says nothing at all."""
    visit.raw()
