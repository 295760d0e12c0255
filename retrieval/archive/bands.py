"""Banded MinHash signatures: what two near copies most likely have in common, as numbers.

As in Leskovec et al., "Mining of Massive Datasets", 3.4: a signature is cut into bands, and those
who agree in all rows of a band are candidates.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

BANDS, ROWS = 16, 4
"""Of 0.7 alike, 99 % are found; of 0.3, 12 % are compared in vain."""

_HEAD = 13
"""Bytes of a stored signature before its hash values: seed, their count, how they are hashed."""
_BAND = ROWS * 4
"""Bytes: the hash values have 32 bits, the least significant byte first."""


def band_keys(signature: bytes) -> list[int]:
    """A key for each band of a signature, in 64 signed bits: equal where number and rows are.

    `signature` is as `LeanMinHash.serialize(..., "<")` writes it. Raises ValueError where it is
    no such signature. A migration stores them: what it returns never changes.
    """
    if len(signature) != _HEAD + BANDS * _BAND:
        raise ValueError(f"{len(signature)} bytes are no signature")
    return list(_keys(signature[_HEAD:]))


def _keys(values: bytes) -> Iterator[int]:
    for band in range(BANDS):
        rows = values[band * _BAND : (band + 1) * _BAND]
        digest = hashlib.blake2b(bytes([band]) + rows, digest_size=8).digest()
        yield int.from_bytes(digest, "little", signed=True)
