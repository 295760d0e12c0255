"""What the shell may offer for an argument."""

from __future__ import annotations

from retrieval.cli.session import open_citewire
from retrieval.errors import CitewireError


def complete_tag(incomplete: str) -> list[str]:
    """The archive's tags that begin so; none where there is no archive to look into."""
    try:
        names = [tag.name for tag in open_citewire().tags()]
    except CitewireError:
        return []
    return [name for name in names if name.casefold().startswith(incomplete.casefold())]
