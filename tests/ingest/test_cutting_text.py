"""How text is cut into paragraphs and sentences, and how it is compared."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.text import fold, paragraphs, sentences, stem, trim, words
from retrieval.types import Span

_PIECES = st.sampled_from(
    ["J. ", "J.\u00a0", "Mr. ", "U.S. ", "é.", "“", "”", "‘", "’", '"', "'", "«", "»", "\u00a0"]
    + ["\u2003", "…", "...", "😀", "\n", "\n\n", "!", "?! ", "A", "b ", "1.", "\x00", "\u202e"]
    + ["\u200b", "\u2028", "\x85", "\x1c", "\r\n", "\t", "• ", "– ", "(", "]", "ﬁ", "ō", "\u0301"]
)
TEXTS = st.lists(_PIECES, max_size=30).map("".join) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=200
)


def assert_covers(text: str, spans: Sequence[Span], within: Span | None = None) -> None:
    """Spans are trimmed, in order, apart, and leave nothing but white space between them."""
    end, stop = (within.start, within.stop) if within else (0, len(text))
    for span in spans:
        assert span.start >= end
        assert text[end : span.start].strip() == ""
        assert span.of(text) == span.of(text).strip() != ""
        end = span.stop
    assert end <= stop
    assert text[end:stop].strip() == ""


@given(TEXTS)
def test_paragraphs_cover_a_text(text: str) -> None:
    """Every character that is not white space stands in exactly one paragraph."""
    assert_covers(text, paragraphs(text))


@given(TEXTS)
def test_sentences_cover_their_paragraph(text: str) -> None:
    """Every character of a paragraph stands in exactly one of its sentences, and none beside it."""
    for paragraph in paragraphs(text):
        assert_covers(text, sentences(text, paragraph), paragraph)


def test_the_number_of_a_lists_entry_stays_with_it() -> None:
    """A number that is a sentence of its own stays one."""
    text = "Best airports:\n1. Detroit. How many gates? 129. It is big.\n(2) Tampa."
    found = sentences(text, Span(start=0, stop=len(text)))
    assert [each.of(text) for each in found] == [
        "Best airports:", "1. Detroit.", "How many gates?", "129.", "It is big.", "(2) Tampa.",
    ]  # fmt: skip


def test_a_no_break_space_before_an_initial_is_a_space() -> None:
    """White space of several bytes stands in real news and harms no sentence."""
    text = "He met J.\u00a0B. Smith.\u2003Then he left."
    found = sentences(text, Span(start=0, stop=len(text)))
    assert_covers(text, found)
    assert found[-1].of(text) == "Then he left."


@pytest.mark.parametrize(
    "text", ["“" * 5_000, "x" * 100_000, "Mr. " * 25_000, '"A." ' * 20_000, "\n \n" * 33_000 + "x"]
)
def test_a_monotonous_text_is_cut_too(text: str) -> None:
    """Long runs of the same thing are read to the end."""
    for paragraph in paragraphs(text):
        assert_covers(text, sentences(text, paragraph), paragraph)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\n\nTwo\nstill two.\n \n\n Three.", ["One.", "Two\nstill two.", "Three."]),
        ("One.\nTwo.\r\n  Three.", ["One.", "Two.", "Three."]),
        ("One.\r\n\r\nTwo\r\nstill two.", ["One.", "Two\r\nstill two."]),
        (" \n\n\t", []),
        ("", []),
    ],
)
def test_paragraphs_end_at_blank_lines_or_else_at_lines(text: str, expected: list[str]) -> None:
    """A text without blank lines has a paragraph a line."""
    assert [span.of(text) for span in paragraphs(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sen. Kaine spoke. He left.", ["Sen. Kaine spoke.", "He left."]),
        ("The U.S. agreed. It signed.", ["The U.S. agreed.", "It signed."]),
        (
            "“We agree. We sign.” Abe left.",
            ["“We agree. We sign.”", "Abe left."],
        ),
        ("He nodded. “We will sign and …", ["He nodded.", "“We will sign and …"]),
        (
            '“It is late. We wait," Ann said. "Nobody came.',
            ['“It is late. We wait," Ann said.', '"Nobody came.'],
        ),
    ],
)
def test_sentences_know_abbreviations_and_quotations(text: str, expected: list[str]) -> None:
    """Neither "Sen." nor the inside of a quotation ends a sentence; a cut quotation keeps “."""
    found = sentences(text, Span(start=0, stop=len(text)))
    assert [span.of(text) for span in found] == expected


def test_sentences_are_offsets_into_the_whole_text() -> None:
    """A paragraph in the middle of a text gives spans that count from the text's beginning."""
    text = "😀 First.\n\nSecond. Third."
    found = sentences(text, paragraphs(text)[1])
    assert found == (Span(start=10, stop=17), Span(start=18, stop=24))


def test_trim_leaves_nothing_of_white_space() -> None:
    """Every kind of white space is trimmed, and a span of it alone is none."""
    assert trim(" \u00a0a b\u2028\n", 0, 7) == Span(start=2, stop=5)
    assert trim(" \u00a0\t\n", 0, 4) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shinzō", "shinzo"),
        ("Straße", "strasse"),
        ("ﬁne", "fine"),
        ("Lech Wałęsa", "lech wałesa"),
        ("\x00\u202e", "\x00\u202e"),
    ],
)
def test_fold_takes_case_and_diacritics_away(text: str, expected: str) -> None:
    """Letters of their own, such as "ł", stay."""
    assert fold(text) == expected


@given(TEXTS)
def test_folding_twice_is_folding_once_for_words(text: str) -> None:
    """The words of a text are the words of those words."""
    once = words(text)
    assert words(" ".join(once)) == once


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("U.S. bases", ["u.s", "bases"]),
        ("1,103 of 2.5", ["1,103", "of", "2.5"]),
        ("Japan’s and Japan's", ["japan", "and", "japan"]),
        ("Kremlin : no", ["kremlin", "no"]),
        ("peace\u00a0treaty", ["peace", "treaty"]),
        ("snake_case — “don’t”", ["snake", "case", "don't"]),
        ("?! …", []),
    ],
)
def test_words_are_folded_and_whole(text: str, expected: list[str]) -> None:
    """Initials, numbers and possessives are one word each."""
    assert words(text) == expected


def test_stems_join_the_forms_of_a_word() -> None:
    """Snowball's English stems; those of irregular forms are their word's."""
    assert {stem(word) for word in ("sanction", "sanctions", "sanctioned")} == {"sanction"}
    assert {stem(word) for word in ("win", "won", "wins", "winning")} == {"win"}
    assert {stem(word) for word in ("crisis", "crises")} == {"crisi"}
    assert {stem(word) for word in ("base", "based", "bases", "basis")} == {"base"}


def test_a_name_or_another_word_is_no_irregular_form() -> None:
    """Pete Rose, the left wing and a founded town are none of rise, leave and find."""
    alike = {"rose": "rise", "left": "leave", "found": "find", "drew": "draw", "lives": "life"}
    assert [form for form, word in alike.items() if stem(form) == stem(word)] == []
