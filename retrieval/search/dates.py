"""The dates that a question names -> periods. A grammar finds them, dateparser says what they mean.

Imported through `date_like` alone: dateparser takes 0.1 s.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from dateparser.date import DateDataParser

from retrieval.types import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A period that the words `text[start:stop]` of a question name."""

    period: Period
    certain: bool
    """True where it says when an article was published, not only when something happened."""
    relative: bool
    """True where it counts from the time of asking ("last week"): no article has these words."""
    start: int
    stop: int


_FULL_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
)
_MONTH = rf"(?:{_FULL_MONTH}|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_YEAR = r"(?:1[89]|20)\d\d(?![\d.,]*\d)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d.,:%]*\d)"
_COUNT = r"(?:\d{1,2}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
_UNIT = r"(?:day|week|month|year)s?"

_WITH_YEAR = rf"""\d{{4}}-\d\d-\d\d | {_MONTH}\s+{_DAY},?\s+{_YEAR}
    | {_DAY}(?:\s+of)?\s+{_MONTH},?\s+{_YEAR} | {_MONTH},?\s+(?:of\s+)?{_YEAR}"""
_PART = rf"""(?:(?:early|mid|late)[\s-]+(?:in\s+)?
    (?:{_FULL_MONTH}(?!\s+{_DAY})(?:,?\s+{_YEAR})? | {_YEAR})
    | (?:spring|summer|autumn|fall)\s+(?:of\s+)?{_YEAR}
    | (?:first|second)\s+half\s+of\s+{_YEAR})"""
_DATE = rf"""(?: {_PART} | {_WITH_YEAR} | {_MONTH}\s+{_DAY} | {_DAY}(?:\s+of)?\s+{_MONTH}
    | (?:last|this|past|previous)\s+(?:{_FULL_MONTH}|{_WEEKDAY}|week|month|year)
    | (?:last|past|previous)\s+{_COUNT}\s+{_UNIT} | {_COUNT}\s+{_UNIT}\s+ago
    | yesterday | today | tonight | this\s+(?:morning|afternoon|evening)
    | {_WEEKDAY} | {_FULL_MONTH} | {_YEAR} | {_DAY} )\b"""
_RELATION = r"since|from|after|before|until|till|up\s+to|in|on|during|between|as\s+of|early|late"
_NAMED = re.compile(
    rf"""\b(?:(?!{_PART})(?P<relation>{_RELATION})\s+(?:the\s+)?)?(?P<date>{_DATE})
    (?:\s*(?P<joint>and|to|through|until|till|[-–—])\s*(?:the\s+)?(?P<end>{_DATE})(?P<year>,?\s+{_YEAR})?)?""",
    re.IGNORECASE | re.VERBOSE,
)
_ON = re.compile(r"\s+on(?:wards?)?\b", re.IGNORECASE)
_ABSOLUTE = re.compile(rf"\b(?:{_MONTH}|{_YEAR})|\d-", re.IGNORECASE)
_HAS_YEAR = re.compile(rf"\b(?:{_YEAR}|\d{{4}}-)", re.IGNORECASE)
_DAY_ALONE = re.compile(_DAY, re.IGNORECASE)
_NEEDS_RELATION = re.compile(
    rf"{_FULL_MONTH}|{_YEAR}|(?:spring|fall)\s+{_YEAR}|.*\b(?-i:may|march|mar)\b.*", re.IGNORECASE
)
"""A month or a year alone, and what may be a verb: "2024 Olympics", "the top 3 may win"."""
_LEAD = re.compile(rf"^(?:last|this|past|previous)\s+(?={_FULL_MONTH}|{_WEEKDAY})", re.IGNORECASE)
_OF_WHAT = re.compile(rf"(?:{_FULL_MONTH}(?:,?\s+{_YEAR})?|{_YEAR})$", re.IGNORECASE)
_MONTHS = {
    "early": (1, 4), "mid": (5, 8), "late": (9, 12), "first": (1, 6), "second": (7, 12),
    "spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11),
}  # fmt: skip
"""The first and the last month of each part of a year, as north of the equator."""
_THIRDS = ("early", "mid", "late")
_LAST_UNITS = re.compile(
    rf"^(?:(?:last|past|previous)\s+(?P<count>{_COUNT})|past)\s+(?P<unit>{_UNIT})$", re.IGNORECASE
)
_NEWS = (
    r"(?:publish\w*|posted|report(?:s|ed|ing)?|articles?|stor(?:y|ies)|written|dated|coverage|"
    r"headlines?|news)"
)
_NEWS_BEFORE = re.compile(rf"\b{_NEWS}\b[^.?!;]{{0,160}}$", re.IGNORECASE)
_NEWS_JUST_BEFORE = re.compile(rf"\b{_NEWS}\s+$", re.IGNORECASE)
_NEWS_AFTER = re.compile(rf",?\s+{_NEWS}\b", re.IGNORECASE)
_NAME_BEFORE = re.compile(r"\b[A-Z]\w*[\s-]+$")
_NAME_AFTER = re.compile(r"\s+[A-Z]")
"""Of "Black Friday", "Monday Night Football" and "Business Today"."""
_TOPIC_BEFORE = re.compile(r"\b(?:about|regarding|concerning)\s+(?:the\s+)?$", re.IGNORECASE)
"""Of "about Jan. 6", which is an event."""
_OPENS = re.compile(r"[\s\"'“‘]*$")
_CLOSES = re.compile(r"[\s?!.\"'”’]*$|\s+(?:about|on|regarding|concerning)\b", re.IGNORECASE)

