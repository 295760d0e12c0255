"""Trouble on the wire, in the archive and in the questions: nobody is left without an answer."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

from fake_discord import FakeDiscord, Member, Server
from fake_discord.model import Channel
from running import Log, Running
from small_library import SANCTIONS, SmallLibrary

from retrieval.errors import IndexMissingError
from retrieval.types import Abstention, Answer, Article, Question

SECRET_PATH = Path("/srv/citewire/index")
ORIGINAL = "PATCH /webhooks/{}/{}/messages/@original"


class Gated(SmallLibrary):
    """Answers nobody before its gate is open."""

    def __init__(self) -> None:
        super().__init__()
        self.gate, self.asked = threading.Event(), 0

    def ask(self, question: Question, k: int = 3) -> Answer | Abstention:
        self.asked += 1
        assert self.gate.wait(30)
        return super().ask(question, k)


class Broken(SmallLibrary):
    """Fails with what it was given."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def ask(self, question: Question, k: int = 3) -> Answer | Abstention:
        raise self.error


async def test_rate_limit_and_bad_gateway(
    discord: FakeDiscord, start: Callable[..., Running], ada: Member, news: Channel
) -> None:
    """A rate limit and a 502 of Discord's delay an answer and do not lose it."""
    async with start(SmallLibrary()):
        discord.fail_next(ORIGINAL, 502)
        discord.rate_limit_next(ORIGINAL, 0.01)
        answer = await ada.slash(news, "ask", question="sanctions?")
    assert "They support the sanctions" in answer.seen


async def test_lost_connection(
    discord: FakeDiscord, start: Callable[..., Running], ada: Member, news: Channel
) -> None:
    """What was asked while the connection was broken is answered once it is back, once."""
    async with start(SmallLibrary()):
        discord.drop_connection()
        answer = await ada.ask(news, f"{discord.bot.mention} sanctions?")
        last = await ada.ask(news, f"{discord.bot.mention} islands?")
    assert discord.said(news) == [answer, last]
    assert discord.gateway.sessions[0].resumes == 1


async def test_busy(
    discord: FakeDiscord, start: Callable[..., Running], newsroom: Server, news: Channel
) -> None:
    """Beyond the queue a member is told to come back; those before are answered."""
    library = Gated()
    async with start(library, bot_workers=1, bot_queue=1):
        ada, bo, cy = map(newsroom.member, ("Ada", "Bo", "Cy"))
        first = asyncio.create_task(ada.slash(news, "ask", question="sanctions?"))
        second = asyncio.create_task(bo.slash(news, "ask", question="islands?"))
        await discord.until(lambda: discord.interactions[1:2], "two questions")
        await discord.interactions[1].until("acknowledged", 5)
        await discord.until(lambda: library.asked, "the archive is asked")
        refused = await cy.slash(news, "ask", question="Tokyo?")
        assert refused.seen == "I am busy with other questions; try again in a moment."
        library.gate.set()
        assert "They support" in (await first).seen
        assert "Abe promised" in (await second).seen


async def test_timeout(start: Callable[..., Running], ada: Member, news: Channel) -> None:
    """An answer that takes too long is given up with a word."""
    library = Gated()
    async with start(library, bot_timeout=0.2):
        answer = await ada.slash(news, "ask", question="sanctions?")
        assert answer.seen == "That took too long, so I gave it up; try again in a moment."
        library.gate.set()


async def test_heartbeats_under_load(
    discord: FakeDiscord, start: Callable[..., Running], ada: Member, news: Channel
) -> None:
    """The connection's heart goes on beating while the archive works."""
    discord.gateway.heartbeat_interval = 0.05
    library = Gated()
    async with start(library):
        asked = asyncio.create_task(ada.slash(news, "ask", question="sanctions?"))
        await discord.until(lambda: library.asked, "the archive is asked")
        beats = discord.gateway.sessions[0].beats
        before = len(beats)
        await discord.until(lambda: len(beats) >= before + 3, "three heartbeats")
        library.gate.set()
        await asked


