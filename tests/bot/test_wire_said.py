"""/said and the completion of speakers, over the wire."""

from __future__ import annotations

import pytest
from fake_discord import Member
from fake_discord.model import Channel


@pytest.mark.usefixtures("bot")
async def test_said(ada: Member, news: Channel) -> None:
    """Somebody's words with their source, three at a time; the others behind a button."""
    first = await ada.slash(news, "said", name="Peskov")
    assert first.seen.startswith("Peskov\n-# Dmitry Peskov: ")
    assert "statements, oldest first" in first.seen
    assert "— **Dmitry Peskov** [1]" in first.seen
    more = await ada.press(first, "More")
    assert more.seen.startswith("Peskov\n")
    assert "Dmitry Peskov" in more.seen


@pytest.mark.usefixtures("bot")
async def test_said_about_a_topic(ada: Member, news: Channel) -> None:
    """Only what is about it; nothing is said so."""
    reply = await ada.slash(news, "said", name="peskov", about="sanctions")
    assert "They support the sanctions" in reply.seen
    nothing = await ada.slash(news, "said", name="Peskov", about="*volcanoes*")
    assert "I found no words of Peskov on *volcanoes* in the archive." in nothing.seen


@pytest.mark.usefixtures("bot")
async def test_said_by_nobody(ada: Member, news: Channel) -> None:
    """A speaker that the archive lacks is named, with the nearest."""
    reply = await ada.slash(news, "said", name="Peskof")
    assert reply.seen.startswith("The archive has no speaker 'Peskof'.")
    assert "Dmitry Peskov" in reply.seen


@pytest.mark.usefixtures("bot")
async def test_speakers_are_completed(ada: Member, news: Channel) -> None:
    """The archive's speakers, with how many of their statements it holds."""
    assert await ada.autocomplete(news, "said", name="pesk") == [
        {"name": "Dmitry Peskov (6)", "value": "Dmitry Peskov"}
    ]


@pytest.mark.usefixtures("bot")
async def test_what_was_understood_is_shown(ada: Member, news: Channel) -> None:
    """A limit that was read from the question's words, and that it was not kept to."""
    reply = await ada.slash(
        news, "ask", question="What did Peskov say on sanctions since May 2019?"
    )
    assert (
        "-# Nothing published since 2019-05-01 answers this, so I looked at all dates\n"
        in reply.seen
    )
    assert "They support the sanctions" in reply.seen
