"""What a Fetcher makes of servers that are friendly, slow, huge, broken or lying: real ones."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator

import pytest
from web_site import server
from web_site.server import Site, page, redirect, tagged

from retrieval.errors import FetchError
from retrieval.ingest.fetch import Fetched, Fetcher, Limits
from retrieval.upkeep import Validators

QUICK = Limits(page_bytes=100_000, file_bytes=200_000, seconds=10, interval=0)
TEXT = "<p>Пе́сков said “no”.</p>"


@pytest.fixture
def site() -> Iterator[Site]:
    """A site without pages."""
    with Site() as running:
        yield running


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    """A fetcher of small pages that reads from this machine."""
    with Fetcher(allow_loopback=True, limits=QUICK) as opened:
        yield opened


def reason(fetcher: Fetcher, url: str) -> str:
    """Why `url` was not read."""
    with pytest.raises(FetchError) as caught:
        fetcher.get(url)
    assert str(caught.value) == f"{caught.value.source}: {caught.value.reason}"
    return caught.value.reason


def test_a_page_is_read_with_what_the_server_says_of_it(site: Site, fetcher: Fetcher) -> None:
    """Bytes, media type, charset and what to ask the next time."""
    site.routes["/a"] = page(TEXT, "Text/HTML; charset=UTF-8", ETag='"1"')
    assert fetcher.get(site.url("/a")) == Fetched(
        url=site.url("/a"),
        content=TEXT.encode(),
        media_type="text/html",
        charset="utf-8",
        validators=Validators(etag='"1"'),
        not_modified=False,
    )


def test_it_names_itself_and_hides_no_reader(site: Site, fetcher: Fetcher) -> None:
    """The user agent says citewire; no cookie of an earlier reading is sent."""
    site.routes["/a"] = page(TEXT, Set_Cookie="who=me")
    fetcher.get(site.url("/a"))
    fetcher.get(site.url("/a"))
    assert site.headers[-1]["User-Agent"].startswith("citewire/")
    assert "Cookie" not in site.headers[-1]


def test_what_did_not_change_is_not_sent_again(site: Site, fetcher: Fetcher) -> None:
    """The validators of one answer are the condition of the next request."""
    site.routes["/feed"] = tagged(b"<rss/>", '"v1"')
    first = fetcher.get(site.url("/feed"))
    assert first.validators == Validators(
        etag='"v1"', last_modified="Sun, 06 Nov 1994 08:49:37 GMT"
    )
    again = fetcher.get(site.url("/feed"), first.validators)
    assert (again.not_modified, again.content) == (True, b"")
    assert site.headers[-1]["If-Modified-Since"] == "Sun, 06 Nov 1994 08:49:37 GMT"
    assert not fetcher.get(site.url("/feed"), Validators(etag='"v0"')).not_modified


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body, wbits=-15)),
        ("identity", bytes),
    ],
)
def test_packed_pages_are_unpacked(
    site: Site, fetcher: Fetcher, encoding: str, pack: type[bytes]
) -> None:
    """Deflate with and without its header, as servers send it."""
    site.routes["/a"] = page(pack(TEXT.encode()), Content_Encoding=encoding)
    assert fetcher.get(site.url("/a")).content == TEXT.encode()


def test_a_chunked_answer_is_put_together(site: Site, fetcher: Fetcher) -> None:
    """As a server sends it that does not know the length yet."""
    site.routes["/a"] = lambda visit: visit.raw(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"2\r\nab\r\n",
        b"1\r\nc\r\n0\r\n\r\n",
    )
    assert fetcher.get(site.url("/a")).content == b"abc"


def test_a_redirect_is_followed_to_where_the_page_stands(site: Site, fetcher: Fetcher) -> None:
    """Relative and whole; the last place is the page's address."""
    site.routes |= {
        "/old": redirect("/older", 301),
        "/older": redirect(site.url("/new"), 308),
        "/new": page(TEXT),
    }
    assert fetcher.get(site.url("/old")).url == site.url("/new")


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("http://169.254.169.254/latest/meta-data/", "private or reserved address"),
        ("http://10.0.0.1/", "private or reserved address"),
        ("http://[::ffff:a00:1]/", "private or reserved address"),
        ("http://0x7f.1/", "writes its host as a number"),
        ("file:///etc/passwd", "redirects to file:/etc/passwd, which is not an http"),
        ("ftp://news.example/", "is not an http or https address"),
        ("http://me:secret@news.example/", "has a user name or password in it"),
        ("http://[broken/", "cannot be found by its name"),
        ("/self", "redirects in a circle"),
        ("/round", "redirects in a circle"),
        ("/stairs/0", "redirects more than 5 times"),
    ],
)
def test_a_redirect_leads_to_no_forbidden_place(
    site: Site, fetcher: Fetcher, location: str, said: str
) -> None:
    """Each place on the way is judged as the first was."""
    site.routes |= {"/self": redirect(location), "/round": redirect("/self")}
    site.routes |= {f"/stairs/{step}": redirect(f"/stairs/{step + 1}") for step in range(20)}
    why = reason(fetcher, site.url("/self"))
    assert said in why
    assert "secret" not in why


