"""A member at their screen: types, presses, reads. Everything a test does to the bot is here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .interaction import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, MODAL_SUBMIT, Interaction
from .invocation import NotOfferedError, check_offered, completion, invocation
from .model import Channel, Guild, Message, User, label_of, walk
from .posting import said_by
from .wire import Json, message_json

if TYPE_CHECKING:
    from .server import FakeDiscord

CHAT_INPUT, MESSAGE_MENU, BUTTON, TEXT_INPUT, ROW, LABEL = 1, 3, 2, 4, 1, 18
PATIENCE = 20.0
"""Seconds that a member waits for an answer after the bot acknowledged."""


@dataclass(frozen=True)
class Modal:
    """A form that the bot opened for the member."""

    interaction: Interaction
    data: Json


@dataclass(eq=False)
class Member:
    """One person in one server (or, with no server, in direct messages)."""

    discord: FakeDiscord
    user: User
    guild: Guild | None

    @property
    def mention(self) -> str:
        """What pings them."""
        return self.user.mention

    @property
    def inbox(self) -> list[Message]:
        """What the bot wrote them directly."""
        channel = self.discord.world.direct_channel(self.user)
        return [message for message in channel.messages if message.author.bot]

    async def slash(
        self, channel: Channel, command: str, /, *, opened: bool = False, **values: Any
    ) -> Any:
        """Use a slash command, such as "digest add", and wait for its answer (or modal).

        `opened`: the server's administrators opened the command to everyone.
        """
        interaction = self.begin_slash(channel, command, opened=opened, **values)
        return await self._outcome(interaction)

    def begin_slash(
        self, channel: Channel, command: str, /, *, opened: bool = False, **values: Any
    ) -> Interaction:
        """Use a slash command and do not wait for anything."""
        found, words = self._command(channel, command, CHAT_INPUT, opened)
        data = invocation(found, words, values, self.discord.world.bot)
        return self._begin(COMMAND, channel, f"/{command} by {self.user.name}", data)

    async def autocomplete(self, channel: Channel, command: str, /, **values: Any) -> list[Json]:
        """The choices offered while typing the last of `values`."""
        found, words = self._command(channel, command, CHAT_INPUT, opened=False)
        data = completion(found, words, values, self.discord.world.bot)
        what = f"autocomplete of /{command} by {self.user.name}"
        interaction = self._begin(AUTOCOMPLETE, channel, what, data)
        await interaction.until("acknowledged", PATIENCE)
        assert interaction.callback is not None
        return list(interaction.callback["data"]["choices"])

    async def menu(self, message: Message, command: str) -> Any:
        """Right-click a message, Apps, `command`."""
        found, _ = self._command(message.channel, command, MESSAGE_MENU, opened=False, whole=True)
        data = {key: found[key] for key in ("id", "name", "type")} | {
            "target_id": str(message.id),
            "resolved": {"messages": {str(message.id): message_json(message)}},
        }
        what = f"{command!r} by {self.user.name}"
        return await self._outcome(self._begin(COMMAND, message.channel, what, data))

    async def press(self, message: Message, button: str, *, wait: str = "answered") -> Any:
        """Press the button with that label, emoji or custom_id.

        `wait="acknowledged"` is enough where nothing but the acknowledgement is to be seen.
        """
        control = self._control(message, button)
        if control["type"] != BUTTON or control.get("url"):
            raise NotOfferedError(f"{button!r} is no button that tells the bot")
        return await self._operate(message, control, {}, wait)

    async def forge(self, message: Message, button: str) -> Any:
        """Press a button of a message that others see, as a changed client might."""
        control = next(c for c in message.controls if label_of(c) == button)
        return await self._operate(message, control, {}, "answered")

    async def select(self, message: Message, menu: str, *values: str) -> Any:
        """Choose options, by label or value, in the menu with that placeholder or custom_id."""
        control = self._control(message, menu)
        known = {o[key]: o["value"] for o in control["options"] for key in ("label", "value")}
        chosen = {"values": [known[value] for value in values]}
        return await self._operate(message, control, chosen, "answered")

    async def submit(self, modal: Modal, **fields: str) -> Any:
        """Fill a modal in; `fields` are named by custom_id or label, underscores for spaces."""
        origin = modal.interaction
        data = {
            "custom_id": modal.data["custom_id"],
            "components": [_filled(item, fields) for item in modal.data["components"]],
        }
        what = f"modal {modal.data['title']!r} by {self.user.name}"
        return await self._outcome(
            self._begin(MODAL_SUBMIT, origin.channel, what, data, origin.source)
        )

    async def say(
        self, channel: Channel, text: str, *, reply_to: Message | None = None, ping: bool = True
    ) -> Message:
        """Write a message; a reply pings whom it answers unless `ping` is switched off."""
        message = said_by(self.user, channel, text, reply_to=reply_to, pings_replied=ping)
        return self.discord.posting.post(message)

    async def ask(self, channel: Channel, text: str, **how: Any) -> Message:
        """Write a message and wait for the bot's reply to it."""
        asked = await self.say(channel, text, **how)
        return await self.discord.reply_to(asked)

    def _begin(
        self, kind: int, channel: Channel, what: str, data: Json, source: Message | None = None
    ) -> Interaction:
        return self.discord.begin(Interaction(kind, self.user, channel, what, source), data)

    async def _outcome(self, interaction: Interaction, wait: str = "answered") -> Any:
        await interaction.until(wait, PATIENCE)
        if interaction.kind == MODAL:
            assert interaction.callback is not None
            return Modal(interaction, interaction.callback["data"])
        return interaction.answer

    def _command(
        self, channel: Channel, command: str, kind: int, opened: bool, *, whole: bool = False
    ) -> tuple[Json, list[str]]:
        name, *words = [command] if whole else command.split()
        found = self.discord.commands.find(name, kind, channel.guild)
        if not opened:
            check_offered(found, channel.guild, channel.permissions_of(self.user))
        return found, words

    def _control(self, message: Message, name: str) -> Json:
        if message.deleted or message.loading or message.shown_to not in (None, self.user):
            raise NotOfferedError(f"{self.user.name} does not see that message")
        for control in message.controls:
            emoji = (control.get("emoji") or {}).get("name")
            if name in (
                label_of(control),
                emoji,
                control.get("placeholder"),
                control.get("custom_id"),
            ):
                if control.get("disabled"):
                    raise NotOfferedError(f"{name!r} is switched off")
                return control
        raise NotOfferedError(f"no {name!r} there, only {message.labels}")

    async def _operate(self, message: Message, control: Json, more: Json, wait: str) -> Any:
        data = {"component_type": control["type"], "custom_id": control["custom_id"], **more}
        what = f"{label_of(control) or control['custom_id']!r} by {self.user.name}"
        interaction = self._begin(COMPONENT, message.channel, what, data, message)
        return await self._outcome(interaction, wait)


def _filled(item: Json, fields: dict[str, str]) -> Json:
    """A modal's component as it is submitted."""
    inputs = [item["component"]] if item["type"] == LABEL else item.get("components") or []
    label = item.get("label")
    sent = [
        {"type": c["type"], "custom_id": c["custom_id"], "value": _typed(c, label, fields)}
        for c in walk(inputs)
        if c["type"] == TEXT_INPUT
    ]
    if item["type"] == LABEL:
        return {"type": LABEL, "id": item.get("id", 1), "component": sent[0]}
    return {"type": ROW, "components": sent}


def _typed(component: Json, label: str | None, fields: dict[str, str]) -> str:
    names = (component["custom_id"], component.get("label") or label or "")
    for name, value in fields.items():
        if name in names or name.replace("_", " ").casefold() == names[1].casefold():
            return value
    return str(component.get("value") or "")
