"""An answer or an abstention as one embed."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.render.cut import head
from bot.render.limits import DESCRIPTION, TITLE, size
from bot.render.sources import also_in, day, fitted, numbered, source_line
from bot.render.text import bare, one_line, plain
from retrieval.types import (
    SURE,
    Abstention,
    Citation,
    Extract,
    Filters,
    Lead,
)

SOURCES = 2800
LEADS = 5
LEAD_WORDS = 300
REASON = 400
"""Units of what is said of a name, however long a reader made it."""
BLUE, GREY = discord.Colour(0x2F6F9F), discord.Colour(0x808080)


def answer_embed(
    title: str,
    extracts: Sequence[Extract],
    citations: Sequence[Citation],
    *,
    notes: Sequence[str] = (),
) -> discord.Embed:
    """The question as title, each extract as a quote, then the sources they stand in.

    `title` is foreign; `notes` are the bot's own words, ready to send, shown above the quotes.
    Long quotes are cut at a sentence; only where that is not enough, sources are dropped from the
    last, and the embed says how many.
    """
    used = {extract.citation for extract in extracts}
    lines = [_source(c) for c in citations if c.number in used]
    sources = fitted(lines, SOURCES, "… and {} more sources.")
    top = "\n".join(notes)
    room = DESCRIPTION - size(top) - size(sources) - 8
    quotes = _quotes(extracts, room)
    return discord.Embed(
        title=heading(title),
        description="\n\n".join(part for part in (top, quotes, sources) if part),
        colour=BLUE,
    )


def abstention_embed(abstention: Abstention, *, notes: Sequence[str] = ()) -> discord.Embed:
    """Kindly: the archive does not say, why not, and the nearest leads, which are no answer."""
    why = head(one_line(abstention.reason), REASON)
    parts = [*notes, f"I found nothing in the archive that answers this. {why}"]
    if abstention.near_misses:
        parts.append("The nearest things it has, which may not be about your question:")
    leads = [_lead(lead) for lead in abstention.near_misses[:LEADS]]
    room = DESCRIPTION - size("\n\n".join(parts)) - 8
    parts.append(fitted(leads, room, "… and {} more leads."))
    return discord.Embed(
        title=heading(abstention.question),
        description="\n\n".join(part for part in parts if part),
        colour=GREY,
    )


def heading(text: str) -> str:
    """`text` as the title of an embed: one line, at most 256 UTF-16 units."""
    return head(one_line(text), TITLE)


def doubt(confidence: float) -> tuple[str, ...]:
    """How sure the answer is, only when it is not; a note for `answer_embed`."""
    if confidence >= SURE:
        return ()
    return (f"⚠️ This may not be what you asked for ({confidence:.0%} sure).",)


def preparing(prepared: int) -> tuple[str, ...]:
    """That more may be found later, a note; nothing once all passages are encoded."""
    return (
        () if prepared == 100 else (f"*Search by meaning is still being prepared: {prepared} %*",)
    )


def limits_note(filters: Filters) -> tuple[str, ...]:
    """What the answer was limited to, a note for `answer_embed`; nothing where it was not."""
    names = (filters.tag, filters.publisher, filters.speaker)
    facts = [head(one_line(name), 100) for name in names if name]
    facts += [f"since {day(filters.since)}"] if filters.since else []
    facts += [f"until {day(filters.until)}"] if filters.until else []
    return (f"*{' · '.join(facts)}*",) if facts else ()


def quoted(text: str) -> str:
    """`text` as a block quote, every line of it marked."""
    return "\n".join(f"> {line}" for line in plain(text).split("\n"))


def _quotes(extracts: Sequence[Extract], room: int) -> str:
    """The extracts in the room given, shared so that short ones leave theirs to long ones."""
    left, parts = room, [""] * len(extracts)
    for done, i in enumerate(sorted(range(len(extracts)), key=lambda i: len(extracts[i].text))):
        share = left // (len(extracts) - done)
        parts[i] = _quote(extracts[i], share - 2)
        left -= size(parts[i]) + 2
    return "\n\n".join(parts)


def _quote(extract: Extract, room: int) -> str:
    who = f"**{head(one_line(extract.speaker), 100)}** " if extract.speaker else ""
    attribution = f"\n— {who}{plain(f'[{extract.citation}]')}"
    return head(extract.text, room - size(attribution), quoted) + attribution


def _source(citation: Citation) -> str:
    also = also_in(citation.also_in)
    line = numbered(citation.number, citation)
    return f"{line}\n{also}" if also else line


def _lead(lead: Lead) -> str:
    words = head(one_line(bare(lead.text)), LEAD_WORDS)
    return f"{source_line(lead)}\n> {words}"
