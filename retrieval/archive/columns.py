"""What the columns of the archive hold, in both databases."""

from __future__ import annotations

from typing import Any

from sqlalchemy import REAL, BigInteger, Boolean, Dialect, Double, Integer, LargeBinary, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

_MARK = "\ufdd0"
"""A character that no text is meant to hold (a noncharacter of Unicode)."""


class Verbatim(TypeDecorator[str]):
    """Any text, NUL included, which PostgreSQL refuses; ordered by code points, as SQLite does."""

    impl = Text
    cache_ok = True

    def __init__(self) -> None:
        super().__init__(collation="C")

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The text as it is stored."""
        if value is None or not (_MARK in value or "\0" in value):
            return value
        return value.replace(_MARK, f"{_MARK}1").replace("\0", f"{_MARK}0")

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        """The text as it was given."""
        if value is None or _MARK not in value:
            return value
        return str(value).replace(f"{_MARK}0", "\0").replace(f"{_MARK}1", _MARK)


# SQLite's strict tables know INTEGER, REAL, TEXT and BLOB.
TEXT = Text().with_variant(Verbatim(), "postgresql")
WHOLE = BigInteger().with_variant(Integer(), "sqlite")
NUMBER: TypeEngine[float] = Double().with_variant(REAL(), "sqlite")
FLAG = Boolean().with_variant(Integer(), "sqlite")
BYTES = LargeBinary()
