"""Numbered migrations of the archive's tables: each whole, once, in order, for both databases."""
