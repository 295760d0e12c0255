"""What kind of words a question waits for: a sum, a date, a country, a cause, a name, or any."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from retrieval.text import stems

_YEAR = r"\b(?:1[5-9]|20)\d\d\b"
_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_SHORT_MONTHS = "Jan. Feb. Mar. Apr. Aug. Sept. Oct. Nov. Dec.".split()
_MONTH = rf"\b(?:{'|'.join(_MONTHS)})\b"
_DAY = rf"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|{_MONTH} \d+|\b\d+ {_MONTH}"
_MOMENT = (
    r"(?i:\b(?:yesterday|today|tomorrow|tonight|(?:last|next) (?:year|month|week))\b)|"
    r"\b\d{1,2}[:.]\d\d\b"
)
_SHARE = (
    r"\d[\d.,]*\s?(?:%|per\s?cent\b|percentage points?\b)|"
    r"(?i:\b(?:half|(?:a|one|two|three)[ -](?:third|quarter|fifth|tenth)s?|"
    r"(?:\d+|one|two|three|four|nine) (?:in|out of) (?:\d+|two|three|four|five|ten))\b)"
)
_COINS = (
    "baht|cents?|crowns?|dinars?|dirhams?|dollars?|euros?|forints?|francs?|hryvnias?|"
    "kron(?:a|e|er|or|ur)|liras?|naira|pence|pesos?|pounds?|rand|reais|renminbi|rials?|ringgit|"
    "riyals?|rou?bles?|rupees?|rupiah|shekels?|yen|yuan|zlotys?"
)
_SUM = (
    r"[$£€¥₽₹]\s?\d[\d.,]*|"
    r"\b(?:\d[\d.,]*(?:m|bn|k)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|half) "
    rf"(?:(?:an? )?(?:hundred|thousand|million|billion|trillion) )?(?:{_COINS})\b"
)
_AFTER_MONTH = "".join(f"(?<!{re.escape(month)} )" for month in (*_MONTHS, *_SHORT_MONTHS))
_NUMBER = (
    rf"(?=[$£€\d])(?<![\w-]){_AFTER_MONTH}(?!(?:19|20)\d\d\b(?!,\d)|\d+ {_MONTH})"
    r"[$£€]?\d[\d.,]*|(?i:\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|"
    r"twelve|dozens?|hundreds?|thousands?|millions?|billions?|half|quarter|twice|once)\b)"
)
_AGE = (
    r"(?i:\bage[ds]?(?: of)? \d|\b(?:was|is|turn(?:s|ed|ing)?|at|be|than|nearly|almost|about) "
    r"\d{1,3}\b(?![.,%]\d|%)|\b[\w.,]+(?: [mb]illion)?[- ]years?(?:[- ]old)?\b)|"
    r"(?<=\w, )\d{1,3}(?=[,.])"
)
_DURATION = (
    r"(?i:\b(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?|"
    r"centur(?:y|ies))\b)"
)
_PLACE = (
    r"\b(?:in|at|near|from|to|outside|inside|off|across|on) "
    r"(?:[a-zà-öø-ÿ'’-]+ ){0,3}[A-ZÀ-ÖØ-Þ][\w'’-]*"
)
_CAUSE = (
    r"(?i:\b(?:because|due to|owing to|thanks to|since|after|amid|so that|in order to|"
    r"caus(?:ed|es?|ing)|as a result|in response|reasons?|concerns?|blam(?:ed|es?|ing))\b)"
)
_STATE = (
    r"\b(?:Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|"
    r"Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|"
    r"Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|"
    r"New (?:Hampshire|Jersey|Mexico|York)|(?:North|South) (?:Carolina|Dakota)|Ohio|Oklahoma|"
    r"Oregon|Pennsylvania|Rhode Island|Tennessee|Texas|Utah|Vermont|(?:West )?Virginia|"
    r"Washington|Wisconsin|Wyoming)\b"
)

_WHICH = r"\b(?:what|which) (?:\w+ )?"
_KINDS = tuple(
    (re.compile(asks, re.IGNORECASE), re.compile(words))
    for asks, words in (
        (rf"{_WHICH}(?:percentage|percent|share|proportion)\b", _SHARE),
        (rf"{_WHICH}year\b", _YEAR),
        (rf"{_WHICH}month\b", _MONTH),
        (rf"{_WHICH}(?:day|date)\b", _DAY),
        (
            r"^\s*when\b|\b(?:what|which) time\b|\bsince when\b",
            f"{_YEAR}|{_DAY}|{_MONTH}|{_MOMENT}",
        ),
        (r"\bhow long\b", _DURATION),
        (
            r"\bhow much\b.*\b(?:money|costs?|pa(?:y|ys|id)|spen[dt]|earn(?:ed)?|fined?|worth|"
            r"price|s(?:ell|ells|old|elling)|raised?|donated?|box office)\b|"
            rf"{_WHICH}(?:price|sum|salary|fine)\b",
            _SUM,
        ),
        (r"\bhow old\b|\bwhat age\b", _AGE),
        (
            r"\bhow\s+(?:many|much|far|big|large|tall|high|fast|often|deep|wide)\b|"
            r"\bwhat (?:number|amount|score)\b",
            _NUMBER,
        ),
        (r"\bwhere\b", _PLACE),
        (r"^\s*(?:why|how\s+come|what\s+(?:caused|led))\b", _CAUSE),
        (
            r"\b(?:what|which) (?:(?:us|u\.s\.|american|other|two|three) )?states?\b"
            r"(?![ -](?:of|media|department|agency|television|tv|news|bank|visit|funeral|aid|law|"
            r"senators?|lawmakers?|governors?|officials?|university|police|run|owned)\b)",
            _STATE,
        ),
    )
)
"""How a question asks for a kind of words, and what they look like; the first that fits counts."""

_COUNTRY_WANTED = re.compile(
    r"\b(?:what|which) (?:(?!(?:in|of|to|for|on|is|was|are|were|do|does|did|has|have|had|the|an?|"
    r"his|her|their|our|this|that)\b)[\w.-]+ ){0,2}(?:country|countries|nations?)\b",
    re.IGNORECASE,
)
_NO_COUNTRIES = frozenset(("EU", "EZ", "UN"))
_ALSO_COUNTRIES = (
    "America|Britain|Burma|Congo|Czech Republic|England|Holland|Hong Kong|Ivory Coast|Myanmar|"
    "Northern Ireland|Palestine|Scotland|Turkey|UK|U.K.|US|U.S.|USA|Wales"
).split("|")
_NAME_WANTED = re.compile(
    r"\b(?:who|whose|whom|which)\b|\bwhat (?!is|was|are|were|did|do|does|has|have|had|will|"
    r"would|could|can|should|happened|caused)\w+",
    re.IGNORECASE,
)


# A capital inside a sentence; after a full stop it tells nothing.
_NAME = re.compile(r"(?<=[\w,;)] )[A-ZÀ-ÖØ-Þ][\w'’-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The kind of words that a question waits for."""

    pattern: re.Pattern[str] | None
    """What such words look like, where they look like anything: a number, a date, a country."""
    held: frozenset[str]
    """Those of them that the question holds itself, in lower case: they do not answer it."""
    name: bool
    """True for "who" and "which" where no pattern tells more: names often answer these."""
    asked: frozenset[str]
    """The stems of the question: what it names itself does not answer it."""

    def count(self, text: str) -> int:
        """How many distinct words of that kind stand in `text`; 0 where any words will do."""
        if self.pattern is not None:
            return len(_found(self.pattern, text) - self.held)
        return len(self.new_names(text)) if self.name else 0

    def new_names(self, text: str) -> set[str]:
        """The stems of the names in `text` that the question does not hold."""
        names = set(_NAME.findall(text))
        return {each for name in names for each in _stems(name)} - self.asked


