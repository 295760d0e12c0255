"""Foreign text made safe for a terminal: nothing in it can move the cursor, colour or reorder."""

from __future__ import annotations

import re
import unicodedata

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_JOINERS = "\u200c\u200d"
"""They shape letters and emoji, and hide nothing."""
_SUSPECT = re.compile(r"[^\S\n ]|[^\w\s!-~]")
"""A cheap first pass: letters, digits, ASCII signs, spaces and line breaks are never touched."""
_BIDI_MARK = re.compile(f"[{_BIDI}]")


def visible(text: str) -> str:
    """`text` with every control character shown as a sign and invisible ones removed.

    Line breaks stay, tabs become spaces, ESC becomes `␛`, a bidirectional control becomes its
    number such as `<U+202E>`. What is a letter or a sign in print stays as it is.
    """
    return _SUSPECT.sub(lambda found: _shown(found[0]), text.replace("\r\n", "\n"))


def one_line(text: str) -> str:
    """`visible(text)` with each run of white space, line breaks too, as one space."""
    return " ".join(visible(text.replace("\r", "\n")).split())


def _shown(char: str) -> str:
    if char == "\t":
        return " "
    category = unicodedata.category(char)
    if category == "Cc":
        return _control_picture(ord(char))
    if _BIDI_MARK.match(char) or category in ("Cs", "Co"):
        return f"<U+{ord(char):04X}>"
    if category in ("Zl", "Zp"):
        return "\n"
    return "" if category == "Cf" and char not in _JOINERS else char


def _control_picture(code: int) -> str:
    """The Unicode sign that stands for a control character, such as ␛ for ESC."""
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else f"<U+{code:04X}>"
