"""What kind of words a question waits for: a number, a date, a place, a cause, a name, or any."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from retrieval.text import stems

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
_PLACE_WANTED = re.compile(r"\bwhere\b", re.IGNORECASE)
_PLACE = re.compile(
    r"\b(?:in|at|near|from|to|outside|inside|off|across|on) (?:[a-zà-öø-ÿ'’-]+ ){0,3}[A-ZÀ-ÖØ-Þ]"
)
_CAUSE_WANTED = re.compile(r"^\s*(?:why|how\s+come|what\s+(?:caused|led))\b", re.IGNORECASE)
_CAUSE = re.compile(
    r"\b(?:because|due to|owing to|thanks to|since|after|amid|so that|in order to|"
    r"caus(?:ed|es?|ing)|as a result|in response|reasons?|concerns?|blam(?:ed|es?|ing))\b",
    re.IGNORECASE,
)
_NAME_WANTED = re.compile(
    r"\b(?:who|whose|whom|which)\b|\bwhat (?!is|was|are|were|did|do|does|has|have|had|will|"
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


# A capital inside a sentence; after a full stop it tells nothing.
_NAME = re.compile(r"(?<=[\w,;)] )[A-ZÀ-ÖØ-Þ][\w'’-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The kind of words that a question waits for."""

    pattern: re.Pattern[str] | None
    """What a number, a date, a duration, a place or a cause looks like, where it waits for one."""
    name: bool
    """True for "who", "which" and "what country": names often answer these."""
    asked: frozenset[str]
    """The stems of the question: what it names itself does not answer it."""

    def count(self, text: str) -> int:
        """How many distinct words of that kind stand in `text`; 0 where any words will do."""
        if self.pattern is not None:
            return len({match.group().lower() for match in self.pattern.finditer(text)})
        return len(self.new_names(text)) if self.name else 0

    def new_names(self, text: str) -> set[str]:
        """The stems of the names in `text` that the question does not hold."""
        names = set(_NAME.findall(text))
        return {each for name in names for each in _stems(name)} - self.asked


@lru_cache(maxsize=65536)
def _stems(name: str) -> frozenset[str]:
    return frozenset(stems(name))


def wanted(question: str) -> Wanted:
    """What kind of words `question` waits for, by its form."""
    kinds = (
        (_DATE_WANTED, _DATE),
        (_DURATION_WANTED, _DURATION),
        (_NUMBER_WANTED, _NUMBER),
        (_PLACE_WANTED, _PLACE),
        (_CAUSE_WANTED, _CAUSE),
    )
    pattern = next((found for asks, found in kinds if asks.search(question)), None)
    return Wanted(
        pattern=pattern,
        name=pattern is None and _NAME_WANTED.search(question) is not None,
        asked=frozenset(stems(question)),
    )