async def test_cooldown(
    start: Callable[..., Running], ada: Member, newsroom: Server, news: Channel
) -> None:
    """Who asks too much is told when to come back; others are not held up."""
    async with start(SmallLibrary(), bot_member_burst=1, bot_member_per_minute=1):
        await ada.slash(news, "ask", question="sanctions?")
        refused = await ada.slash(news, "ask", question="islands?")
        assert refused.shown_to is ada.user
        assert refused.text.startswith("You have asked a lot just now; try again in ")
        answer = await newsroom.member("Bo").slash(news, "ask", question="islands?")
        assert "Abe promised" in answer.seen


async def test_error_id(
    start: Callable[..., Running], log: Log, ada: Member, news: Channel
) -> None:
    """An error of ours reaches the member as one sentence with an id that the log has too."""
    secret = "my question"
    for error, words in [
        (ValueError(secret), "Something went wrong on my side; the error has the id "),
        (IndexMissingError(SECRET_PATH), "The archive cannot answer right now; the error has "),
    ]:
        async with start(Broken(error)):
            answer = await ada.slash(news, "ask", question=secret)
        assert answer.seen.startswith(words)
        error_id = answer.seen.rstrip(".").split()[-1]
        assert f"error {error_id}" in log.text
        assert secret not in log.text
        assert str(SECRET_PATH) not in answer.seen


async def test_too_late_for_discord(
    discord: FakeDiscord, start: Callable[..., Running], ada: Member, news: Channel
) -> None:
    """An answer that comes after the interaction ended is dropped, and the bot lives on."""
    library = Gated()
    async with start(library):
        late = ada.begin_slash(news, "ask", question="sanctions?")
        await discord.until(lambda: library.asked, "the archive is asked")
        discord.expire_tokens()
        library.gate.set()
        await discord.until(
            lambda: any(call.status == 401 for call in discord.record.calls), "a refusal"
        )
        assert not late.answered
        assert "Abe promised" in (await ada.slash(news, "ask", question="islands?")).seen


async def test_hostile_archive(
    discord: FakeDiscord, start: Callable[..., Running], ada: Member, news: Channel
) -> None:
    """Markup and mentions in articles arrive as characters; long quotes are cut, and it shows."""
    trap = "@everyone <@&1> [see](https://evil.example) ||no|| # tokyo\u202e\u200b"
    text = f"{trap} tokyo. " + "Tokyo talks on and on. " * 400
    article = Article(id="x", title=trap, text=text, source="s", url="http://plain.example/a")
    async with start(SmallLibrary(article)):
        answer = await ada.slash(news, "ask", question="tokyo?")
        context = await ada.press(answer, "Context")
        latest = await ada.slash(news, "latest")
    for message in (answer, context, latest):
        for live in ("<@&1>", "](https://evil", "||", "\u202e", "\u200b", "http://plain"):
            assert live not in message.text
    assert "[…]" in answer.seen


async def test_links(start: Callable[..., Running], ada: Member, news: Channel) -> None:
    """A source links to the article's own address, with the host shown."""
    async with start(SmallLibrary(SANCTIONS)):
        answer = await ada.slash(news, "ask", question="sanctions?")
    assert "(https://news.example/peskov?id=1)" in answer.text
    assert "news.example" in answer.seen.replace("(https://news.example/peskov?id=1)", "")
    assert "evil.example)" not in answer.text


async def test_thirty_at_once(
    start: Callable[..., Running], newsroom: Server, news: Channel
) -> None:
    """Thirty members who ask at once are all acknowledged and answered."""
    members = [newsroom.member(f"Member {number}") for number in range(30)]
    async with start(SmallLibrary()):
        answers = await asyncio.gather(
            *(member.slash(news, "ask", question="sanctions?") for member in members)
        )
    assert all("They support the sanctions" in answer.seen for answer in answers)
