"""What each request passes: record, trouble to order, token, description, handler, description."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from aiohttp import web

from . import description
from .errors import ApiError, invalid
from .faults import Faults
from .record import Call, Record

Handler = Callable[[web.Request, Any], Awaitable[Any]]
OPEN = ("/interactions/", "/webhooks/")
"""Routes whose path holds the secret; all others need the bot's token."""
RATE_LIMIT = {"X-RateLimit-Limit": "500", "X-RateLimit-Remaining": "499"}


class Pipeline:
    """Wraps the handlers of all routes; `base` is the path before every template."""

    def __init__(self, record: Record, faults: Faults, token: str, base: str) -> None:
        self._record, self._faults, self._token, self._base = record, faults, token, base
        self.description = description.load()

    def route(self, method: str, template: str, handler: Handler) -> web.RouteDef:
        """A route of `handler`, which gets the request and its JSON and returns JSON or None."""

        async def handle(request: web.Request) -> web.Response:
            body = await _body(request)
            status, data, headers = await self._answer(request, method, template, body, handler)
            self._record.add(Call(f"{method} {template}", request.path, body, status))
            await self._faults.hold(f"{method} {template}")
            return _response(status, data, headers | self._limits(method, template))

        return web.route(method, self._base + template, handle)

    async def unknown(self, request: web.Request) -> web.Response:
        """A request to no known route, which fails the test."""
        self._record.fault(f"unknown route: {request.method} {request.path}")
        return _response(404, {"message": "404: Not Found", "code": 0}, {})

    async def _answer(
        self, request: web.Request, method: str, template: str, body: Any, handler: Handler
    ) -> tuple[int, Any, dict[str, str]]:
        if trouble := self._faults.take(f"{method} {template}"):
            return trouble.status, trouble.body, trouble.headers
        try:
            self._authorize(request, template)
            self._check_request(request, method, template, body)
            result = await handler(request, body)
        except ApiError as error:
            return error.status, error.body(), {}
        status, data = result if isinstance(result, tuple) else (200, result)
        status = 204 if data is None else status
        self._check_response(method, template, status, data)
        return status, data, {}

    def _authorize(self, request: web.Request, template: str) -> None:
        if template.startswith(OPEN):
            return
        if request.headers.get("Authorization") != f"Bot {self._token}":
            raise ApiError(HTTPStatus.UNAUTHORIZED, 0, "401: Unauthorized")

    def _check_request(self, request: web.Request, method: str, template: str, body: Any) -> None:
        if self.description is None:
            return
        problems = self.description.request_problems(method, template, request.query, body)
        self.refuse(f"{method} {template}", problems)

    def _check_response(self, method: str, template: str, status: int, data: Any) -> None:
        if self.description is None:
            return
        for problem in self.description.response_problems(method, template, status, data):
            self._record.fault(f"this server's own reply to {method} {template}: {problem}")

    def refuse(self, route: str, problems: list[str]) -> None:
        """Note the problems, if there are any, and refuse the request as Discord does."""
        for problem in problems:
            self._record.fault(f"{route}: {problem}")
        if problems:
            raise invalid(problems)

    def _limits(self, method: str, template: str) -> dict[str, str]:
        bucket = f"{hash((method, template)) & 0xFFFFFFFF:08x}"
        reset = {"X-RateLimit-Reset": f"{time.time() + 1:.3f}", "X-RateLimit-Reset-After": "1.000"}
        return RATE_LIMIT | reset | {"X-RateLimit-Bucket": bucket}


async def _body(request: web.Request) -> Any:
    if not request.can_read_body:
        return None
    if request.content_type.startswith("multipart/"):
        return json.loads(str((await request.post())["payload_json"]))
    return json.loads(await request.text())


def _response(status: int, data: Any, headers: dict[str, str]) -> web.Response:
    # discord.py reads a reply as JSON only where the content type is exactly this.
    body = b"" if data is None else json.dumps(data).encode()
    return web.Response(
        status=status, body=body, headers={"Content-Type": "application/json"} | headers
    )
