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
    """One embed a stretch of an article, all of them within one message.

    `found` are at most ten extracts with their articles; those that share paragraphs share an
    embed, so that nothing is read twice.
    """
    groups = stretches(found)
    room = EMBEDS_IN_TOTAL // max(1, len(groups))
    return [_embed(article, spans, room) for article, spans in groups]


def stretches(found: Sequence[tuple[Article, Span]]) -> list[tuple[Article, list[Span]]]:
    """The extracts by article, in order of their place, parted where they share no paragraph."""
    order = {article.id: i for i, (article, _) in reversed(list(enumerate(found)))}
    groups: list[tuple[Article, list[Span]]] = []
    for article, span in sorted(found, key=lambda pair: (order[pair[0].id], pair[1].start)):
        last = groups[-1][1][-1] if groups and groups[-1][0].id == article.id else None
        if last and last.stop <= span.start and _touch(article.text, last, span):
            groups[-1][1].append(span)
        else:
            groups.append((article, [span]))
    return groups


def _touch(text: str, one: Span, other: Span) -> bool:
    return around(text, one).overlap(around(text, other)) > 0


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


def _embed(article: Article, spans: Sequence[Span], room: int) -> discord.Embed:
    title = head(one_line(article.title), min(TITLE, room // 4))
    facts = (head(one_line(article.publisher or ""), 60), day(article.published))
    byline = " · ".join(fact for fact in (*facts, link(article.url)) if fact)
    if size(byline) > room // 3:
        byline = " · ".join(fact for fact in facts if fact)
    words = _words(article.text, spans, min(DESCRIPTION, room - size(title)) - size(byline) - 2)
    return discord.Embed(title=title, description=f"{words}\n\n{byline}", colour=BLUE)


def _words(text: str, spans: Sequence[Span], room: int) -> str:
    """All of the stretch where it fits, else every extract with as much around it as fits."""
    whole = _whole(text, spans)
    if size(whole) <= room:
        return whole
    share = room // len(spans) - 2
    return "\n\n".join(_cut(text, span, share) for span in spans)


def _whole(text: str, spans: Sequence[Span]) -> str:
    position, parts = around(text, spans[0]).start, []
    for span in spans:
        parts += [_gap(text[position : span.start]), bold(span.of(text))]
        position = span.stop
    parts.append(_gap(text[position : around(text, spans[-1]).stop]))
    return "".join(parts).strip()


def _cut(text: str, span: Span, room: int) -> str:
    """The extract in bold first claims its room; what stands around it shares what is left."""
    outer = around(text, span)
    before, after = text[outer.start : span.start], text[span.stop : outer.stop]
    extract = head(span.of(text), room, bold)
    half = (room - size(extract) - 4) // 2
    if half <= 0:
        return extract
    left = tail(before, half) + _edge(before[len(before.rstrip()) :])
    right = _edge(after[: len(after) - len(after.lstrip())]) + head(after, half)
    return f"{left}{extract}{right}".strip()


def _gap(words: str) -> str:
    """Words around extracts, and what parts them from those: a paragraph, a space or nothing."""
    if not words.strip():
        return _edge(words)
    lead = words[: len(words) - len(words.lstrip())]
    return _edge(lead) + plain(words) + _edge(words[len(words.rstrip()) :])


def _edge(space: str) -> str:
    return "\n\n" if "\n" in space else " " if space else ""


def bold(text: str) -> str:
    """`text` in bold, each line by itself, so that none can open or close another."""
    lines = plain(bare(text)).split("\n")
    return "\n".join(f"**{line.strip()}**" if line.strip() else "" for line in lines)
