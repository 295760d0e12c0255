"""Gateway v10: sessions that outlive their connections, heartbeats, RESUME and replay."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from .compression import Stream, open_stream
from .model import World
from .record import Record
from .wire import guild_create_json, me_json

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, RESUME = 0, 1, 2, 3, 6
RECONNECT, REQUEST_MEMBERS, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 7, 8, 9, 10, 11
PRIVILEGED_INTENTS = (1 << 1) | (1 << 8) | (1 << 15)
AUTHENTICATION_FAILED, INVALID_SHARD, SHARDING_REQUIRED, DISALLOWED_INTENTS = (
    4004, 4010, 4011, 4014,
)  # fmt: skip


class Connection:
    """One websocket; sending is queued, so that whoever dispatches never waits for the bot."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request, stream: Stream) -> None:
        self.socket, self._request, self._stream = socket, request, stream
        self._outbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    def send(self, op: int, data: Any = None, *, seq: int | None = None, t: Any = None) -> None:
        """Queue one gateway message."""
        self._outbox.put_nowait({"op": op, "d": data, "s": seq, "t": t})

    async def write(self) -> None:
        """Send what is queued until cancelled or cut off."""
        with contextlib.suppress(ConnectionError):
            while True:
                frame = self._stream.pack(json.dumps(await self._outbox.get()))
                if isinstance(frame, str):
                    await self.socket.send_str(frame)
                else:
                    await self.socket.send_bytes(frame)

    def cut(self) -> None:
        """Break the TCP connection, without a closing handshake."""
        if self._request.transport is not None:
            self._request.transport.abort()


@dataclass(eq=False)
class Session:
    """What Discord remembers of one identified shard, connected or not."""

    shard: tuple[int, int]
    intents: int
    connection: Connection | None
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    events: list[dict[str, Any]] = field(default_factory=list)
    beats: list[float] = field(default_factory=list)
    """When its heartbeats came, by the monotonic clock."""
    resumes: int = 0

    def dispatch(self, event: str, data: Any) -> None:
        """Send an event now, and keep it for a later RESUME."""
        entry = {"t": event, "d": data, "s": len(self.events) + 1}
        self.events.append(entry)
        self._send(entry)

    def replay(self, after: int) -> None:
        """Send again what came after sequence number `after`."""
        for entry in self.events[after:]:
            self._send(entry)

    def _send(self, entry: dict[str, Any]) -> None:
        if self.connection is not None:
            self.connection.send(DISPATCH, entry["d"], seq=entry["s"], t=entry["t"])

    @property
    def gaps(self) -> list[float]:
        """Seconds between one heartbeat and the next."""
        return [b - a for a, b in zip(self.beats, self.beats[1:], strict=False)]

    def wants(self, intent: int) -> bool:
        """Whether the bot asked for events of that intent."""
        return bool(self.intents & intent)

    def has_guild(self, guild_id: int) -> bool:
        """Whether that server belongs to this shard."""
        return (guild_id >> 22) % self.shard[1] == self.shard[0]


