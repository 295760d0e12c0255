"""Cells of the archive's tables, taken for what their column holds.

A damaged page can give bytes or numbers for text, and spans that end before they start: then each
of these raises `DamagedError`.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

from retrieval.archive.trouble import DamagedError
from retrieval.types import Span


def text(cell: object) -> str:
    """A text."""
    if not isinstance(cell, str):
        raise _damaged()
    return cell


def text_or_none(cell: object) -> str | None:
    """A text, or nothing."""
    return None if cell is None else text(cell)


def number(cell: object) -> int:
    """A whole number."""
    if not isinstance(cell, int):
        raise _damaged()
    return cell


def number_or_none(cell: object) -> int | None:
    """A whole number, or nothing."""
    return None if cell is None else number(cell)


def real_or_none(cell: object) -> float | None:
    """A number, or nothing."""
    if cell is not None and not isinstance(cell, int | float):
        raise _damaged()
    return cell


def blob(cell: object, size: int) -> bytes:
    """So many bytes."""
    if not isinstance(cell, bytes) or len(cell) != size:
        raise _damaged()
    return cell


def moment(cell: object) -> datetime | None:
    """The instant of a POSIX time, in UTC; None where it is unknown."""
    if cell is None:
        return None
    try:
        return datetime.fromtimestamp(cell, UTC)  # type: ignore[arg-type]
    except (OSError, OverflowError, TypeError, ValueError):
        raise _damaged() from None


def texts(cell: object) -> tuple[str, ...]:
    """The texts of a JSON list."""
    return tuple(text(each) for each in _items(cell))


def span(start: object, stop: object) -> Span:
    """A range of characters."""
    try:
        return Span(start=number(start), stop=number(stop))
    except ValueError:
        raise _damaged() from None


def spans(cell: object) -> tuple[Span, ...]:
    """The ranges of a JSON list of pairs."""
    pairs = _items(cell)
    if not all(isinstance(each, list) and len(each) == 2 for each in pairs):
        raise _damaged()
    return tuple(span(start, stop) for start, stop in pairs)


def _items(cell: object) -> list:  # type: ignore[type-arg]
    try:
        items = json.loads(text(cell))
    except (ValueError, RecursionError):
        raise _damaged() from None
    if not isinstance(items, list):
        raise _damaged()
    return items


def _damaged() -> DamagedError:
    return DamagedError("a row is damaged")