Resolve = Callable[[str], "_Moment | None"]


@dataclass(frozen=True, slots=True)
class _Moment:
    """A stretch of time in UTC, `stop` excluded; `grain` is "day", "week", "month" or "year"."""

    start: datetime
    stop: datetime
    grain: str


def named_dates(text: str, asked: datetime, *, of_words: bool = False) -> tuple[Dated, ...]:
    """The periods that `text` names when it is asked at `asked`, in the order of the text.

    `of_words` says that it asks for what somebody said: then "last week" is a limit. A date without
    a year is the last of its kind before `asked`; a year alone is mostly that of an event, and what
    lies after `asked` cannot have been reported: neither is a date of publication.
    """
    resolve = partial(_resolved, asked=asked)
    found = (_dated(text, match, resolve, of_words) for match in _NAMED.finditer(text))
    return tuple(
        each for each in found if each and not (each.period.since and each.period.since > asked)
    )


def _dated(text: str, match: re.Match[str], resolve: Resolve, of_words: bool) -> Dated | None:
    """What one match of `_NAMED` says, or None where it names no date of publication."""
    relation = " ".join((match["relation"] or "").lower().split())
    if match["joint"] and (ranged := _range(match, relation, resolve)):
        return ranged
    date, before = match["date"], text[: match.start()]
    if _DAY_ALONE.fullmatch(date):
        return None
    if not relation and (_NEEDS_RELATION.fullmatch(date) or _of_a_name(text, match)):
        return None
    if not _HAS_YEAR.search(date) and _ABSOLUTE.search(date) and _TOPIC_BEFORE.search(before):
        return None
    moment = resolve(date)
    if moment is None:
        return None
    start, stop = match.start(), match.end("date")
    if relation == "from" and (on := _ON.match(text, stop)):
        relation, stop = "since", on.end()
    certain = _certain(before, text[stop:], moment.grain, relation, of_words)
    if moment.grain == "year" and not certain:
        return None
    return Dated(
        period=_period(moment, relation),
        certain=certain,
        relative=_ABSOLUTE.search(date) is None,
        start=start,
        stop=stop,
    )


def _range(match: re.Match[str], relation: str, resolve: Resolve) -> Dated | None:
    """ "between 3 and 9 May", "May 3-9, 2023", "from October to December 2023"."""
    if match["joint"].lower() == "and" and relation != "between":
        return None
    first, last, year = match["date"], match["end"], match["year"] or ""
    if _DAY_ALONE.fullmatch(first):
        first = _DAY_ALONE.sub(lambda _: match["date"], last, count=1)
    elif _DAY_ALONE.fullmatch(last):
        last = _DAY_ALONE.sub(lambda _: match["end"], first, count=1)
    last += year
    end = None if _DAY_ALONE.fullmatch(first) else resolve(last)  # "won 9-3"
    if end is None:
        return None
    # "from October to December 2023": the year stands only with the last.
    begin = resolve(first) if _HAS_YEAR.search(first) else _resolved(first, end.start)
    if begin is None or begin.start >= end.stop or end.grain == "year":
        return None
    return Dated(
        period=Period(since=begin.start, until=_last_of(end)),
        certain=True,
        relative=False,
        start=match.start(),
        stop=match.end(),
    )


