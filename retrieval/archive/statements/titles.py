"""Quotation marks around the title of a work, which nobody says: `on “Meet the Press”`."""

from __future__ import annotations

import re

TITLE = "\ue001"
"""Stands for each character of a quoted title in a masked text."""

_LONGEST = 80
_SMALL = "a|an|the|of|and|in|on|for|to|with|at|by|from|or|is|as|de|la|le|vs"
_WORD = r"(?:[^\W_a-z][\w.’'\-]*:?|&)"
_TITLE = re.compile(rf"[“\"«‘']{_WORD}(?:,? (?:{_WORD}|{_SMALL}))*[.,?!]?[”\"»’']")
_WORD_BEFORE = re.compile(r"([\w’']+)[ \xa0]$")
_LEADS = frozenset(
    "in on of from with at by for about the a an and its his her their this like film movie book "
    "show series song album single novel play program programme memoir episode poem track "
    "documentary comedy drama sitcom podcast magazine titled entitled musical hit".split()
)


def is_title(text: str, start: int, stop: int) -> bool:
    """Whether `[start, stop)`, marks included, is a title: capitals, after `on`, `NBC’s`."""
    if stop - start > _LONGEST or not _TITLE.fullmatch(text, start, stop):
        return False
    before = _WORD_BEFORE.search(text, max(0, start - 20), start)
    word = before.group(1) if before else ""
    return word.lower() in _LEADS or word.endswith(("’s", "'s"))


def is_heading(text: str, start: int, stop: int) -> bool:
    """Whether `[start, stop)`, marks included, has two words or more, all capitalised."""
    return (
        stop - start <= _LONGEST
        and text.count(" ", start, stop) > 0
        and _TITLE.fullmatch(text, start, stop) is not None
    )
