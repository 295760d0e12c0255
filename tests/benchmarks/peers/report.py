"""The measures as a Markdown table and as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What asking took."""

    cold_seconds: float
    """A process that answers one question, start to exit; the median."""
    median_milliseconds: float
    p95_milliseconds: float
    megabytes: float
    """Peak resident memory of the process that was asked everything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One library."""

    name: str
    lines: int
    """Of user code."""
    build_seconds: float
    build_megabytes: float
    store_megabytes: float
    asked: Asked
    answers: Mapping[int, float]
    """k -> share of questions whose answer stands in one of the first k passages."""
    versions: Mapping[str, str] = field(default_factory=dict)


_HEAD = (
    "",
    "lines of code",
    "build",
    "index",
    "cold ask",
    "warm median",
    "p95",
    "peak memory",
    "answer@5",
    "answer@10",
)


def markdown(all_: Sequence[Measured], facts: Mapping[str, object], extracts: Asked | None) -> str:
    """The table with what it was measured on above it; `extracts` are of `citewire ask`."""
    lines = [
        "The {articles:,} newest articles ({passages:,} passages, {from} to {to}), {questions} "
        "questions, each asked at its own date.".format_map(facts),
        "",
        f"|{' | '.join(_HEAD)} |",
        f"|---|{'---:|' * (len(_HEAD) - 1)}",
        *(_line(each) for each in all_),
    ]
    if extracts:
        lines += ["", _sentence(extracts)]
    return "\n".join(lines) + "\n"


def write_json(
    file: Path, all_: Sequence[Measured], facts: Mapping[str, object], extracts: Asked | None
) -> None:
    """All figures, unrounded, with the versions."""
    everything = {
        "material": facts,
        "peers": [asdict(each) for each in all_],
        "citewire ask": asdict(extracts) if extracts else None,
    }
    file.write_text(json.dumps(everything, indent=1), encoding="utf-8")


def _line(each: Measured) -> str:
    cells = (
        each.name,
        f"{each.lines}",
        f"{each.build_seconds:.0f} s",
        f"{each.store_megabytes:.0f} MB",
        f"{each.asked.cold_seconds:.2f} s",
        f"{each.asked.median_milliseconds:.1f} ms",
        f"{each.asked.p95_milliseconds:.1f} ms",
        f"{each.asked.megabytes:.0f} MB",
        f"{100 * each.answers[5]:.1f}",
        f"{100 * each.answers[10]:.1f}",
    )
    return f"| {' | '.join(cells)} |"


def _sentence(asked: Asked) -> str:
    return (
        "`citewire ask`, which cuts the sentences out of these passages and cites them: cold "
        f"{asked.cold_seconds:.2f} s, warm median {asked.median_milliseconds:.1f} ms, p95 "
        f"{asked.p95_milliseconds:.1f} ms, {asked.megabytes:.0f} MB."
    )
