"""From a question to the message that answers it: the same road for commands, mentions, menus."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import discord

from bot.client import CitewireBot
from bot.pieces import to_pieces
from bot.render.answer import abstention_embed, answer_embed, doubt, limits_note, preparing
from bot.render.scope import understood_notes
from bot.store import answers, gaps
from bot.ui.page import PER_MESSAGE, page_view
from bot.ui.share import ShareButton
from bot.ui.thread import ThreadButton
from retrieval.types import Abstention, Answer, Question

KEPT = 9
"""Extracts of an answer, those behind "More" included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks, where, and whether only they shall see the answer."""

    member_id: int
    server_id: int | None
    private: bool
    can_open_thread: bool = False
    """True in a channel of a server where the answer can have a thread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A message to send; `view` is None where there is nothing to press."""

    embed: discord.Embed
    view: discord.ui.View | None

    @property
    def view_or_missing(self) -> discord.ui.View:
        """The view as discord.py wants it in a new message."""
        return self.view or discord.utils.MISSING


async def answer(
    bot: CitewireBot, question: Question, asker: Asker, notes: Sequence[str] = ()
) -> Reply:
    """The reply to a question; raises what the service and the library raise."""
    result = await bot.service.run(lambda library: library.ask(question, k=KEPT))
    notes = (*notes, *limits_note(question.filters), *understood_notes(result.understood))
    notes += preparing(result.prepared)
    if isinstance(result, Abstention):
        await _note_gap(bot, question, asker)
        return Reply(embed=abstention_embed(result, notes=notes), view=None)
    return await _answered(bot, result, asker, (*notes, *doubt(result.confidence)))


async def _answered(bot: CitewireBot, result: Answer, asker: Asker, notes: Sequence[str]) -> Reply:
    pieces = to_pieces(result.extracts)
    answer_id = await bot.database.run(
        lambda c: answers.keep(c, asker.member_id, pieces, private=asker.private, now=time.time())
    )
    embed = answer_embed(
        result.question, result.extracts[:PER_MESSAGE], result.citations, notes=notes
    )
    return Reply(embed=embed, view=_view(answer_id, len(pieces), asker))


def _view(answer_id: int, total: int, asker: Asker) -> discord.ui.View:
    """The buttons of the first page; in a server also Share, or Follow up where there can be."""
    view = page_view(answer_id, 0, total)
    if asker.private and asker.server_id is not None:
        view.add_item(ShareButton(answer_id))
    elif asker.can_open_thread:
        view.add_item(ThreadButton())
    return view


async def _note_gap(bot: CitewireBot, question: Question, asker: Asker) -> None:
    """Kept only of questions asked in the open, where the server turned that on (`gaps.note`)."""
    server_id = asker.server_id
    if server_id is not None and not asker.private:
        await bot.database.run(
            lambda c: gaps.note(c, server_id, asker.member_id, question.text, time.time())
        )
