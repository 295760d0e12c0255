"""Foreign text on a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.render.visible import one_line, visible


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        (
            "\x1b]8;;https://evil.example\x07link\x1b]8;;\x07",
            "␛]8;;https://evil.example␇link␛]8;;␇",
        ),
        ("\x9b2J", "<U+009B>2J"),
        ("over\rwritten", "over␍written"),
        ("gpj.\u202eexe", "gpj.<U+202E>exe"),
        ("a\u2066b\u2069", "a<U+2066>b<U+2069>"),
        ("in\u00advisible\u200b\ufeff", "invisible"),
        ("tab\there", "tab here"),
        ("\ud800", "<U+D800>"),
    ],
)
def test_what_steers_a_terminal_is_shown_and_what_hides_is_dropped(
    hostile: str, shown: str
) -> None:
    """Controls become signs, bidirectional controls their number, invisible characters nothing."""
    assert visible(hostile) == shown


@pytest.mark.parametrize(
    "text",
    ["Shinzō Abe", "“Kremlin\xa0:” …", "[bold]not markup[/bold]", "👩‍🚀 می‌خواهم", "two\nlines"],
)
def test_print_is_left_alone(text: str) -> None:
    """Letters, signs, joiners, square brackets and line breaks stay as they are."""
    assert visible(text) == text


def test_one_line_is_one_line() -> None:
    """A headline with line breaks of any kind stays on its line."""
    assert one_line(" Lavrov:\r\nno\u2028dead\nlines\rhere ") == "Lavrov: no dead lines here"


@given(st.text())
def test_nothing_that_moves_the_cursor_is_left(text: str) -> None:
    """Whatever comes in, only the line break is left of all control characters."""
    left = {char for char in visible(text) if unicodedata.category(char) in ("Cc", "Cs", "Zl")}
    assert left <= {"\n"}
