"""A member asks, presses and shares; everything is read as it went over the wire."""

from __future__ import annotations

import pytest
from fake_discord import FakeDiscord, Member, NotOfferedError, Server
from fake_discord.model import Channel

QUESTION = "What did Peskov say about the sanctions of Japan?"
SANCTIONS = "They support the sanctions and this is one of the questions"

pytestmark = pytest.mark.usefixtures("bot")


async def test_answer(ada: Member, news: Channel) -> None:
    """The answer quotes the archive word for word and names its source, for everybody."""
    reply = await ada.slash(news, "ask", question=QUESTION)
    [embed] = reply.embeds
    assert embed["title"].replace("\\", "") == QUESTION
    assert SANCTIONS in reply.seen
    assert "Japan's support for sanctions against Russia is an obstacle" in reply.seen
    assert not reply.ephemeral
    assert {"Context", "👍", "👎"} <= set(reply.labels)
    assert "Share" not in reply.labels


async def test_deferred_at_once(ada: Member, news: Channel) -> None:
    """Discord hears of the question's arrival before the archive is asked."""
    reply = await ada.slash(news, "ask", question=QUESTION)
    assert reply.interaction.callback["type"] == 5
    assert reply.revisions == 1


async def test_abstention(ada: Member, news: Channel) -> None:
    """What the archive does not hold is not answered, and said kindly."""
    reply = await ada.slash(news, "ask", question="How do I knit a cardigan for a penguin?")
    assert "I found nothing in the archive that answers this. No passage in it" in reply.text
    assert "Context" not in reply.labels
    reply = await ada.slash(news, "ask", question="What did Sergei Lavrow say about deadlines?")
    assert "Did you mean Sergey Lavrov?" in reply.text


async def test_private_answer_is_shared_once(
    ada: Member, newsroom: Server, news: Channel, discord: FakeDiscord
) -> None:
    """A private answer is the asker's alone until they share it, which they can do once."""
    reply = await ada.slash(news, "ask", question=QUESTION, private=True)
    assert reply.shown_to is ada.user
    with pytest.raises(NotOfferedError):
        await newsroom.member("Bo").press(reply, "Share")
    shared = await ada.press(reply, "Share")
    assert not shared.ephemeral
    assert SANCTIONS in shared.text
    again = await ada.press(reply, "Share")
    assert (again.ephemeral, again.text) == (True, "This answer was shared already.")


async def test_context(newsroom: Server, ada: Member, news: Channel) -> None:
    """Context shows the paragraph with the extract in bold, to whoever presses it alone."""
    reply = await ada.slash(news, "ask", question=QUESTION)
    bo = newsroom.member("Bo")
    context = await bo.press(reply, "Context")
    assert context.shown_to is bo.user
    assert "**" in context.text
    assert "“Moscow.Kremlin.Putin”" in context.seen


async def test_feedback(ada: Member, news: Channel, bot: object) -> None:
    """A thumb is kept, one a member."""
    reply = await ada.slash(news, "ask", question=QUESTION)
    for thumb in ("👍", "👎"):
        assert (await ada.press(reply, thumb)).text == "Thank you, I kept that."


async def test_unknown_tag(ada: Member, news: Channel) -> None:
    """A tag that the archive lacks is named, with what it has instead."""
    reply = await ada.slash(news, "ask", question=QUESTION, tag="Jpan")
    assert reply.seen == "The archive has no tag 'Jpan'. Nearest: japan."


async def test_autocomplete(ada: Member, news: Channel) -> None:
    """Tags are completed with their counts, without regard to case or diacritics."""
    for typed in ("", "jap", "JÁP"):
        choices = await ada.autocomplete(news, "ask", question="x", tag=typed)
        assert choices == [{"name": "japan (10)", "value": "japan"}]
    assert await ada.autocomplete(news, "ask", question="x", tag="zzz") == []


async def test_find_in_archive(ada: Member, newsroom: Server, news: Channel) -> None:
    """The message menu looks a message's claim up, privately."""
    claim = await newsroom.member("Bo").say(news, "Peskov says Japan supports sanctions")
    reply = await ada.menu(claim, "Find in archive")
    assert reply.shown_to is ada.user
    assert "Dmitry Peskov said that one of the obstacles to signing" in reply.seen


async def test_direct_message(ada: Member, discord: FakeDiscord) -> None:
    """The commands work in direct messages, too."""
    reply = await ada.slash(discord.world.direct_channel(ada.user), "ask", question=QUESTION)
    assert SANCTIONS in reply.text


async def test_hostile_question(ada: Member, news: Channel) -> None:
    """A question that is full of markup comes back inert."""
    hostile = "Peskov sanctions Japan <@1> [a](https://evil.example) ||x|| `y` </ask:1> <t:1:R>"
    reply = await ada.slash(news, "ask", question=hostile)
    title = reply.embeds[0]["title"]
    for live in ("<@1>", "](", "||", "`y`", "</ask:1>", "<t:1:R>", "https://"):
        assert live not in title
    assert reply.seen.startswith(hostile)
