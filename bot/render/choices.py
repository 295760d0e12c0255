"""Names of the archive as choices of an autocompletion, within Discord's limits."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from discord.app_commands import Choice

from bot.render.limits import CHOICE, CHOICES, size
from bot.render.text import one_line
from retrieval.types import Count


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """`text` without diacritics and case, so that "shinzo" finds "Shinzō"."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold().strip()


def choices(names: Sequence[Count], typed: str) -> list[Choice[str]]:
    """At most 25 choices `name (count)`: those that begin with `typed` first, then the commonest.

    A name over Discord's 100 characters cannot be a value and is left out; it can still be typed.
    """
    wanted = folded(typed)
    fitting = [n for n in names if wanted in folded(n.name) and 0 < size(n.name) <= CHOICE]
    fitting.sort(key=lambda n: (not folded(n.name).startswith(wanted), -n.count, n.name))
    return [Choice(name=_label(n), value=n.name) for n in fitting[:CHOICES]]


def _label(name: Count) -> str:
    label = f"{one_line(name.name) or '?'} ({name.count:,})"
    return label if size(label) <= CHOICE else one_line(name.name)
