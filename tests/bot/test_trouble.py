"""Errors reach the member as a sentence with an id; the log has the id and no secret."""

from __future__ import annotations

import asyncio
import logging
import re
from pathlib import Path

import pytest

from bot.errors import BusyError
from bot.logs import Redacted, stray
from bot.trouble import sentence
from bot.words import words
from retrieval.errors import ArchiveEmptyError, UnknownNameError


def raised(error: Exception) -> Exception:
    try:
        raise error
    except Exception as caught:
        return caught


def test_our_fault_has_an_id_and_no_details(caplog: pytest.LogCaptureFixture) -> None:
    """The member gets the id, the log the same id, the type and the frames, but no text."""
    text = sentence(raised(RuntimeError("What did Abe promise me?")))
    match = re.fullmatch(
        r"Something went wrong on my side; the error has the id ([0-9a-f]{8})\.", text
    )
    assert match
    assert match[1] in caplog.text
    assert "RuntimeError" in caplog.text
    assert "test_trouble.py" in caplog.text
    assert "Abe" not in caplog.text


def test_an_error_of_the_archive_does_not_show_paths() -> None:
    """The folder is the operator's business."""
    text = sentence(ArchiveEmptyError(Path("/srv/secret/archive.sqlite")))
    assert text.startswith("The archive cannot answer right now; the error has the id ")


def test_what_the_member_can_mend_is_said_plainly() -> None:
    """A wrong tag with its suggestion, inert; a refusal in its own words."""
    assert sentence(UnknownNameError("tag", "<@1>", ("japan",))) == (
        "The archive has no tag '\\<\\@1\\>'\\. Nearest\\: japan\\."
    )
    assert sentence(BusyError()) == "I am busy with other questions; try again in a moment."


def test_the_log_blots_out_tokens_and_texts_of_errors() -> None:
    """The bot's token, the tokens in addresses, and what an exception says."""
    error = raised(ValueError("secret question"))
    record = logging.LogRecord(
        "discord.http",
        logging.WARNING,
        "http.py",
        1,
        "%s POST https://discord.com/api/v10/interactions/12/aW50-_x.y/callback, token %s",
        ("429", "MTE.x.y"),
        (type(error), error, error.__traceback__),
    )
    line = Redacted("MTE.x.y").format(record)
    assert "interactions/12/…/callback, token …" in line
    assert "ValueError" in line
    assert "secret question" not in line
    assert "aW50" not in line


async def test_errors_that_nobody_awaits_are_logged_without_their_texts(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Where the loop's own handler would print the exception, and a question in it."""
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(stray)
    loop.call_soon(raised_at_once, "What did Abe promise me?")
    await asyncio.sleep(0)
    assert "RuntimeError" in caplog.text
    assert "test_trouble.py" in caplog.text
    assert "Abe" not in caplog.text


def raised_at_once(text: str) -> None:
    raise RuntimeError(text)


def test_words_of_a_message() -> None:
    """Mentions, emoji, times and links to commands are no words."""
    content = "<@1> <@!2> <@&3> <#4> <:a:5> <a:b:6> <t:7:R> </ask:8> <id:guide> what  about\nAbe <3"
    assert words(content) == "what about Abe <3"
