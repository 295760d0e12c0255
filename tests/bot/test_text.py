"""Foreign text can neither format, link, ping nor hide, and is read as it stands."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.render.text import bare, one_line, plain, shown

# Discord takes a backslash and the punctuation after it as that character, and nothing more:
# simple-markdown's rule `escape`, /^\\([^0-9A-Za-z\s])/, which Discord uses unchanged.
ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
LIVE = re.compile(
    r"[\\*_~|`<>\[\]()#@]"  # emphasis, spoilers, code, mentions, links, headings
    r"|\w:\S"  # an automatic link, also of a scheme of its own
    r"|(?m:^\s*(?:[-+]|\d+\.)\s)"  # lists and small print
)

HOSTILE = [
    "[click](https://evil.example) and [again](https://evil.example/2)",
    "[over\na line](https://evil.example)",
    "[a](<https://evil.example>)",
    "<@123> <@!123> <@&123> <#123> </ask:123> <t:1700000000:R> <:emoji:123> <a:e:1>",
    "<id:customize> <https://evil.example> <mailto:a@b.example>",
    "@everyone @here",
    "```py\ncode\n``` `inline` ``two``",
    "# Heading\n## Two\n-# small\n- item\n* item\n+ item\n1. one\n> quote\n>>> all",
    "||spoiler|| **bold** *i* __u__ _i_ ~~gone~~ ***",
    "https://evil.example steam://x discord.gg/abc",
    "\\*already\\* \\",
    "\\[x](https://evil.example)",
    "left\u202eright \u2066x\u2069 zero\u200bwidth\u2060 \ufeffbom soft\u00adhyphen",
    "a\u2028b\u2029c\x0bd\r\ne",
    "\U000e0041\U000e0042 tags \ufe0f\u3164\u115f",
    "*\u200b*bold*\u200b* [a]\u200b(https://evil.example)",
]
MARKDOWN = st.text(alphabet="[]()<>@#*_~|`\\:/-+.>! \n1ath\u200b\u202e", max_size=60)
FOREIGN = st.one_of(st.text(max_size=200), MARKDOWN, st.sampled_from(HOSTILE))


@given(FOREIGN)
@example("\\" * 3)
def test_nothing_in_foreign_text_stays_live(text: str) -> None:
    """After Discord took the escapes out, no character is left that could begin a construct."""
    assert LIVE.search(ESCAPE.sub("x", plain(text))) is None


@given(FOREIGN)
def test_the_reader_sees_the_words_as_they_stand(text: str) -> None:
    """What Discord shows of the escaped text is the text, without what nobody can see."""
    assert ESCAPE.sub(r"\1", plain(text)) == bare(text)
    assert shown(plain(text)) == bare(text)


@given(FOREIGN)
def test_another_markdown_parser_finds_only_words(text: str) -> None:
    """CommonMark, which shares links, headings, lists, quotes and code, sees paragraphs only."""
    tokens = MarkdownIt("commonmark").enable("strikethrough").parse(plain(text))
    kinds = {t.type for token in tokens for t in (token, *(token.children or ()))}
    assert kinds <= {
        "paragraph_open",
        "paragraph_close",
        "inline",
        "text",
        "text_special",
        "softbreak",
        "hardbreak",
        "code_block",  # four spaces, which mean nothing to Discord
    }


@given(st.text(max_size=200))
def test_nothing_invisible_passes(text: str) -> None:
    """No control, format or filler character is left, and no half of a surrogate pair."""
    for character in plain(text).replace("\n", ""):
        assert unicodedata.category(character) not in ("Cc", "Cf", "Cs")
        assert character not in "\u034f\u115f\u1160\u3164\ufe0f\uffa0"


@given(FOREIGN)
def test_one_line_has_no_line_break(text: str) -> None:
    """A title or a name stays on its line."""
    assert "\n" not in one_line(text)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("Shinzō’s plan: “yes”", "Shinzō’s plan\\: “yes”"),
        ("[a](https://evil.example)", "\\[a\\]\\(https\\:\\/\\/evil\\.example\\)"),
        ("<@1> @everyone", "\\<\\@1\\> \\@everyone"),
        ("one\u200b\u202etwo", "onetwo"),
        ("one\r\n\r\n\r\n\r\ntwo\tthree", "one\n\ntwo three"),
    ],
)
def test_plain_by_example(text: str, escaped: str) -> None:
    """The literal bytes that go over the wire."""
    assert plain(text) == escaped
