"""Who am I, where is the gateway, who and what is there."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from ..errors import unknown
from ..gateway import Gateway
from ..model import Guild, World
from ..pipeline import Pipeline
from ..wire import Json, application_json, guild_json, me_json, member_json, user_json


class Login:
    """The routes that read the world."""

    def __init__(self, world: World, gateway: Gateway) -> None:
        self._world, self._gateway = world, gateway
        self.shards = 1
        """How many shards Discord recommends."""

    def routes(self, pipeline: Pipeline) -> list[web.RouteDef]:
        """All routes of this file."""
        return [
            pipeline.route("GET", "/users/@me", self.me),
            pipeline.route("GET", "/users/{user_id}", self.user),
            pipeline.route("GET", "/oauth2/applications/@me", self.application),
            pipeline.route("GET", "/applications/@me", self.application),
            pipeline.route("GET", "/gateway/bot", self.gateway),
            pipeline.route("GET", "/guilds/{guild_id}", self.guild),
            pipeline.route("GET", "/guilds/{guild_id}/members/{user_id}", self.member),
        ]

    async def me(self, request: web.Request, body: Any) -> Json:
        """The bot's own user."""
        return me_json(self._world.bot)

    async def user(self, request: web.Request, body: Any) -> Json:
        """Anybody's user."""
        user = self._world.users.get(int(request.match_info["user_id"]))
        if user is None:
            raise unknown(10013, "User")
        return user_json(user)

    async def application(self, request: web.Request, body: Any) -> Json:
        """The application that the bot belongs to."""
        return application_json(self._world)

    async def gateway(self, request: web.Request, body: Any) -> Json:
        """Where to connect."""
        limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        return {"url": self._gateway.url, "shards": self.shards, "session_start_limit": limit}

    async def guild(self, request: web.Request, body: Any) -> Json:
        """One server."""
        return guild_json(self._guild(request))

    async def member(self, request: web.Request, body: Any) -> Json:
        """One member of a server."""
        user = self._guild(request).users.get(int(request.match_info["user_id"]))
        if user is None:
            raise unknown(10007, "Member")
        return member_json(user)

    def _guild(self, request: web.Request) -> Guild:
        guild = self._world.guilds.get(int(request.match_info["guild_id"]))
        if guild is None:
            raise unknown(10004, "Guild")
        return guild
