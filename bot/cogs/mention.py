"""Mentions, replies and threads: a question in a message, answered by a reply; never unasked."""

from __future__ import annotations

import time

import discord
from discord.ext import commands

from bot import asking
from bot.client import CitewireBot
from bot.conversations import Key, Turn
from bot.errors import CooldownError, RefusalError
from bot.logs import log
from bot.trouble import sentence
from bot.words import words

HOW_TO_ASK = "Ask me something, such as “What did Peskov say about sanctions?”, or see `/help`."
FORGOTTEN = "I no longer remember that conversation, so I took this as a new question."


class Mention(commands.Cog):
    """Listens to messages, of which Discord shows only those that concern the bot."""

    def __init__(self, bot: CitewireBot) -> None:
        self.bot = bot
        self._quiet: dict[int, float] = {}
        """Members who were told to wait, and until when, by the monotonic clock."""

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answers a message that speaks to the bot."""
        me = self.bot.user
        if me is None or not addressed(message, me.id):
            return
        try:
            self.bot.jobs.enter()
            await self._answer(message, words(message.content), me.id)
        except discord.HTTPException as error:
            log.warning("could not reply: %s %s", type(error).__name__, error.status)
        except CooldownError as error:
            await self._cool_down(message, error)
        except Exception as error:
            await self._apologise(message, sentence(error))

    async def _answer(self, message: discord.Message, text: str, me: int) -> None:
        bot, member_id = self.bot, message.author.id
        server_id = message.guild.id if message.guild else None
        await bot.spend(member_id, server_id)
        if not text:
            raise RefusalError(HOW_TO_ASK)
        keys = earlier(message, me)
        previous = bot.conversations.recall(*keys)
        question = await bot.service.run(lambda library: library.follow_up(text, previous))
        asker = asking.Asker(
            member_id=member_id,
            server_id=server_id,
            private=False,
            can_open_thread=isinstance(message.channel, discord.TextChannel),
        )
        answer = await asking.answer(bot, question, asker)
        sent = await message.channel.send(
            FORGOTTEN if keys and previous is None else None,
            embed=answer.embed,
            view=answer.view_or_missing,
            reference=message.to_reference(fail_if_not_exists=False),
        )
        self._remember(message, sent, Turn(member_id, question), me)

    def _remember(
        self, message: discord.Message, sent: discord.Message, turn: Turn, me: int
    ) -> None:
        """Under the bot's reply, and in a thread of the bot's under the member in it."""
        self.bot.conversations.remember(sent.id, turn)
        if in_own_thread(message, me):
            self.bot.conversations.remember((message.channel.id, turn.member_id), turn)

    async def _cool_down(self, message: discord.Message, error: CooldownError) -> None:
        """Says once when to come back: a reply to every mention would be a flood of the bot's."""
        now = time.monotonic()
        self._quiet = {member: until for member, until in self._quiet.items() if until > now}
        if message.author.id not in self._quiet:
            self._quiet[message.author.id] = now + error.seconds
            await self._apologise(message, str(error))

    async def _apologise(self, message: discord.Message, text: str) -> None:
        try:
            reference = message.to_reference(fail_if_not_exists=False)
            await message.channel.send(text, reference=reference)
        except discord.HTTPException as error:
            log.warning("could not apologise: %s %s", type(error).__name__, error.status)


def addressed(message: discord.Message, me: int) -> bool:
    """True where a person speaks to the bot: by mention, alone with it, or in a thread of its own.

    A thread of its own counts only where Discord shows the words, so that the bot stays silent on
    what it cannot read.
    """
    if message.author.bot or message.webhook_id is not None:
        return False
    if message.type not in (discord.MessageType.default, discord.MessageType.reply):
        return False
    mentioned = any(user.id == me for user in message.mentions)
    readable = bool(message.content.strip())
    return mentioned or (readable and (message.guild is None or in_own_thread(message, me)))


def in_own_thread(message: discord.Message, me: int) -> bool:
    """True in a thread that the bot opened."""
    return isinstance(message.channel, discord.Thread) and message.channel.owner_id == me


def earlier(message: discord.Message, me: int) -> tuple[Key, ...]:
    """Where the turn before this message may be remembered, the nearest first.

    The message replied to where it is the bot's; in a thread of the bot's the member's own last
    turn, then the message that the thread began with (they share their number). Empty for a new
    conversation.
    """
    replied = message.reference.resolved if message.reference else None
    if isinstance(replied, discord.Message) and replied.author.id == me:
        return (replied.id,)
    if in_own_thread(message, me):
        return ((message.channel.id, message.author.id), message.channel.id)
    return ()


async def setup(bot: CitewireBot) -> None:
    """Called by discord.py when the feature is loaded."""
    await bot.add_cog(Mention(bot))
