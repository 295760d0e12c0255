"""Whatever a server sends: bytes, or one line that says why not."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from web_site.server import Site

from retrieval.errors import FetchError
from retrieval.ingest.fetch import Fetched, Fetcher, Limits

QUICK = Limits(seconds=10, interval=0)
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Trusts nobody, and costs nothing to make."""

PIECES = st.sampled_from(
    [
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.0 302 Found\r\n",
        b"HTTP/1.1 304 Not Modified\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.1 99999 \xff\r\n",
        b"Location: /next\r\n",
        b"Location: http://[\r\n",
        b"Location: \xff\xfe\x80\r\n",
        b"Content-Type: text/html; charset=\xff\r\n",
        b"Content-Type: ;;=\r\n",
        b"Content-Encoding: gzip\r\n",
        b"Content-Length: 5\r\n",
        b"Content-Length: -5\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Set-Cookie: a=b; expires=never; domain=..\r\n",
        b"ETag: \xc3\xa9\r\n",
        b"Retry-After: 1e9\r\n",
        b"\r\n",
        b"5\r\nabcde\r\n",
        b"ffffffffff\r\n",
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03",
    ]
) | st.binary(max_size=20)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """One site for all answers."""
    with Site() as running:
        yield running


@settings(deadline=None)
@given(st.lists(PIECES, max_size=8))
def test_any_answer_is_content_or_one_error(site: Site, pieces: list[bytes]) -> None:
    """No other exception leaves the fetcher."""
    site.routes["/a"] = lambda visit: visit.raw(*pieces)
    with Fetcher(allow_loopback=True, limits=QUICK, tls=NO_TLS) as fetcher:
        try:
            assert isinstance(fetcher.get(site.url("/a")), Fetched)
        except FetchError as error:
            assert str(error).isprintable()  # noqa: PT017


@given(st.text(max_size=40) | st.text(max_size=40).map("http://127.0.0.1:1/".__add__))
@settings(deadline=None)
def test_any_address_is_content_or_one_error(url: str) -> None:
    """Of what a reader types, too."""
    with Fetcher(limits=QUICK, resolve=lambda *_: [], tls=NO_TLS) as fetcher:
        with pytest.raises(FetchError) as caught:
            fetcher.get(url)
        assert str(caught.value).isprintable()
