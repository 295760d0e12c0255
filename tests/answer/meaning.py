"""Texts compared with a topic where nothing is looked for by its meaning."""

from __future__ import annotations

from collections.abc import Sequence


def unlike(topic: str, texts: Sequence[str]) -> list[float]:
    """No text means the topic."""
    return [0.0] * len(texts)
