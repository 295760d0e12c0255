"""The paragraphs around an extract, the extract in bold, for one reader's eyes."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.render.answer import BLUE
from bot.render.cut import head, tail
from bot.render.limits import DESCRIPTION, EMBEDS_IN_TOTAL, TITLE, size
from bot.render.links import link
from bot.render.sources import day
from bot.render.text import bare, one_line, plain
from retrieval.types import Article, Span

PARAGRAPHS_BEFORE = PARAGRAPHS_AFTER = 1


def context_embeds(found: Sequence[tuple[Article, Span]]) -> list[discord.Embed]:
    """One embed an extract, all of them within one message; `found` has at most ten."""
    room = EMBEDS_IN_TOTAL // max(1, len(found))
    return [_embed(article, span, room) for article, span in found]


def around(text: str, span: Span) -> Span:
    """The span of whole paragraphs that hold `span`, and the neighbours of them."""
    start = _paragraph_start(text, span.start)
    for _ in range(PARAGRAPHS_BEFORE):
        start = _paragraph_start(text, len(text[:start].rstrip()))
    stop = _paragraph_stop(text, span.stop)
    for _ in range(PARAGRAPHS_AFTER):
        stop = _paragraph_stop(text, stop + len(text[stop:]) - len(text[stop:].lstrip()))
    return Span(start=start, stop=stop)


def _paragraph_start(text: str, position: int) -> int:
    return text.rfind("\n", 0, position) + 1


def _paragraph_stop(text: str, position: int) -> int:
    stop = text.find("\n", position)
    return len(text) if stop < 0 else stop


def _embed(article: Article, span: Span, room: int) -> discord.Embed:
    title = head(one_line(article.title), min(TITLE, room // 4))
    facts = (head(one_line(article.publisher or ""), 60), day(article.published))
    byline = " · ".join(fact for fact in (*facts, link(article.url)) if fact)
    if size(byline) > room // 3:
        byline = " · ".join(fact for fact in facts if fact)
    words = _words(article.text, span, min(DESCRIPTION, room - size(title)) - size(byline) - 2)
    return discord.Embed(title=title, description=f"{words}\n\n{byline}", colour=BLUE)


def _words(text: str, span: Span, room: int) -> str:
    """The extract in bold first claims its room; what stands around it shares what is left."""
    outer = around(text, span)
    before, after = text[outer.start : span.start], text[span.stop : outer.stop]
    extract = head(span.of(text), room, bold)
    half = (room - size(extract) - 4) // 2
    left, right = (tail(before, half), head(after, half)) if half > 0 else ("", "")
    return f"{left}{_joint(before)}{extract}{_joint(after)}{right}".strip()


def _joint(words: str) -> str:
    """What parted the extract from these words: a paragraph, a space or nothing."""
    if not words.strip():
        return ""
    edge = words[: len(words) - len(words.lstrip())] + words[len(words.rstrip()) :]
    return "\n\n" if "\n" in edge else " " if edge else ""


def bold(text: str) -> str:
    """`text` in bold, each line by itself, so that none can open or close another."""
    lines = plain(bare(text)).split("\n")
    return "\n".join(f"**{line.strip()}**" if line.strip() else "" for line in lines)
