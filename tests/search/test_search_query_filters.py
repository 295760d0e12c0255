"""Publishers and dates in 1,278 real questions, as far as a large model read the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.query_filters import measure


def test_publishers_and_dates_are_read_as_by_a_large_model(shared: Path) -> None:
    """Dates less precisely: the model leaves out many that stand there."""
    queries = shared / "eval" / "query-filters" / "queries.jsonl"
    if not queries.is_file():
        pytest.skip(f"{queries} is not here")
    found = measure(queries)
    assert found["publishers, limits"].precision >= 0.97
    assert found["publishers, preferred too"].recall >= 0.94
    assert found["dates, limits"].precision >= 0.82
    assert found["dates, limits"].recall >= 0.94
