"""Publishers and dates read from questions, against those that a large model read from them.

python -m tests.benchmarks.query_filters QUERIES

QUERIES is `query-filters/queries.jsonl`. The archive's publishers are those that the model names.
Only positive filters are compared. A publisher counts where it is the archive's name; a date where
it is the one day of a period, or the day on or by which a half-open one begins or ends.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import dateparser

from retrieval.search.understand import understand
from retrieval.types import Names, Period, Question, Scope

ASKED = datetime(2024, 6, 1, tzinfo=UTC)
"""After all of the articles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far two readings agree."""

    both: int
    ours: int
    theirs: int

    @property
    def precision(self) -> float:
        """The share of ours that is theirs, too."""
        return self.both / self.ours if self.ours else 0.0

    @property
    def recall(self) -> float:
        """The share of theirs that is ours, too."""
        return self.both / self.theirs if self.theirs else 0.0


def main(path: str) -> None:
    """Print the table."""
    print(f"{'':32}precision  recall    both    ours  theirs")
    for name, found in measure(Path(path)).items():
        print(
            f"{name:32}{found.precision:9.1%}{found.recall:8.1%}"
            f"{found.both:8,}{found.ours:8,}{found.theirs:8,}"
        )


def measure(path: Path) -> dict[str, Agreement]:
    """Agreement on publishers and dates: of limits alone, and with what is only preferred."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if all(set(each) == {"$in"} for each in row["filter"].values())]
    publishers = {name for row in rows for name in _said(row, "source")}
    names = Names(publishers=tuple(sorted(publishers)))
    read = [understand(Question(text=row["query"], as_of=ASKED), names) for row in rows]
    limits = [query.limits for query in read]
    all_ = [
        Scope(
            publishers=query.limits.publishers + query.preferred.publishers,
            periods=query.limits.periods + query.preferred.periods,
        )
        for query in read
    ]
    sources = [set(_said(row, "source")) for row in rows]
    days = [set(_days(row)) for row in rows]
    return {
        "publishers, limits": _agreement([set(s.publishers) for s in limits], sources),
        "publishers, preferred too": _agreement([set(s.publishers) for s in all_], sources),
        "dates, limits": _agreement([_of_periods(s.periods) for s in limits], days),
        "dates, preferred too": _agreement([_of_periods(s.periods) for s in all_], days),
    }


def _said(row: dict[str, dict[str, dict[str, list[str]]]], field: str) -> list[str]:
    return row["filter"].get(field, {}).get("$in", [])


def _days(row: dict[str, dict[str, dict[str, list[str]]]]) -> Iterator[date]:
    for written in _said(row, "published_at"):
        if parsed := dateparser.parse(written, languages=["en"]):
            yield parsed.date()


def _of_periods(periods: tuple[Period, ...]) -> set[object]:
    """The day of each period of one day or with one end; a longer one stands for itself."""
    found: set[object] = set()
    for each in periods:
        if each.since and each.until:
            one_day = each.until - each.since < timedelta(days=1)
            found.add(each.since.date() if one_day else each)
        elif each.since:
            found.add((each.since - timedelta(days=1)).date())  # "after 5 May" begins on the 6th
        elif each.until:
            found.add((each.until + timedelta(days=1)).date())
    return found


def _agreement(ours: list[set[object]] | list[set[str]], theirs: list[set[object]]) -> Agreement:
    pairs = list(zip(ours, theirs, strict=True))
    return Agreement(
        both=sum(len(a & b) for a, b in pairs),
        ours=sum(len(a) for a, _ in pairs),
        theirs=sum(len(b) for _, b in pairs),
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
