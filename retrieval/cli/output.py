"""What a command writes: pages and JSON to stdout, complaints to stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from retrieval.render.records import Record, to_json
from retrieval.render.visible import one_line

if TYPE_CHECKING:
    from rich.console import RenderableType

ABSTAINED = 3
"""The exit code where the archive has no answer, or no words of whom was asked for."""


def print_page(parts: Iterable[RenderableType]) -> None:
    """Write the parts of a page for a person, one below the other."""
    from retrieval.render.console import open_console, write

    write(open_console(), parts)


def print_json(record: Record) -> None:
    """Write one JSON object, indented."""
    _write(to_json(record, indent=2))


def print_row(record: Record) -> None:
    """Write one JSON object as a line of its own, at once."""
    _write(to_json(record))


def complain(message: str) -> None:
    """Write one line on stderr; what is foreign in it cannot steer the terminal."""
    print(f"citewire: {one_line(message)}", file=sys.stderr, flush=True)


def _write(text: str) -> None:
    """JSON is UTF-8, whatever the terminal's encoding."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode() + b"\n")
    sys.stdout.buffer.flush()
