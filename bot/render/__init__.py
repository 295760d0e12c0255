"""Data to embeds within Discord's limits; no I/O. `text.py` is the only path for foreign text."""
