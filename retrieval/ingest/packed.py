"""Packed bytes -> bytes, never more of them than was agreed: a bomb ends when it is over."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

_PIECE = 65_536
_GZIP_OR_ZLIB, _RAW_DEFLATE = 47, -15
_PACKINGS = frozenset({"gzip", "x-gzip", "deflate"})


class TooLargeError(Exception):
    """More bytes than the limit."""


class DamagedError(Exception):
    """Not the packing that it claims to be, or cut off."""


def is_gzip(content: bytes) -> bool:
    """True where `content` begins as a gzip file does."""
    return content.startswith(b"\x1f\x8b")


def read_limited(chunks: Iterable[bytes], packing: str, limit: int) -> bytes:
    """All of `chunks`, unpacked from `packing` ("" for none), at most `limit` bytes.

    Raises `TooLargeError` as soon as there are more, and `DamagedError`.
    """
    content = bytearray()
    for piece in _unpacked(chunks) if packing in _PACKINGS else chunks:
        content += piece
        if len(content) > limit:
            raise TooLargeError
    return bytes(content)


def _unpacked(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Unpacked pieces of at most `_PIECE` bytes each, however far a chunk would expand."""
    inflater = None
    for chunk in filter(None, chunks):
        inflater = inflater or zlib.decompressobj(_window(chunk))
        while chunk and not inflater.eof:
            try:
                yield inflater.decompress(chunk, _PIECE)
            except zlib.error:
                raise DamagedError from None
            chunk = inflater.unconsumed_tail
        if inflater.eof:  # what follows the end would only be gathered
            return
    if inflater is not None:
        raise DamagedError


def _window(first: bytes) -> int:
    """Servers send "deflate" with and without a zlib header; the first bytes tell which.

    RFC 1950, section 2.2: method 8, and the first two bytes a multiple of 31.
    """
    has_header = (
        len(first) > 1 and first[0] & 15 == 8 and int.from_bytes(first[:2], "big") % 31 == 0
    )
    return _GZIP_OR_ZLIB if has_header or first.startswith(b"\x1f") else _RAW_DEFLATE
