"""What Alembic runs: the steps that are due."""

from __future__ import annotations

from retrieval.migrating import run

run()
