"""Links lead by https to a named host, say so, and cannot break out of their brackets."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.links import link


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://news.example/a?b=1#c", "[news.example](https://news.example/a?b=1)"),
        ("https://NEWS.example", "[news.example](https://news.example/)"),
        ("https://münchen.example/", "[xn--mnchen-3ya.example](https://xn--mnchen-3ya.example/)"),
        (
            'https://news.example/a_(b)/[c]\\>"',
            "[news.example](https://news.example/a_%28b%29/%5Bc%5D%5C%3E%22)",
        ),
        ("https://news.example/é x", "[news.example](https://news.example/%C3%A9%20x)"),
        ("https://news.example/a%20b", "[news.example](https://news.example/a%20b)"),
    ],
)
def test_a_safe_link_is_shown_with_its_host(url: str, shown: str) -> None:
    """What could end the link early is percent-encoded; the label is the host alone."""
    assert link(url) == shown


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "http://news.example/",
        "javascript:alert(1)",
        "discord://x",
        "https://bank.example@evil.example/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://localhost/",
        "https://news.example:8443/",
        "https://news_.example/",
        "https://",
        "https://news.example/" + "a" * 400,
        "//news.example/",
        "seed.txt",
    ],
)
def test_anything_else_is_no_link(url: str | None) -> None:
    """No other scheme, login, port, address or endless address is ever a link."""
    assert link(url) is None


@given(st.text(max_size=80), st.text(alphabet="ab()[]<>\\`* \n\u202e\"'", max_size=40))
def test_a_link_cannot_break_out(host: str, path: str) -> None:
    """Every link has the one shape, whatever the address holds."""
    for url in (f"https://{host}/{path}", f"https://news.example/{path}", host):
        shown = link(url)
        pattern = r"\[([a-z0-9.-]+)\]\(https://\1/[\x21\x23-\x27\x2a-\x3b=\x3f-\x5a_a-z~]*\)"
        assert shown is None or re.fullmatch(pattern, shown)