def test_a_redirect_to_this_machine_is_refused_unless_allowed(site: Site) -> None:
    """A name that leads out is no door to what listens here."""
    with Fetcher(limits=QUICK, resolve=lambda host, port: ["127.0.0.1"]) as outside:
        assert "private or reserved" in reason(outside, site.url("/", "news.example"))
    assert site.requests == []


@pytest.mark.parametrize(
    ("route", "said"),
    [
        (server.endless, "is larger than citewire reads: not taken."),
        (server.endless_headers, "broke the connection off, or does not speak HTTP: try later."),
        (server.bomb, "is larger than citewire reads: not taken."),
        (server.cut_off, "broke the connection off, or does not speak HTTP: try later."),
        (server.no_http, "broke the connection off, or does not speak HTTP: try later."),
        (server.hang_up, "broke the connection off, or does not speak HTTP: try later."),
        (page(b"no gzip", Content_Encoding="gzip"), "arrives as damaged gzip: try later."),
        (
            page(gzip.compress(b"a" * 999)[:-9], Content_Encoding="gzip"),
            "arrives as damaged gzip: try later.",
        ),
        (page(b"a" * 100_001), "is larger than citewire reads: not taken."),
        (page(b"a", Content_Encoding="gzip, gzip"), "is packed in a way that was not asked for"),
        (page(b"a", Content_Encoding="br"), "is packed in a way that was not asked for"),
        (page(b"", status=304), "answered 304 to a question that nobody asked"),
        (page(b"", status=302), "answered 302: not read."),
        (page("", status=401), "answered 401: it wants a login, which citewire does not do."),
        (page("", status=404), "answered 404: check the address."),
        (page("", status=410), "answered 410: it is gone for good: remove it from your sources."),
        (page("", status=429), "answered 429: too many requests: try later."),
        (page("", status=500), "answered 500: try later."),
    ],
)
def test_a_bad_answer_is_one_clear_line(
    site: Site, fetcher: Fetcher, route: server.Route, said: str
) -> None:
    """And the next page of the same site is read all the same."""
    site.routes |= {"/bad": route, "/good": page(TEXT)}
    assert said in reason(fetcher, site.url("/bad"))
    if "429" not in said:
        assert fetcher.get(site.url("/good")).content == TEXT.encode()


@pytest.mark.parametrize("route", [server.drip, server.drip_headers])
def test_a_server_that_is_slow_for_ever_is_left(site: Site, route: server.Route) -> None:
    """The limit is of the whole answer, not of the time between two bytes."""
    site.routes["/slow"] = route
    limits = Limits(seconds=0.5, interval=0)
    with Fetcher(allow_loopback=True, limits=limits) as hasty:
        assert reason(hasty, site.url("/slow")) == "was not read within 0.5 s: try later."


def test_a_shorter_length_than_the_body_is_believed(site: Site, fetcher: Fetcher) -> None:
    """What follows the promised bytes is no answer to the next question."""
    site.routes |= {"/short": page(b"abcdef", Content_Length="3"), "/good": page(TEXT)}
    assert fetcher.get(site.url("/short")).content == b"abc"
    assert fetcher.get(site.url("/good")).content == TEXT.encode()


