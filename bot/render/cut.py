"""Long words made short: at the end of a sentence where one fits, and never silently."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence

from bot.render.limits import size
from bot.render.text import bare, plain

OMITTED = "[…]"
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s)")
WORD_END = re.compile(r"\S(?=\s)")

Render = Callable[[str], str]


def head(text: str, limit: int, render: Render = plain) -> str:
    """`render(bare(text))` in at most `limit` UTF-16 units, what is left out marked at its end.

    `render` must grow with its input. Where not even the mark fits, the result is empty.
    """
    text = bare(text)

    def shortened(end: int) -> str:
        return render(f"{text[:end].rstrip()} {OMITTED}")

    return _longest(text, limit, render, shortened, _ends(text))


def tail(text: str, limit: int, render: Render = plain) -> str:
    """Like `head`, but keeps the end of `text` and marks what is left out at its beginning."""
    text = bare(text)

    def shortened(kept: int) -> str:
        return render(f"{OMITTED} {text[len(text) - kept :].lstrip()}")

    sentences, words, characters = _ends(text)
    from_the_end = [[len(text) - end for end in reversed(ends)] for ends in (sentences, words)]
    return _longest(text, limit, render, shortened, (*from_the_end, characters))


def first_sentence(text: str) -> str:
    """The first sentence of `text`, or its first paragraph where no sentence ends in it."""
    paragraph = bare(text).partition("\n")[0]
    ends = [m.end() for m in SENTENCE_END.finditer(paragraph) if _ends_a_sentence(paragraph, m)]
    return paragraph[: ends[0]] if ends else paragraph


def _ends_a_sentence(text: str, match: re.Match[str]) -> bool:
    """False after "Mr.", "U.S." or an initial: a word of one or two letters, or one with dots."""
    word = text[: match.start()].rpartition(" ")[2].lstrip("(“\"'‘")
    return text[match.start()] != "." or (len(word) > 2 and "." not in word)


def _ends(text: str) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
    """Where `text` may be cut, best first: after sentences, after words, anywhere."""
    sentences = [m.end() for m in SENTENCE_END.finditer(text) if _ends_a_sentence(text, m)]
    return sentences, [m.end() for m in WORD_END.finditer(text)], range(1, len(text))


def _longest(
    text: str,
    limit: int,
    render: Render,
    shortened: Callable[[int], str],
    ways: Sequence[Sequence[int]],
) -> str:
    """The whole text if it fits, else the longest cut of the first way that has one that fits."""
    if size(render(text)) <= limit:
        return render(text)
    for lengths in ways:
        fitting = bisect_right(lengths, limit, key=lambda length: size(shortened(length)))
        if fitting:
            return shortened(lengths[fitting - 1])
    return render(OMITTED) if size(render(OMITTED)) <= limit else ""
