"""What hosts may expect: robots.txt is obeyed, and a pace is kept."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web_site import server
from web_site.server import Route, Site, page, redirect

from retrieval.errors import FetchError
from retrieval.ingest.fetch import Fetcher, Limits
from retrieval.ingest.manners import Manners

QUICK = Limits(seconds=10, interval=0)
HASTY = Limits(seconds=0.5, interval=0)


class Hands:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def manners(robots: bytes, hands: Hands, interval: float = 1.0) -> Manners:
    """Those of a reader whose hosts all have this robots.txt."""
    return Manners(lambda url: robots, interval, hands)


def test_a_host_is_not_asked_more_often_than_agreed() -> None:
    """One second between two requests to a host, none between two hosts."""
    hands = Hands()
    polite = manners(b"", hands)
    for url in ("http://a.example/1", "http://b.example/1", "http://a.example/2"):
        polite.wait_for(url)
    assert hands.slept == [0.0, 0.0, 1.0]


def test_a_crawl_delay_is_kept() -> None:
    """Where it asks for more than the reader's own pace, but no longer than half a minute."""
    hands = Hands()
    polite = manners(b"User-agent: citewire\nCrawl-delay: 7", hands)
    polite.wait_for("http://a.example/1")
    polite.wait_for("http://a.example/2")
    assert hands.slept == [0.0, 7.0]
    for delay in (b"9999", b"1e308"):
        with pytest.raises(FetchError, match="between requests: too long to wait"):
            manners(b"User-agent: *\nCrawl-delay: " + delay, hands).wait_for("http://a.example/1")


@pytest.mark.parametrize(
    ("rules", "closed"),
    [
        ("User-agent: *\nDisallow: /private", True),
        ("User-agent: citewire\nDisallow: /", True),
        ("User-agent: citewire\nAllow: /\n\nUser-agent: *\nDisallow: /", False),
        ("User-agent: otherbot\nDisallow: /", False),
        ("User-agent: *\nDisallow: /*.html$", False),
        ("<html>not found</html>", False),
        ("", False),
    ],
)
def test_robots_txt_is_obeyed(rules: str, closed: bool) -> None:
    """By the group of rules that is for this reader (RFC 9309)."""
    with Site({"/robots.txt": page(rules), "/private/a": page("text")}) as site:
        with Fetcher(allow_loopback=True, limits=QUICK) as fetcher:
            if closed:
                with pytest.raises(FetchError, match=r"closed to readers like this one"):
                    fetcher.get(site.url("/private/a"))
            else:
                assert fetcher.get(site.url("/private/a")).content == b"text"
        assert site.requests == ["/robots.txt"] + ["/private/a"] * (not closed)


@pytest.mark.parametrize(
    ("route", "said"),
    [
        (page("", status=500), "is not read, because its robots.txt answered 500: try later."),
        (page("", status=429), "is not read, because its robots.txt answered 429"),
        (server.drip, "was not read within 0.5 s"),
        (server.endless, "is not read, because its robots.txt is larger than citewire reads"),
        (server.hang_up, "broke the connection off"),
        (redirect("http://10.0.0.1/robots.txt"), "leads to a private or reserved"),
    ],
)
def test_rules_that_cannot_be_known_forbid_everything(route: Route, said: str) -> None:
    """And are asked for once."""
    with Site({"/robots.txt": route, "/a": page("text")}) as site:
        with Fetcher(
            allow_loopback=True, limits=HASTY if route is server.drip else QUICK
        ) as fetcher:
            for _ in range(2):
                with pytest.raises(FetchError) as caught:
                    fetcher.get(site.url("/a"))
                assert said in str(caught.value)
        assert site.requests == ["/robots.txt"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_no_robots_txt_allows_everything(status: int) -> None:
    """As the standard says of all codes of this class."""
    with (
        Site({"/robots.txt": page("", status=status), "/a": page("text")}) as site,
        Fetcher(allow_loopback=True, limits=QUICK) as fetcher,
    ):
        assert fetcher.get(site.url("/a")).content == b"text"


def test_a_redirect_is_no_way_round_robots_txt() -> None:
    """The place that it leads to is asked about as well."""
    rules = page("User-agent: *\nDisallow: /closed")
    with (
        Site({"/robots.txt": rules, "/open": redirect("/closed"), "/closed": page("x")}) as site,
        Fetcher(allow_loopback=True, limits=QUICK) as fetcher,
    ):
        with pytest.raises(FetchError, match="closed to readers"):
            fetcher.get(site.url("/open"))
        assert site.requests == ["/robots.txt", "/open"]


@given(
    st.lists(
        st.sampled_from(
            b"User-agent|:|*|\n|Disallow|Allow|Crawl-delay|/|$|nan|inf|-1|%|\xff|\0|citewire".split(
                b"|"
            )
        )
    ).map(b"".join)
)
def test_any_robots_txt_is_a_yes_or_a_no(robots: bytes) -> None:
    """Never another error than the reader's own."""
    with contextlib.suppress(FetchError):
        manners(robots, Hands()).wait_for("http://a.example/a?b=%")