def wanted(question: str) -> Wanted:
    """What kind of words `question` waits for, by its form."""
    asks, pattern = _kind(question)
    # "What caused" holds no cause: how it asks is not what it knows.
    rest = f"{question[: asks.start()]}|{question[asks.end() :]}" if asks else question
    return Wanted(
        pattern=pattern,
        held=frozenset(_found(pattern, rest)) if pattern else frozenset(),
        name=pattern is None and _NAME_WANTED.search(question) is not None,
        asked=frozenset(stems(question)),
    )


def _kind(question: str) -> tuple[re.Match[str] | None, re.Pattern[str] | None]:
    """Where `question` asks for words of a kind, and what they look like."""
    if asks := _COUNTRY_WANTED.search(question):
        return asks, _countries()
    found = ((wanted.search(question), words) for wanted, words in _KINDS)
    return next(((asks, words) for asks, words in found if asks), (None, None))


@lru_cache(maxsize=1)
def _countries() -> re.Pattern[str]:
    """The names of the countries and territories in English, as the Unicode CLDR gives them."""
    from babel import Locale  # few questions ask for one

    territories = Locale("en").territories.items()
    known = {name for code, name in territories if len(code) == 2 and code not in _NO_COUNTRIES}
    names = {*known, *(name.replace(" & ", " and ") for name in known), *_ALSO_COUNTRIES}
    longest_first = sorted(map(re.escape, names), key=len, reverse=True)
    # New Jersey and New Mexico are none.
    return re.compile(rf"(?<!\bNew )\b(?:{'|'.join(longest_first)})(?!\w)")


def _found(pattern: re.Pattern[str], text: str) -> set[str]:
    return {match.group().lower() for match in pattern.finditer(text)}


@lru_cache(maxsize=65536)
def _stems(name: str) -> frozenset[str]:
    return frozenset(stems(name))
