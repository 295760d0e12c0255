"""An addition of a hundred articles to an archive that is being asked meanwhile."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from retrieval.types import Article
from tests.benchmarks.scale import corpora

_WORD = "zyxommary"
"""Stands in what is added and nowhere else."""
_BEFORE, _PATIENCE = 30, 600.0
"""Questions before the addition; seconds until it must be seen."""


def add_while_asked(texts: Path, home: Path, articles: int) -> dict[str, object]:
    """Seconds until the addition is found, the slowest question until then and the median before.

    Raises `RuntimeError` where it is not found in time.
    """
    source = _write(corpora.held_back(texts)[:articles], home.parent / "added.jsonl")
    asking = [sys.executable, "-m", "tests.benchmarks.scale.asking", str(home)]
    asker = subprocess.Popen(
        [*asking, str(corpora.questions(texts)), _WORD], stdout=subprocess.PIPE, text=True
    )
    try:
        assert asker.stdout
        before = sorted(_row(asker.stdout.readline())["seconds"] for _ in range(_BEFORE))
        environment = {**os.environ, "CITEWIRE_DATA": str(home)}
        began = time.time()
        adding = [sys.executable, "-m", "retrieval", "add", str(source)]
        adder = subprocess.Popen(adding, env=environment, stdout=subprocess.DEVNULL)
        rows = [_row(asker.stdout.readline())]
        while not rows[-1]["found"]:
            if rows[-1]["at"] - began > _PATIENCE or adder.poll():
                raise RuntimeError("what was added is not found")
            rows.append(_row(asker.stdout.readline()))
        adder.wait()
    finally:
        asker.kill()
        asker.wait()
    return {
        "added": articles,
        "visible_seconds": rows[-1]["at"] - began,
        "ended_seconds": time.time() - began,
        "questions": len(rows),
        "slowest_seconds": max(row["seconds"] for row in rows),
        "median_before_seconds": before[len(before) // 2],
    }


def _row(line: str) -> dict[str, float]:
    row: dict[str, float] = json.loads(line)
    return row


def _write(articles: Sequence[Article], file: Path) -> Path:
    """These articles in words of their own, so that none of their passages has a vector yet."""
    rows = (
        {
            "_id": f"added-{each.id}",
            "title": f"{each.title} ({_WORD})",
            "text": f"This is about {_WORD}. {each.text}",
            "published": each.published.isoformat() if each.published else None,
        }
        for each in articles
    )
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file