def test_files_may_be_larger_than_pages(site: Site, fetcher: Fetcher) -> None:
    """A feed of a year is no page."""
    site.routes["/feed"] = page(b"a" * 150_000, "application/rss+xml")
    assert len(fetcher.get(site.url("/feed")).content) == 150_000


@pytest.mark.parametrize("header", ["7", "Fri, 31 Dec 9999 23:59:59 GMT", "soon", "²", "-1", ""])
def test_a_wait_that_is_asked_for_is_reported(site: Site, fetcher: Fetcher, header: str) -> None:
    """In seconds, at most a day; what is no wait is none."""
    site.routes["/a"] = page("", status=503, Retry_After=header)
    with pytest.raises(FetchError) as caught:
        fetcher.get(site.url("/a"))
    waits = {"7": 7, "Fri, 31 Dec 9999 23:59:59 GMT": 86_400}
    assert (caught.value.status, caught.value.retry_after) == (503, waits.get(header))


def test_a_host_that_asks_to_wait_is_left_alone(site: Site, fetcher: Fetcher) -> None:
    """The next page of it is not asked for in the same run."""
    site.routes |= {"/a": page("", status=429, Retry_After="600"), "/b": page(TEXT)}
    assert "It asks to wait 600 s." in reason(fetcher, site.url("/a"))
    assert "asked to be left alone for 60" in reason(fetcher, site.url("/b"))
    assert site.requests == ["/robots.txt", "/a"]


def test_a_host_that_never_answers_is_asked_three_times(site: Site, fetcher: Fetcher) -> None:
    """Not once for each of its five hundred links."""
    site.routes["/bad"] = server.hang_up
    for _ in range(3):
        assert "broke the connection off" in reason(fetcher, site.url("/bad"))
    assert (
        reason(fetcher, site.url("/bad")) == "did not answer 3 times running: not tried again now."
    )
    assert site.requests.count("/bad") == 3


def test_nobody_listens(fetcher: Fetcher) -> None:
    """A closed port, a name that is none and one that cannot be one."""
    with Site() as closed:
        url = closed.url()
    assert "cannot be reached" in reason(fetcher, url)
    with Fetcher(resolve=lambda host, port: []) as nameless:
        assert "has no address: check its name." in reason(nameless, "http://news.example/")
    assert "cannot be found by its name" in reason(fetcher, "http://news.invalid/")
    assert "cannot be found by its name" in reason(fetcher, f"http://{'a' * 64}.example/")
    assert "is not an address" in reason(fetcher, "http://①②⑦.⓪.⓪.①.\u2488/")


def test_the_connection_goes_to_the_address_that_was_checked(site: Site) -> None:
    """The name is asked for once a connection, and stays the Host; its second answer is judged."""
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    site.routes |= {"/robots.txt": page("", Connection="close"), "/a": page(TEXT)}
    with Fetcher(allow_loopback=True, limits=QUICK, resolve=lambda *_: next(answers)) as fetcher:
        assert "private or reserved" in reason(fetcher, site.url("/a", "news.example"))
    assert site.requests == ["/robots.txt"]
    assert site.headers[0]["Host"] == f"news.example:{site.port}"


def test_proxies_of_the_environment_are_not_used(
    site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy would connect to whatever it likes."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    site.routes["/a"] = page(TEXT)
    with Fetcher(allow_loopback=True, limits=QUICK) as other:
        assert other.get(site.url("/a")).content == TEXT.encode()


def test_secrets_of_an_address_stand_in_no_message_and_no_log(
    site: Site, fetcher: Fetcher, caplog: pytest.LogCaptureFixture
) -> None:
    """A private feed's token is in its query."""
    caplog.set_level("INFO")
    assert "answered 404" in reason(fetcher, site.url("/feed?token=s3cret"))
    assert "s3cret" not in caplog.text
    assert site.requests[-1] == "/feed?token=s3cret"
