"""The only path for foreign text: archive words and members' words, made inert for Discord.

Two steps, in this order: `bare` drops what a reader cannot see, then `plain` puts a backslash
before every punctuation character that Discord's Markdown, mentions or automatic links could begin
or end with. Because *no* such character stays live, no construct can form, over a line break or
otherwise; because Discord shows `\\*` as `*`, the reader still sees the words as they stand.
"""

from __future__ import annotations

import re
import unicodedata

LINE_BREAKS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
BLANK_RUN = re.compile(r"\n[^\S\n]*\n\s*\n")
LIVE = re.compile(r"[\\*_~|`<>#\-+\[\]():@./]")
ESCAPED = re.compile(r"\\([\\*_~|`<>#\-+\[\]():@./])")

# Default-ignorable code points that are not in category Cf: fillers and variation selectors.
IGNORABLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    "\U000e0000-\U000e0fff]"
)


def _visible(character: str) -> str:
    """The character, or "" for what nobody can see; half a surrogate pair becomes U+FFFD."""
    category = unicodedata.category(character)
    if category == "Cs":
        return "\ufffd"
    return "" if category in ("Cc", "Cf") and character != "\n" else character


def bare(text: str) -> str:
    """`text` without what cannot be seen: controls, zero-width, bidirectional, fillers.

    Tabs become spaces; line breaks of every kind become `\\n`, at most two in a row. What comes out
    is safe where Discord shows no Markdown (a choice of the autocompletion, the name of a thread).
    """
    text = LINE_BREAKS.sub("\n", text).replace("\t", " ")
    text = IGNORABLE.sub("", "".join(map(_visible, text)))
    return BLANK_RUN.sub("\n\n", text).strip()


def plain(text: str) -> str:
    """`bare(text)` with every live character escaped: it can format, link, ping or hide nothing."""
    return LIVE.sub(r"\\\g<0>", bare(text))


def one_line(text: str) -> str:
    """`text` with every run of white space as one space, still to be made `plain`."""
    return " ".join(bare(text).split())


def shown(escaped: str) -> str:
    """What a reader sees of a `plain` text: the inverse of the escaping."""
    return ESCAPED.sub(r"\1", escaped)
