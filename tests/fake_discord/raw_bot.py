"""The smallest discord.py bot that shows each manner, good and bad, that the server must judge."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import discord
import yarl
from discord import app_commands

from . import FakeDiscord

NONE = discord.AllowedMentions.none()
Press = discord.Interaction[Any]


@asynccontextmanager
async def running(fake: FakeDiscord, client: RawBot | None = None) -> AsyncIterator[RawBot]:
    """A bot that is connected to `fake`; the hooks are put back afterwards."""
    hooks = discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
    discord.http.Route.BASE = fake.api
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(fake.gateway_url)
    client = client or RawBot()
    task = asyncio.create_task(client.start(fake.token))
    try:
        waiting = asyncio.create_task(fake.connected(shard=client.shard))
        await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            waiting.cancel()
            task.result()
        yield client
    finally:
        await client.close()
        await asyncio.gather(task, return_exceptions=True)
        discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = hooks


class Buttons(discord.ui.View):
    """A view that survives a restart."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Context", custom_id="context")
    async def context(self, interaction: Press, button: discord.ui.Button[Any]) -> None:
        await interaction.response.send_message("the paragraph", ephemeral=True)

    @discord.ui.button(label="More", custom_id="more")
    async def more(self, interaction: Press, button: discord.ui.Button[Any]) -> None:
        await interaction.response.edit_message(content="page 2", view=self)

    @discord.ui.button(emoji="👍", custom_id="up")
    async def up(self, interaction: Press, button: discord.ui.Button[Any]) -> None:
        await interaction.response.defer()
        await interaction.followup.send("thanks", ephemeral=True)

    @discord.ui.select(
        placeholder="Tag", custom_id="tag", options=[discord.SelectOption(label="Iran", value="ir")]
    )
    async def tag(self, interaction: Press, select: discord.ui.Select[Any]) -> None:
        await interaction.response.edit_message(content=f"tag {select.values[0]}")


class Form(discord.ui.Modal, title="Why"):
    """A modal with one field."""

    reason: discord.ui.TextInput[Any] = discord.ui.TextInput(label="The reason")

    async def on_submit(self, interaction: Press) -> None:
        await interaction.response.send_message(f"because {self.reason.value}")


class RawBot(discord.Client):
    """Commands named by what they do on the wire."""

    def __init__(
        self, intents: discord.Intents | None = None, shard: tuple[int, int] | None = None
    ) -> None:
        chosen = intents or discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
        number, count = shard or (None, None)
        super().__init__(intents=chosen, allowed_mentions=NONE, shard_id=number, shard_count=count)
        self.shard = shard
        self.tree = app_commands.CommandTree(self)
        self.heard: list[discord.Message] = []
        self.resumed = 0
        add_commands(self.tree)

    async def setup_hook(self) -> None:
        self.add_view(Buttons())
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """No five seconds of waiting."""

    async def on_resumed(self) -> None:
        self.resumed += 1

    async def on_message(self, message: discord.Message) -> None:
        if message.author == self.user:
            return
        self.heard.append(message)
        if self.user in message.mentions:
            await message.reply("you asked")


def add_commands(tree: app_commands.CommandTree[Any]) -> None:
    """All commands of the raw bot."""

    @tree.command(description="Answers after a deferral")
    async def ask(interaction: Press, question: str, private: bool = False) -> None:
        await interaction.response.defer(ephemeral=private)
        embed = discord.Embed(title=question, description="an answer")
        embed.add_field(name="[1]", value="a source")
        await interaction.edit_original_response(embed=embed, view=Buttons())
        await interaction.followup.send("and more", ephemeral=True)

    @tree.command(description="Answers at once")
    @app_commands.default_permissions(manage_guild=True)
    async def quick(interaction: Press, channel: discord.TextChannel) -> None:
        await interaction.response.send_message(f"in {channel.name}")

    @tree.command(description="Offers tags")
    async def latest(interaction: Press, tag: str) -> None:
        await interaction.response.send_message(tag)

    @latest.autocomplete("tag")
    async def tags(interaction: Press, current: str) -> list[app_commands.Choice[str]]:
        found = [tag for tag in ("Japan", "Iran") if tag.lower().startswith(current)]
        return [app_commands.Choice(name=tag, value=tag) for tag in found]

    @tree.command(description="Opens a form")
    async def form(interaction: Press) -> None:
        await interaction.response.send_modal(Form())

    @tree.command(description="Carries out what the test wants")
    async def do(interaction: Press, what: str) -> None:
        await MANNERS[what](interaction)

    @tree.context_menu(name="Find in archive")
    async def find(interaction: Press, message: discord.Message) -> None:
        await interaction.response.send_message(f"seen: {message.content}", ephemeral=True)

    group = app_commands.Group(name="digest", description="Digests")

    @group.command(description="Adds one")
    async def add(interaction: Press, tag: str) -> None:
        await interaction.response.send_message(f"added {tag}")

    tree.add_command(group)


async def twice(interaction: Press) -> None:
    await interaction.response.send_message("one")
    interaction.response._response_type = None
    await interaction.response.send_message("two")


async def never(interaction: Press) -> None:
    """Nothing at all."""


async def late(interaction: Press) -> None:
    await asyncio.sleep(0.6)
    await interaction.response.send_message("late")


async def ping(interaction: Press) -> None:
    everyone = discord.AllowedMentions.all()
    await interaction.response.send_message("@everyone", allowed_mentions=everyone)


async def long_content(interaction: Press) -> None:
    await interaction.response.send_message("x")
    await interaction.channel.send("x" * 2001)  # type: ignore[union-attr]


async def long_embeds(interaction: Press) -> None:
    embeds = [discord.Embed(description="x" * 3001)] * 2
    await interaction.response.send_message(embeds=embeds)


async def same_ids(interaction: Press) -> None:
    view = discord.ui.View()
    for _ in range(2):
        view.add_item(discord.ui.Button(label="x", custom_id="same"))
    await interaction.response.send_message("x", view=view)


async def bad_link(interaction: Press) -> None:
    await interaction.response.send_message(embed=discord.Embed(title="x", url="javascript:1"))


async def wrong_shape(interaction: Press) -> None:
    await interaction.response.send_message(embed=discord.Embed(title="x", colour=0), silent=True)
    route = discord.http.Route(
        "PATCH", "/webhooks/{a}/{t}/messages/@original", a=interaction.application_id,
        t=interaction.token,
    )  # fmt: skip
    await interaction.client.http.request(route, json={"content": 7})


async def strange_route(interaction: Press) -> None:
    await interaction.response.send_message("x")
    await interaction.client.http.request(discord.http.Route("GET", "/voice/regions"))


async def direct(interaction: Press) -> None:
    await interaction.response.send_message("look", ephemeral=True)
    await interaction.user.send("a note")


async def thread(interaction: Press) -> None:
    await interaction.response.send_message("x")
    message = await interaction.channel.send("a start")  # type: ignore[union-attr]
    opened = await message.create_thread(name="Follow-ups")
    await opened.send("in the thread")


async def say(interaction: Press) -> None:
    await interaction.response.defer()
    try:
        await interaction.channel.send("hello")  # type: ignore[union-attr]
    except discord.HTTPException as error:
        await interaction.edit_original_response(content=f"{error.status} {error.code}")
    else:
        await interaction.delete_original_response()


MANNERS = {
    manner.__name__: manner
    for manner in (
        twice, never, late, ping, long_content, long_embeds, same_ids, bad_link, wrong_shape,
        strange_route, direct, thread, say,
    )
}  # fmt: skip