class Gateway:
    """Accepts the bot's connections and hands events to the sessions they belong to."""

    def __init__(self, world: World, record: Record, token: str) -> None:
        self._world, self._record, self._token = world, record, token
        self.url = ""
        self.sessions: list[Session] = []
        self.heartbeat_interval = 41.25
        self.allowed_intents = 0
        """The privileged intents that are switched on for the application."""
        self.most_guilds = 2500
        """How many servers one shard may have."""

    @property
    def live(self) -> list[Session]:
        """The sessions that are connected now."""
        return [session for session in self.sessions if session.connection is not None]

    def dispatch(self, event: str, data: Any, guild_id: int | None, intent: int = 0) -> None:
        """Send an event to the shard of `guild_id` (None: the first), if it asked for `intent`."""
        for session in self.sessions_for(guild_id, intent):
            session.dispatch(event, data)

    def sessions_for(self, guild_id: int | None, intent: int = 0) -> list[Session]:
        """The sessions that would be sent such an event."""
        return [
            session
            for session in self.sessions
            if (session.shard[0] == 0 if guild_id is None else session.has_guild(guild_id))
            and (not intent or session.wants(intent))
        ]

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """One connection, from HELLO to its end."""
        socket = web.WebSocketResponse(max_msg_size=4096 * 4)
        await socket.prepare(request)
        stream = open_stream(request.query.get("compress"))
        connection = Connection(socket, request, stream)
        writer = asyncio.create_task(connection.write())
        connection.send(HELLO, {"heartbeat_interval": round(self.heartbeat_interval * 1000)})
        try:
            await self._listen(connection)
        finally:
            writer.cancel()
            self._detach(connection)
        return socket

    async def _listen(self, connection: Connection) -> None:
        session: Session | None = None
        async for message in connection.socket:
            if message.type is not WSMsgType.TEXT:
                continue
            frame = json.loads(message.data)
            if frame["op"] == HEARTBEAT:
                self._beat(connection, session)
            elif frame["op"] == IDENTIFY:
                session = await self._identify(connection, frame["d"])
            elif frame["op"] == RESUME:
                session = self._resume(connection, frame["d"])
            elif frame["op"] == REQUEST_MEMBERS:
                self._record.fault("the bot asked for all members, which needs a privileged intent")
            elif frame["op"] != PRESENCE:
                self._record.fault(f"unknown gateway op {frame['op']}")

    def _beat(self, connection: Connection, session: Session | None) -> None:
        if session is not None:
            session.beats.append(time.monotonic())
            self._record.pulse.beat()
        connection.send(HEARTBEAT_ACK)

    async def _identify(self, connection: Connection, data: dict[str, Any]) -> Session | None:
        if data["token"] != self._token:
            await connection.socket.close(code=AUTHENTICATION_FAILED)
            return None
        if data["intents"] & PRIVILEGED_INTENTS & ~self.allowed_intents:
            await connection.socket.close(code=DISALLOWED_INTENTS)
            return None
        shard = read_shard(data.get("shard", [0, 1]))
        if shard is None:
            await connection.socket.close(code=INVALID_SHARD)
            return None
        session = Session(shard, data["intents"], connection)
        if sum(map(session.has_guild, self._world.guilds)) > self.most_guilds:
            await connection.socket.close(code=SHARDING_REQUIRED)
            return None
        # One that is still connected goes on: Discord lets a shard have two sessions.
        self.sessions = [s for s in self.sessions if s.shard != shard or s.connection is not None]
        self._greet(session)
        self._attach(session)
        return session

    def _greet(self, session: Session) -> None:
        bot = self._world.bot
        guilds = [g for g in self._world.guilds.values() if session.has_guild(g.id)]
        ready = {
            "v": 10,
            "user": me_json(bot),
            "guilds": [{"id": str(g.id), "unavailable": True} for g in guilds],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "application": {"id": str(bot.id), "flags": 0},
            "shard": list(session.shard),
        }
        session.dispatch("READY", ready)
        for guild in guilds:
            session.dispatch("GUILD_CREATE", guild_create_json(guild, bot))

    def _resume(self, connection: Connection, data: dict[str, Any]) -> Session | None:
        session = next((s for s in self.sessions if s.id == data["session_id"]), None)
        if session is None or data["token"] != self._token:
            connection.send(INVALID_SESSION, False)
            return None
        session.connection = connection
        session.resumes += 1
        session.replay(data["seq"] or 0)
        session.dispatch("RESUMED", {})
        self._attach(session)
        return session

    def _attach(self, session: Session) -> None:
        if session not in self.sessions:
            self.sessions.append(session)
        self._record.pulse.beat()

    def _detach(self, connection: Connection) -> None:
        for session in self.sessions:
            if session.connection is connection:
                session.connection = None
        self._record.pulse.beat()


def read_shard(given: Any) -> tuple[int, int] | None:
    """The shard that IDENTIFY names, `[number from 0, how many]`; None where that is none."""
    if not (isinstance(given, list) and [type(part) for part in given] == [int, int]):
        return None
    number, count = given
    return (number, count) if 0 <= number < count else None
