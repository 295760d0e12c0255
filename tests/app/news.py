"""Short articles of our own, as files that can be added."""

from __future__ import annotations

import json
from pathlib import Path

DATED = (
    {
        "_id": "storm-1",
        "title": "Storm over Oslo",
        "text": "“The storm is over,” Ingrid Berg, the mayor of Oslo, said.\n\n"
        "Harbour pilots went back to work.",
        "published": "2024-03-01T12:00:00Z",
        "publisher": "The Wire",
        "tags": ["weather", "Norway"],
        "url": "https://news.example/storm-1",
    },
    {
        "_id": "storm-2",
        "title": "Storm over Bergen",
        "text": "A storm closed the harbour of Bergen. Nobody was hurt.",
        "published": "2024-03-05",
        "publisher": "Daily Été",
        "tags": ["Weather"],
    },
    {
        "_id": "storm-3",
        "title": "Storm, undated",
        "text": "A storm once closed every harbour on the coast.",
        "tags": ["history"],
    },
)


def write(path: Path, rows: tuple[dict[str, object], ...] = DATED) -> str:
    """A file of `rows` at `path`, by its name."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def many(count: int) -> tuple[dict[str, object], ...]:
    """As many short articles, each of other words."""
    return tuple(
        {
            "_id": f"n{n}",
            "title": f"Notice {n}",
            "text": f"Harbour notice: pier {n * 7} is open.",
        }
        for n in range(count)
    )
