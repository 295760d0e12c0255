"""What kind of words a question waits for: a number, a date, a duration, a name, or any."""

from __future__ import annotations

import re

_NUMBER_WANTED = re.compile(
    r"\bhow\s+(?:many|much|old|far|big|large|tall|high|fast|often|deep|wide)\b|"
    r"\bwhat\s+(?:number|percentage|percent|share|price|amount|score)\b",
    re.IGNORECASE,
)
_DATE_WANTED = re.compile(
    r"^\s*when\b|\b(?:what|which)\s+(?:year|date|day|month|time)\b|\bsince\s+when\b", re.IGNORECASE
)
_DURATION_WANTED = re.compile(r"\bhow\s+long\b", re.IGNORECASE)
_DURATION = re.compile(
    r"\b(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?|centur(?:y|ies))\b",
    re.IGNORECASE,
)
_NAME_WANTED = re.compile(
    r"\b(?:who|whose|whom|which|where)\b|\bwhat (?!is|was|are|were|did|do|does|has|have|had|will|"
    r"would|could|can|should|happened|caused)\w+",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\w-])[$£€]?\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"dozens?|hundreds?|thousands?|millions?|billions?|half|quarter|twice|once)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b(?:1[5-9]|20)\d\d\b|\b(?:January|February|March|April|May|June|July|August|September|"
    r"October|November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|"
    r"tomorrow|tonight|last (?:year|month|week)|next (?:year|month|week))\b|\b\d{1,2}[:.]\d\d\b"
)


def wanted(question: str) -> re.Pattern[str] | None:
    """A pattern that an answer to `question` holds; None where its form does not tell."""
    if _DATE_WANTED.search(question):
        return _DATE
    if _DURATION_WANTED.search(question):
        return _DURATION
    if _NUMBER_WANTED.search(question):
        return _NUMBER
    return None


def waits_for_name(question: str) -> bool:
    """True for "who", "which", "where" and "what country": names often answer these."""
    return wanted(question) is None and _NAME_WANTED.search(question) is not None
