"""The gateway's transport compression: one stream a connection, flushed after each message."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any, Protocol


class Stream(Protocol):
    """Turns a gateway message into the next bytes of the stream."""

    def pack(self, text: str) -> bytes | str:
        """The frame to send; a str goes out as a text frame."""
        ...


class Plain:
    """No compression was asked for."""

    def pack(self, text: str) -> str:
        """`text` as it is."""
        return text


class ZlibStream:
    """`compress=zlib-stream`: each message ends in an empty stored block (00 00 FF FF)."""

    def __init__(self) -> None:
        self._stream = zlib.compressobj()

    def pack(self, text: str) -> bytes:
        """The next frame of the stream."""
        return self._stream.compress(text.encode()) + self._stream.flush(zlib.Z_SYNC_FLUSH)


class ZstdStream:
    """`compress=zstd-stream`: asked for only where the client found the package `zstandard`."""

    def __init__(self) -> None:
        import zstandard  # type: ignore[import-not-found, unused-ignore]

        self._stream: Any = zstandard.ZstdCompressor().compressobj()
        self._flush = zstandard.COMPRESSOBJ_FLUSH_BLOCK

    def pack(self, text: str) -> bytes:
        """The next frame of the stream."""
        return bytes(self._stream.compress(text.encode()) + self._stream.flush(self._flush))


def open_stream(kind: str | None) -> Stream:
    """The stream for the `compress` parameter of the connection."""
    kinds: dict[str | None, Callable[[], Stream]] = {
        None: Plain,
        "zlib-stream": ZlibStream,
        "zstd-stream": ZstdStream,
    }
    return kinds[kind]()
