"""Which addresses are read, and which are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import FetchError
from retrieval.ingest.address import address_problem, shown, url_problem
from retrieval.ingest.fetch import Fetcher

FORBIDDEN = (
    "0.0.0.0 10.0.0.1 100.64.0.1 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1 192.0.2.1 "
    "192.168.1.1 198.18.0.1 224.0.0.1 240.0.0.1 255.255.255.255 :: ::1 ::127.0.0.1 ::8.8.8.8 "
    "::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 64:ff9b::7f00:1 64:ff9b::a00:1 "
    "64:ff9b:1::1 2001::1 2001:db8::1 2002:7f00:1:: 2002:a00:1:: 2002:c0a8:101::1 fc00::1 fd00::1 "
    "fe80::1 fe80::1%eth0 fec0::1 ff02::1 nonsense"
).split()
PUBLIC = "8.8.8.8 93.184.216.34 2606:4700::1111 ::ffff:8.8.8.8 64:ff9b::808:808 2002:808:808::1"


@pytest.mark.parametrize("address", FORBIDDEN)
def test_private_and_reserved_addresses_are_forbidden(address: str) -> None:
    """Also where an IPv6 address only carries one."""
    assert address_problem(address, 80, allow_loopback=False)


@pytest.mark.parametrize("address", PUBLIC.split())
def test_public_addresses_are_read_at_the_ports_of_the_web(address: str) -> None:
    """And at no other: a mail server is not read."""
    assert address_problem(address, 443, allow_loopback=False) is None
    assert address_problem(address, 8080, allow_loopback=True) is None
    assert address_problem(address, 25, allow_loopback=True) == (
        "names port 25: only 80, 443, 8080, 8443 are read."
    )


def test_loopback_alone_can_be_allowed() -> None:
    """At any port; what is private besides stays forbidden."""
    allowed = [each for each in FORBIDDEN if not address_problem(each, 9, allow_loopback=True)]
    assert (
        allowed
        == ("127.0.0.1 127.255.255.254 ::1 ::ffff:127.0.0.1 64:ff9b::7f00:1 2002:7f00:1::").split()
    )


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://news.example/",
        "gopher://news.example/",
        "javascript:alert(1)",
        "data:text/html,hello",
        "news.example/feed",
        "http://",
        "http:///path",
        "http://reader:secret@news.example/",
        "http://secret@news.example/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://127.0.0.1./",
        "http://news.example:port/",
        "http://news.example:99999/",
        "http://[::1/",
        "http://news.example/a b",
        "http://news.example/\r\nHost: other.example",
        "http://news.example/\x00",
        "http://news.example/" + "a" * 2_000,
        "",
    ],
)
def test_what_is_no_plain_web_address_is_not_asked_for(url: str) -> None:
    """One line says why, without the password and in a few characters."""
    with Fetcher() as fetcher, pytest.raises(FetchError) as caught:
        fetcher.get(url)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("name", ["intranet.example", "xn--bcher-kva.example"])
@pytest.mark.parametrize("address", FORBIDDEN[:12])
def test_a_name_that_stands_for_a_forbidden_address_is_not_read(name: str, address: str) -> None:
    """One forbidden address among public ones is enough."""
    with (
        Fetcher(resolve=lambda host, port: ["8.8.8.8", address]) as fetcher,
        pytest.raises(FetchError) as caught,
    ):
        fetcher.get(f"http://{name}/news")
    assert "leads to a private or reserved address, which is never read." in str(caught.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "[::ffff:7f00:1]", "10.0.0.1", "localhost"])
def test_an_address_in_the_url_itself_is_judged_as_well(host: str) -> None:
    """Without a resolver of ours."""
    with Fetcher() as fetcher, pytest.raises(FetchError, match="private or reserved"):
        fetcher.get(f"http://{host}/")


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("https://news.example/a/b", "https://news.example/a/b"),
        ("https://me:pw@news.example/feed?token=abc#top", "https://news.example/feed?…"),
        ("https://news.example/a\u202eb\n", "https://news.example/a\ufffdb\ufffd"),
        ("https://news.example/" + "a" * 300, "https://news.example/" + "a" * 179 + "…"),
        ("not an address", "not an address"),
    ],
)
def test_a_message_shows_an_address_without_its_secrets(url: str, line: str) -> None:
    """Neither the user nor the query, and no character that turns a line round."""
    assert shown(url) == line


@given(st.text() | st.text().map("http://".__add__))
def test_any_text_is_judged_without_an_error(url: str) -> None:
    """A problem is one line, or there is none."""
    problem = url_problem(url)
    assert problem is None or "\n" not in problem
    assert shown(url).isprintable()


@given(st.ip_addresses())
def test_no_address_of_a_private_network_passes(address: object) -> None:
    """Whatever Python's own tables call private, loopback, link-local or multicast."""
    private = any(
        getattr(address, f"is_{kind}")
        for kind in ("private", "loopback", "link_local", "multicast", "reserved", "unspecified")
    )
    if private and not str(address).startswith(("::ffff:", "64:ff9b::", "2002:")):
        assert address_problem(str(address), 80, allow_loopback=False)