def _period(moment: _Moment, relation: str) -> Period:
    if relation == "since":
        return Period(since=moment.start)
    if relation == "after":
        return Period(since=moment.stop)
    if relation == "before":
        return Period(until=moment.start - timedelta(microseconds=1))
    if relation in ("until", "till", "up to"):
        return Period(until=_last_of(moment))
    return Period(since=moment.start, until=_last_of(moment))


def _certain(before: str, after: str, grain: str, relation: str, of_words: bool) -> bool:
    """True where the words around a date make it a limit of what was published.

    They speak of articles, or the date frames the whole question, at its end or its beginning, as
    "since May" or as when somebody said something. Otherwise it is rather when something happened:
    limited to that month, 41 % of questions find their answer; where it is only preferred, 53 %
    (tests/benchmarks/scope.py).
    """
    if _NEWS_JUST_BEFORE.search(before) or _NEWS_AFTER.match(after):
        return True
    if grain == "day" and _NEWS_BEFORE.search(before[-200:]):
        return True
    if not (_OPENS.fullmatch(before) or _CLOSES.match(after)):
        return False
    if relation == "since" or (of_words and grain in ("week", "month", "year")):
        return True
    return relation in _SIDED and grain != "year"


_SIDED = ("after", "before", "until", "till", "up to")


def _of_a_name(text: str, match: re.Match[str]) -> bool:
    """True for the day in "Black Friday", "Monday Night Football" and "Business Today"."""
    return match["date"][0].isupper() and bool(
        re.fullmatch(rf"{_WEEKDAY}|today", match["date"], re.IGNORECASE)
        and (_NAME_BEFORE.search(text[: match.start()]) or _NAME_AFTER.match(text, match.end()))
    )


def _last_of(moment: _Moment) -> datetime:
    return moment.stop - timedelta(microseconds=1)


def _resolved(date: str, asked: datetime) -> _Moment | None:
    """The stretch of time that `date` means at `asked`, or None where it means none."""
    part, whole = re.split(r"[\s-]", date.lower(), maxsplit=1)[0], _OF_WHAT.search(date)
    if part in _MONTHS and whole:
        return _part(part, _resolved(whole.group(), asked))
    if units := _LAST_UNITS.match(date):
        begin = _resolved(f"{units['count'] or 'one'} {units['unit']} ago", asked)
        grain = "year" if "year" in units["unit"].lower() else "week"
        return begin and _Moment(begin.start, asked, grain)
    parser = DateDataParser(
        languages=["en"],
        settings={"PREFER_DATES_FROM": "past", "RELATIVE_BASE": asked.replace(tzinfo=None)},
    )
    words = _LEAD.sub("", date).lower().replace("previous ", "last ")
    found = parser.get_date_data(words)
    if found.date_obj is None:
        return None
    return _stretch(found.date_obj.replace(tzinfo=UTC), found.period or "day")


def _part(word: str, whole: _Moment | None) -> _Moment | None:
    """The early, middle or late part, or another that `word` names, of a year or a month."""
    if whole is None:
        return None
    if whole.grain == "year":
        first, last = (whole.start.replace(month=month) for month in _MONTHS[word])
        return _Moment(first, _stretch(last, "month").stop, whole.grain)
    begins = [whole.start + timedelta(days=10 * third) for third in range(len(_THIRDS))]
    ends = [*begins[1:], whole.stop]
    third = _THIRDS.index(word)
    return _Moment(begins[third], ends[third], "week")


def _stretch(moment: datetime, grain: str) -> _Moment:
    """The day, week (from Monday), month or year in which `moment` lies."""
    day = _midnight(moment)
    if grain == "week":
        start = day - timedelta(days=day.weekday())
        return _Moment(start, start + timedelta(days=7), grain)
    if grain == "month":
        start = day.replace(day=1)
        return _Moment(start, (start + timedelta(days=32)).replace(day=1), grain)
    if grain == "year":
        start = day.replace(month=1, day=1)
        return _Moment(start, start.replace(year=start.year + 1), grain)
    return _Moment(day, day + timedelta(days=1), "day")


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
