"""Discord's limits, and how it counts.

Source: https://discord.com/developers/docs/resources/message#embed-object-embed-limits and the
pages on components and application commands. Sizes are counted in UTF-16 units, which is never
less than the code points that Discord counts.
"""

from __future__ import annotations

CONTENT = 2000
TITLE = 256
DESCRIPTION = 4096
EMBEDS_IN_TOTAL = 6000
CHOICES = 25
CHOICE = 100
THREAD_NAME = 100


def size(text: str) -> int:
    """The length of `text` in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)
