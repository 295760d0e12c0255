"""Bytes -> characters, whatever the sender says about them."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w:.-]{2,40})""", re.IGNORECASE)
_HEAD_BYTES = 4096
_SAMPLE_BYTES = 50_000
# The encodings of the web (https://encoding.spec.whatwg.org/#names-and-labels) by Python's names;
# others that Python knows, such as punycode, are no charsets or cost far too much time.
_OF_THE_WEB = re.compile(
    r"utf-8|utf-16(-[lb]e)?|cp125[0-8]|cp866|cp874|iso8859-\d+|koi8-[ru]|mac-(roman|cyrillic)|"
    r"gb18030|big5|big5hkscs|euc_jp|shift_jis|iso2022_jp|euc_kr|cp949"
)
# What pages call by the first name is the second, its superset (same standard).
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "euc_kr": "cp949",
}


def decode(content: bytes, charset: str | None = None) -> str:
    """The characters of `content`; `charset` is what its sender said, and believed where it fits.

    A byte-order mark comes first, then UTF-8 where all bytes are of it, then the sender's word,
    the document's own, and a guess by charset-normalizer. Bytes that are of no charset become
    U+FFFD. Never raises.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    declared = _DECLARED.search(content[:_HEAD_BYTES])
    names = [charset or "", declared[1].decode("ascii", "replace") if declared else ""]
    said = [known for name in names if (known := _known(name))]
    # Text in another charset is hardly ever UTF-8 by accident, but pages that lie are common;
    # only escape codes hide in plain ASCII.
    order = said if "iso2022_jp" in said else ["utf-8", *said]
    for encoding in order:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode(said[0] if said else _guess(content), "replace")


def _known(name: str) -> str | None:
    """Python's name of a charset of the web."""
    try:
        encoding = codecs.lookup(name.strip()).name
    except (LookupError, ValueError):
        return None
    encoding = _SUPERSETS.get(encoding, encoding)
    return encoding if _OF_THE_WEB.fullmatch(encoding) else None


def _guess(content: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(content[:_SAMPLE_BYTES]).best()
    return (_known(best.encoding) if best else None) or "utf-8"
