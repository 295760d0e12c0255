"""Passages and a question -> verbatim extracts with citations, or an honest abstention."""
