"""What the bot says about itself."""

from __future__ import annotations

import discord

from bot.render.answer import BLUE

HELP = """\
I answer from a news archive with the words that stand in it, and say where. I never write news \
myself; where the archive has no answer, I say so.

**Ask** `/ask`, or mention me: “@me what did Peskov say about sanctions?”
**Follow up** reply to my answer and leave the mention on: “and what about Abe?” Or press \
**Follow up** and go on in the thread.
**Check a message** right-click it, Apps, **Find in archive**; you alone see the result.
**Who said what** `/said` shows somebody's words in order of date, on a topic if you name one.
**The news** `/latest`, by tag and day.
**News by itself** `/digest add` posts what is new to a channel (needs Manage Server).
**The archive** `/archive status`, `refresh`, `gaps` (needs Manage Server).

Under an answer: **Context** shows what stands around each quote, **More** the next quotes, 👍 and \
👎 tell us whether it helped. `/privacy` says what I keep."""

PRIVACY = """\
**Your questions** are not stored. The last ones stay in memory, so that you can follow up, until \
I am restarted or newer ones take their place.
**Answers** are kept for 90 days as places in the archive with your user number, without a word of \
your question, so that the buttons work.
**Votes** are kept with the answer. **Digests** keep who set them up, to tell them if one stops. \
**Cooldowns** keep a number for each of us until it is full again, minutes later.
**Logs** hold no questions and no names.
{gaps}
`/forget-me` deletes all of this that is about you at once, but for the cooldown."""

GAPS_ON = (
    "**This server keeps questions that found no answer**, if asked in the open, with your user "
    "number, for 30 days. Those who manage it can read them, without your name."
)
GAPS_OFF = "**This server does not keep** questions that found no answer."


def help_embed() -> discord.Embed:
    """What the bot can do."""
    return discord.Embed(title="citewire", description=HELP, colour=BLUE)


def privacy_embed(*, gaps_kept: bool) -> discord.Embed:
    """What the bot keeps, and whether this server keeps unanswered questions."""
    text = PRIVACY.format(gaps=GAPS_ON if gaps_kept else GAPS_OFF)
    return discord.Embed(title="What I keep", description=text, colour=BLUE)
