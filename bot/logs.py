"""The log: to standard error, without tokens and without what members wrote."""

from __future__ import annotations

import asyncio
import logging
import re
import sys
import traceback
from collections.abc import Awaitable
from typing import Any

INTERACTION = re.compile(r"((?:webhooks|interactions)/\d+/)[\w.-]+")
log = logging.getLogger("citewire.bot")


class Redacted(logging.Formatter):
    """Blots out the bot's token and the tokens in the addresses of interactions.

    Of an exception only its type and its frames are written: its text may hold a question.
    """

    def __init__(self, secret: str) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
        self._secret = secret

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line, with nothing secret in it."""
        line = INTERACTION.sub(r"\1…", super().format(record))
        return line.replace(self._secret, "…") if self._secret else line

    def formatException(self, ei: object) -> str:  # noqa: N802 - the name is logging's
        """Types and frames of the exception and of what caused it, without their texts."""
        error = ei[1] if isinstance(ei, tuple) else None
        return frames(error) if isinstance(error, BaseException) else ""


def frames(error: BaseException) -> str:
    """Where `error` was raised, and the causes of it, without any text of theirs."""
    own = "".join(traceback.format_tb(error.__traceback__)) + type(error).__qualname__
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return f"{frames(cause)}\n\n{own}" if cause else own


async def unharmed(work: Awaitable[object], what: str) -> None:
    """Awaits `work`; an error is logged and ends there, so that a clock goes on ticking."""
    try:
        await work
    except Exception as error:
        log.error("%s failed\n%s", what, frames(error))


def stray(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """The loop's handler for errors that nobody awaits: its own would print their texts, too.

    Where there is an error, the loop's message shows what the callback was given.
    """
    error = context.get("exception")
    if isinstance(error, BaseException):
        log.error("an error that nobody awaits\n%s", frames(error))
    else:
        log.error("%s", context["message"])


def set_up(secret: str) -> None:
    """Sends the records of every library from INFO on to standard error; `secret` never is."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacted(secret))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.captureWarnings(True)
