"""Articles cut into passages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.archive.passages import split
from retrieval.text import paragraphs
from retrieval.types import Span

_WORDS = st.sampled_from(
    ["peace ", "treaty. ", "“We agree. ", "”", "x" * 90, "\n", "\n\n", "\u00a0"]
)
_TEXTS = st.lists(_WORDS, max_size=60).map("".join) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=400
)


@given(_TEXTS, st.integers(1, 120))
def test_every_character_stands_in_one_passage(text: str, limit: int) -> None:
    """Passages keep to the limit and the order, and lose nothing but white space."""
    end = 0
    for span in split(text, limit):
        assert 0 < len(span) <= limit
        assert span.start >= end
        assert text[end : span.start].strip() == ""
        end = span.stop
    assert text[end:].strip() == ""


@given(st.lists(st.text("ab. ", min_size=1, max_size=300), max_size=12))
def test_passages_are_whole_paragraphs(parts: list[str]) -> None:
    """Paragraphs that fit the limit are never divided, and neighbours share what room there is."""
    text = "\n\n".join(parts)
    starts = {span.start for span in paragraphs(text)}
    stops = {span.stop for span in paragraphs(text)}
    found = split(text)
    assert {span.start for span in found} <= starts
    assert {span.stop for span in found} <= stops
    for span, following in zip(found, found[1:], strict=False):
        first = next(each for each in paragraphs(text) if each.start == following.start)
        assert first.stop - span.start > 800


def test_short_neighbours_share_a_passage() -> None:
    """Three paragraphs of 350 characters make two passages: two of them together, then one."""
    text = "\n\n".join(["a" * 350, "b" * 350, "c" * 350])
    assert split(text) == (Span(start=0, stop=702), Span(start=704, stop=1054))


def test_a_long_paragraph_is_cut_at_sentence_ends() -> None:
    """Over 800 characters, the passage ends where a sentence does."""
    text = " ".join([f"{letter * 296} end." for letter in "ABCD"])
    assert [span.of(text)[-4:] for span in split(text)] == ["end.", "end."]


def test_a_sentence_over_the_limit_is_cut_between_words() -> None:
    """No word is divided while there is a space to cut at; a longer word is."""
    text = "word " * 200 + "x" * 1_000
    found = [span.of(text) for span in split(text)]
    assert [len(each) for each in found] == [799, 199, 800, 200]
    assert found[0] == ("word " * 160).strip()


def test_a_text_without_words_has_no_passage() -> None:
    """White space alone is nothing to find."""
    assert split("") == split(" \n\u00a0\n\n") == ()
