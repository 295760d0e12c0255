"""Long words are cut at a sentence, marked, and never over the limit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.render.answer import quoted
from bot.render.context import bold
from bot.render.cut import first_sentence, head, tail
from bot.render.limits import size
from bot.render.text import bare, plain, shown

TEXTS = st.text(alphabet="ab .!?…\n*_[](😀”", max_size=300)


@given(TEXTS, st.integers(min_value=12, max_value=120))
def test_never_over_the_limit(text: str, limit: int) -> None:
    """Whatever is cut and however it is shown, Discord's count stays within the limit."""
    for render in (plain, quoted, bold):
        assert size(head(text, limit, render)) <= limit
    assert size(tail(text, limit)) <= limit


@given(TEXTS, st.integers(min_value=12, max_value=120))
def test_what_is_left_out_is_marked(text: str, limit: int) -> None:
    """Either the whole text is there, or its beginning and the mark (its end, for `tail`)."""
    words = bare(text)
    kept = shown(head(text, limit))
    assert kept == words or (kept.endswith("[…]") and words.startswith(kept[:-3].strip()))
    kept = shown(tail(text, limit))
    assert kept == words or (kept.startswith("[…]") and words.endswith(kept[3:].strip()))


def test_cut_at_the_end_of_a_sentence() -> None:
    """The last sentence that fits is whole."""
    text = "Mr. Abe spoke in the U.S. on Monday. He promised talks. Nobody believed him."
    assert shown(head(text, 66)) == "Mr. Abe spoke in the U.S. on Monday. He promised talks. […]"
    assert shown(tail(text, 40)) == "[…] Nobody believed him."


def test_cut_at_a_word_where_no_sentence_fits() -> None:
    """A word is not torn apart while one fits."""
    assert head("Kurils and Sakhalin for ever", 24) == "Kurils and \\[…\\]"


def test_cut_inside_a_word_that_alone_is_too_long() -> None:
    """Even one endless word is cut."""
    assert head("a" * 50, 20) == "a" * 14 + " \\[…\\]"


def test_first_sentence() -> None:
    """Titles and initials do not end a sentence; a paragraph without an end is taken whole."""
    assert first_sentence("Mr. Putin met J. Abe. They talked.") == "Mr. Putin met J. Abe."
    assert first_sentence("No end here\nSecond. Third.") == "No end here"
    assert first_sentence("“We will,” he said. More.") == "“We will,” he said."
