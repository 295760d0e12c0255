"""Files -> bytes: unpacked where they are packed, and never more at once than a limit."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from retrieval.errors import SourceError

MAX_LINE_BYTES = 20_000_000
TOO_LONG = f"over {MAX_LINE_BYTES // 1_000_000} MB"
MOST_BAD_ROWS = 1_000
"""A file that begins with so many rows that cannot be read is of another kind."""
_MAX_TEXT_BYTES = 50_000_000
# Real archives of news pack to a third or a quarter; a bomb to a thousandth.
_MAX_RATIO, _RATIO_FREE_BYTES = 100, 20_000_000
_CHUNK_BYTES = 65_536


@contextmanager
def opened(path: Path, name: str) -> Iterator[IO[bytes]]:
    """The bytes of a file, unpacked where its name ends in ".gz"; `name` is for messages.

    Raises `SourceError` where it cannot be opened or read, is damaged, or is a gzip bomb, at the
    moment when that is found out.
    """
    try:
        with path.open("rb") as file:
            if path.name.lower().endswith(".gz"):
                raw = _Unpacked(file, path.stat().st_size, name)
                yield io.BufferedReader(raw, _CHUNK_BYTES)
            else:
                yield file
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise SourceError(name, "is a damaged gzip file: fetch or make it again.") from None
    except OSError as error:
        raise SourceError(name, f"cannot be opened ({error.strerror}).") from None


class _Unpacked(io.RawIOBase):
    """What a gzip file holds, as long as it is in proportion to the file."""

    def __init__(self, file: IO[bytes], size: int, name: str) -> None:
        self._file, self._name = gzip.GzipFile(fileobj=file), name
        self._left = max(_RATIO_FREE_BYTES, size * _MAX_RATIO)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        content = self._file.read(len(buffer))
        self._left -= len(content)
        if self._left < 0:
            raise SourceError(
                self._name, f"unpacks to over {_MAX_RATIO} times its size: it is no news archive."
            )
        buffer[: len(content)] = content
        return len(content)


def bounded_lines(file: IO[bytes]) -> Iterator[bytes]:
    """The lines of `file`; of one over `MAX_LINE_BYTES`, its beginning, which is a byte more."""
    while line := file.readline(MAX_LINE_BYTES + 1):
        yield line
        while len(line) > MAX_LINE_BYTES and not line.endswith(b"\n"):
            line = file.readline(MAX_LINE_BYTES + 1)


def whole(file: IO[bytes], name: str) -> bytes:
    """All bytes of `file`; raises `SourceError` where it is too large to be one text."""
    content = file.read(_MAX_TEXT_BYTES + 1)
    if len(content) > _MAX_TEXT_BYTES:
        raise SourceError(name, f"is over {_MAX_TEXT_BYTES // 1_000_000} MB.")
    return content
