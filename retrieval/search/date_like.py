"""The gate before `dates`: where no date-like word stands, nothing is imported or looked for."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retrieval.search.dates import Dated

_DATE_LIKE = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tues|wednes|thurs|fri|satur|sun)"
    r"(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember|day)?\b"
    r"|\b(?:yesterday|today|tonight|ago|last|this|past|previous|(?:1[89]|20)\d\d)\b",
    re.IGNORECASE,
)


def dates_in(text: str, asked: datetime, *, of_words: bool = False) -> tuple[Dated, ...]:
    """`named_dates` of `dates`, at next to no cost where there are none."""
    if not _DATE_LIKE.search(text):
        return ()
    from retrieval.search.dates import named_dates

    return named_dates(text, asked, of_words=of_words)
