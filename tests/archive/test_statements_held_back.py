"""The rules on the fifth of PolNeAR's articles that was held back while they were written."""

from __future__ import annotations

import gzip
import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from retrieval.archive.statements import find_statements
from retrieval.types import Article

_DATA = Path(__file__).resolve().parents[2] / ".." / "shared" / "eval" / "polnear-train"


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    path = _DATA / "score_statements.py"
    if not path.exists():
        pytest.skip("the marked articles are not beside this checkout")
    spec = importlib.util.spec_from_file_location("score_statements", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def figures(scorer: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The official scores of every fifth article, by the scorer's own reading of its two files."""
    folder = tmp_path_factory.mktemp("held-back")
    gold, predicted = folder / "gold.jsonl", folder / "predicted.jsonl"
    gold.write_text("".join(_fifth("gold.jsonl.gz")), encoding="utf-8")
    rows = [row for line in _fifth("articles.jsonl.gz") for row in _rows(json.loads(line))]
    predicted.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    scores: dict[str, Any] = scorer.score(*scorer.load(str(gold), str(predicted)))
    return scores


def _fifth(name: str) -> list[str]:
    with gzip.open(_DATA / name, "rt", encoding="utf-8") as lines:
        return list(lines)[4::5]


def _rows(line: dict[str, str]) -> list[dict[str, Any]]:
    article = Article(id=line["_id"], title=line["title"], text=line["text"], source="test")
    return [
        {
            "article_id": found.article_id,
            "speaker": found.speaker,
            "spans": [[span.start, span.stop] for span in found.spans],
            "quoted": found.quoted,
        }
        for found in find_statements(article)
    ]


def test_quoted_content(figures: dict[str, Any]) -> None:
    """What is quoted is found: F1 94.4 when this was written."""
    assert figures["quoted"]["content"]["F1"] > 93.5


def test_all_content(figures: dict[str, Any]) -> None:
    """What is reported is found as well: F1 80.5 when this was written."""
    assert figures["all"]["content"]["F1"] > 79.5


def test_who_said_what(figures: dict[str, Any]) -> None:
    """Quotations go to the right person: P 94.0, F1 89.0 when this was written."""
    assert figures["who-said-what"]["P"] > 92.5
    assert figures["who-said-what"]["F1"] > 88.5


def test_who_said_what_with_pronouns(figures: dict[str, Any]) -> None:
    """He and she are the right person too: F1 86.5 when this was written."""
    assert figures["who-said-what resolved"]["F1"] > 85.5
