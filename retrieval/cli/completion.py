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


def complete_speaker(incomplete: str) -> list[str]:
    """The archive's speakers with a name that begins so, most often quoted first."""
    try:
        names = [speaker.name for speaker in open_citewire().speakers()]
    except CitewireError:
        return []
    wanted = incomplete.casefold()
    return [
        name
        for name in names
        if any(part.startswith(wanted) for part in (name.casefold(), *name.casefold().split()))
    ]
