"""The words of a Discord message, without what Discord puts between them."""

from __future__ import annotations

import re

from bot.render.text import one_line

MARKUP = re.compile(r"<(?:@[!&]?|#|a?:\w+:|/[^:<>]*:|t:|id:)[\w:-]*>")


def words(content: str) -> str:
    """`content` on one line without mentions, custom emoji, times and links to commands."""
    return one_line(MARKUP.sub(" ", content))
