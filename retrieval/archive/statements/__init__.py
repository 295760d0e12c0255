"""Who said what: statements found in an article by rules."""

from __future__ import annotations

from retrieval.archive.statements.extract import find_statements

__all__ = ["find_statements"]
