"""How the bot answers an interaction: one callback, then its webhook for fifteen minutes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiohttp import web

from ..errors import ApiError, unknown
from ..interaction import (
    CHOICES,
    DEFERRED_MESSAGE,
    DEFERRED_UPDATE,
    MESSAGE,
    MODAL,
    UPDATE,
    Interaction,
)
from ..limits import choices_problems, modal_problems
from ..model import EPHEMERAL, Message, World
from ..pipeline import Pipeline
from ..posting import LOADING, Posting
from ..wire import Json, message_json

CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
ONE = WEBHOOK + "/messages/{message_id}"


class Webhooks:
    """The routes of callbacks, original responses and followups."""

    def __init__(
        self, world: World, posting: Posting, origin: Callable[[Interaction], Json]
    ) -> None:
        self._world, self._posting, self._origin = world, posting, origin
        self.interactions: dict[str, Interaction] = {}
        """By token."""
        self._pipeline: Pipeline

    def routes(self, pipeline: Pipeline) -> list[web.RouteDef]:
        """All routes of this file."""
        self._pipeline = pipeline
        original = WEBHOOK + "/messages/@original"
        return [
            pipeline.route("POST", CALLBACK, self.callback),
            pipeline.route("POST", WEBHOOK, self.follow_up),
            pipeline.route("GET", original, self.get),
            pipeline.route("PATCH", original, self.edit),
            pipeline.route("DELETE", original, self.delete),
            pipeline.route("GET", ONE, self.get),
            pipeline.route("PATCH", ONE, self.edit),
            pipeline.route("DELETE", ONE, self.delete),
        ]

    async def callback(self, request: web.Request, body: Json) -> Json | None:
        """Acknowledge an interaction, which may be done once and within three seconds."""
        interaction = self.interactions.get(request.match_info["interaction_token"])
        if interaction is None or str(interaction.id) != request.match_info["interaction_id"]:
            raise unknown(10062, "interaction")
        self._check(body)
        try:
            interaction.acknowledge(body)
        except ApiError as error:
            self._posting.fault(f"callback of {interaction.what}: {error.message}")
            raise
        self._carry_out(interaction, body.get("data") or {})
        interaction.pulse.beat()
        return _resource(interaction) if request.query.get("with_response") else None

    def _check(self, body: Json) -> None:
        data = body.get("data") or {}
        if body["type"] == CHOICES:
            self._pipeline.refuse(f"POST {CALLBACK}", choices_problems(data["choices"]))
        if body["type"] == MODAL:
            self._pipeline.refuse(f"POST {CALLBACK}", modal_problems(data))

    def _carry_out(self, interaction: Interaction, data: Json) -> None:
        if interaction.kind == MESSAGE:
            interaction.original = self._new(f"POST {CALLBACK}", interaction, data)
        elif interaction.kind == DEFERRED_MESSAGE:
            interaction.original = self._thinking(interaction, data)
        elif interaction.kind == UPDATE and interaction.source is not None:
            self._posting.revise(f"POST {CALLBACK}", interaction.source, data)

    def _new(self, route: str, interaction: Interaction, body: Json) -> Message:
        message = self._posting.compose(
            route, interaction.channel, body,
            origin=self._origin(interaction), interaction=interaction,
        )  # fmt: skip
        message.shown_to = interaction.member if message.ephemeral else None
        return self._posting.post(message)

    def _thinking(self, interaction: Interaction, data: Json) -> Message:
        message = Message(
            interaction.channel, self._world.bot, loading=True,
            origin=self._origin(interaction), interaction=interaction,
        )  # fmt: skip
        message.flags = LOADING | ((data.get("flags") or 0) & EPHEMERAL)
        message.shown_to = interaction.member if message.ephemeral else None
        return self._posting.post(message)

    async def follow_up(self, request: web.Request, body: Json) -> Json:
        """A further message; the first after a deferral fills the deferred one instead."""
        interaction = self._open(request)
        route, original = f"POST {WEBHOOK}", interaction.original
        if original is not None and original.loading:
            message = self._posting.revise(route, original, body)
        else:
            message = self._new(route, interaction, body)
            interaction.followups.append(message)
        interaction.touched = True
        interaction.pulse.beat()
        return message_json(message)

    async def get(self, request: web.Request, body: Any) -> Json:
        """Read the original response or a followup."""
        return message_json(self._target(self._open(request), request))

    async def edit(self, request: web.Request, body: Json) -> Json:
        """Change the original response or a followup."""
        interaction = self._open(request)
        target = self._target(interaction, request)
        self._posting.revise(f"PATCH {ONE}", target, body)
        interaction.touched = True
        interaction.pulse.beat()
        return message_json(target)

    async def delete(self, request: web.Request, body: Any) -> None:
        """Take the original response or a followup away."""
        interaction = self._open(request)
        self._posting.delete(self._target(interaction, request))
        interaction.touched = True
        interaction.pulse.beat()

    def _open(self, request: web.Request) -> Interaction:
        interaction = self.interactions.get(request.match_info["webhook_token"])
        if interaction is None or interaction.callback is None:
            raise unknown(10015, "Webhook")
        if interaction.expired:
            raise ApiError(401, 50027, "Invalid Webhook Token")
        return interaction

    def _target(self, interaction: Interaction, request: web.Request) -> Message:
        message_id = request.match_info.get("message_id")
        if message_id is None:
            own = interaction.kind in (DEFERRED_UPDATE, UPDATE)
            target = interaction.source if own else interaction.original
        else:
            answers = [interaction.original, interaction.source, *interaction.followups]
            target = next((m for m in answers if m and str(m.id) == message_id), None)
        if target is None or target.deleted:
            raise unknown(10008, "Message")
        return target


def _resource(interaction: Interaction) -> Json:
    message = interaction.original if interaction.kind in (MESSAGE, DEFERRED_MESSAGE) else None
    if interaction.kind == UPDATE:
        message = interaction.source
    about: Json = {"id": str(interaction.id), "type": interaction.type}
    if message is None:
        return {"interaction": about}
    about |= {
        "response_message_id": str(message.id),
        "response_message_loading": message.loading,
        "response_message_ephemeral": message.ephemeral,
    }
    if message.loading:
        return {"interaction": about}
    return {
        "interaction": about,
        "resource": {"type": interaction.kind, "message": message_json(message)},
    }
