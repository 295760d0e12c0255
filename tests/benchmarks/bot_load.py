"""The bot under load: 200 members ask at once, then 5,000 questions, against a pretend Discord.

    PYTHONPATH=tests:tests/bot python -m tests.benchmarks.bot_load DATA QUERIES [QUESTIONS]

DATA is a data folder with an indexed archive (it is copied, not changed), QUERIES a
`queries.jsonl`. Prints a table; exits with 1 where an interaction was lost or acknowledged late,
where a heartbeat was missed, or where anything else was wrong on the wire or in the log.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles

from fake_discord import FakeDiscord, Interaction, Member
from fake_discord.model import Channel
from running import Process

from retrieval.app import Citewire
from retrieval.evaluation.dataset import load_questions
from retrieval.settings import Settings
from retrieval.types import Question

_MEMBERS, _QUESTIONS, _EVERY, _LONE = 200, 5_000, 500, 20
_HEARTBEAT = 2.0
"""Seconds between two heartbeats that the pretend Discord asks for; the real one asks for 41."""
_WITHIN = 3.0
"""Seconds that Discord gives a bot to acknowledge an interaction."""
_PATIENCE = 120.0
_GENEROUS = {
    f"CITEWIRE_BOT_{name}": "1000000"
    for name in ("MEMBER_BURST", "MEMBER_PER_MINUTE", "SERVER_BURST", "SERVER_PER_MINUTE")
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """Questions that were asked at once, and when their final answers came."""

    interactions: Sequence[Interaction]
    finals: dict[int, float]
    """Seconds to the final answer, by interaction; none for a lost one."""

    @property
    def acknowledgements(self) -> list[float]:
        """Seconds to the acknowledgement, of those that came in time."""
        return [i.acknowledged_after for i in self.interactions if i.acknowledged_after is not None]

    @property
    def lost(self) -> int:
        """How many have no final answer: no embed was edited into the deferred message."""
        return sum(not (i.touched and i.answer and i.answer.embeds) for i in self.interactions)


class Newsroom:
    """A server of 200 members with one channel, and the questions they ask in turn."""

    def __init__(self, discord: FakeDiscord, questions: Sequence[str]) -> None:
        server = discord.guild()
        self.discord = discord
        self.channel: Channel = server.channel("news")
        self.members: list[Member] = [server.member(f"Member {n}") for n in range(_MEMBERS)]
        self._questions: Iterator[str] = cycle(questions)

    async def ask(self, count: int) -> Wave:
        """`count` members ask at once; returns when all have their answers, or lost them."""
        began = time.monotonic()
        asked = [
            member.begin_slash(self.channel, "ask", question=next(self._questions))
            for member in self.members[:count]
        ]
        finals: dict[int, float] = {}

        def all_done() -> bool:
            for each in asked:
                if each.id not in finals and each.answered:
                    finals[each.id] = time.monotonic() - began
            return all(each.answered or each.lapsed for each in asked)

        try:
            await self.discord.until(all_done, "final answers", _PATIENCE)
        except AssertionError as error:
            self.discord.record.fault(str(error))
        return Wave(interactions=asked, finals=finals)


async def main(data: str, queries: str, questions: str = str(_QUESTIONS)) -> int:
    """Prints the measures; the exit code is 1 where something was lost, late or wrong."""
    texts = [judged.question.text for judged in load_questions(Path(queries).parent)]
    serial = _serial(Path(data), texts)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "data"
        shutil.copytree(data, home, ignore=shutil.ignore_patterns("bot.sqlite*"))
        async with FakeDiscord(acknowledge_within=_WITHIN) as discord:
            discord.gateway.heartbeat_interval = _HEARTBEAT
            newsroom = Newsroom(discord, texts)
            bot = Process(discord, home, (), _GENEROUS)
            await bot.start()
            try:
                await discord.connected(60)
                lost = await _measure(newsroom, bot, serial, int(questions))
                code = await bot.terminate()
            finally:
                await bot.kill()
            discord.check_log(bot.log)
            faults = discord.record.take_faults()
            print(*faults[:10], sep="\n")
    return int(bool(lost or faults or code))


async def _measure(newsroom: Newsroom, bot: Process, serial: float, questions: int) -> int:
    """Both parts; returns how many interactions were lost."""
    lone = [await newsroom.ask(1) for _ in range(_LONE)]
    crowd = await newsroom.ask(_MEMBERS)
    if len(crowd.finals) < _MEMBERS:
        print(f"{_MEMBERS} members at once: {_MEMBERS - len(crowd.finals)} never saw an answer")
        return crowd.lost
    _report_crowd(crowd, lone, serial)
    lost = crowd.lost + await _long(newsroom, bot, questions)
    _judge_heartbeats(newsroom.discord)
    return lost


def _judge_heartbeats(discord: FakeDiscord) -> None:
    """A gap of two intervals is a missed heartbeat; a connection that broke is a fault, too."""
    [session] = discord.gateway.sessions
    since_the_last = time.monotonic() - session.beats[-1]
    late = max(*session.gaps, since_the_last) - _HEARTBEAT
    print(f"heartbeats: {len(session.beats)}, the latest {late:.3f} s late (of {_HEARTBEAT:g} s)")
    if late >= _HEARTBEAT or session.resumes:
        discord.record.fault(f"a heartbeat was missed, {session.resumes} connections broke")


def _report_crowd(crowd: Wave, lone: Sequence[Wave], serial: float) -> None:
    alone_acknowledged = median(s for wave in lone for s in wave.acknowledgements)
    alone_answered = median(s for wave in lone for s in wave.finals.values())
    acknowledged, answered = crowd.acknowledgements, list(crowd.finals.values())
    p95 = quantiles(acknowledged, n=20)[-1], quantiles(answered, n=20)[-1]
    # On a machine that is starved by others, the bot is late with everything.
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"the library alone, one question after another: median {serial * 1000:.1f} ms")
    print(f"one member: acknowledged {alone_acknowledged:.3f} s, answered {alone_answered:.3f} s")
    print(f"{len(crowd.interactions)} members at once: {crowd.lost} lost")
    print(
        f"  acknowledged: median {median(acknowledged):.3f} s, p95 {p95[0]:.3f} s, "
        f"latest {max(acknowledged):.3f} s ({max(acknowledged) / _WITHIN:.0%} of {_WITHIN:g} s; "
        f"p95 / one member's = {p95[0] / alone_acknowledged:.0f})"
    )
    queue = serial * len(crowd.interactions)
    print(
        f"  answered: median {median(answered):.2f} s, p95 {p95[1]:.2f} s; "
        f"p95 / (library alone x {len(crowd.interactions)}) = {p95[1] / queue:.2f}"
    )


async def _long(newsroom: Newsroom, bot: Process, questions: int) -> int:
    """Waves until `questions` were asked, with the memory after every 500; returns the lost."""
    waves: list[Wave] = []
    memory: dict[int, float] = {}
    for done in range(_EVERY, questions + 1, _EVERY):
        waves += [await newsroom.ask(min(left, _MEMBERS)) for left in range(_EVERY, 0, -_MEMBERS)]
        memory[done] = bot.megabytes
        print(f"  after {done:5} questions: {memory[done]:6.1f} MB")
    lost = sum(wave.lost for wave in waves)
    latest = max((max(wave.acknowledgements, default=0.0) for wave in waves), default=0.0)
    print(f"{questions} questions: {lost} lost, latest acknowledgement {latest:.3f} s")
    if {2 * _EVERY, questions} <= memory.keys():
        growth = memory[questions] / memory[2 * _EVERY]
        print(f"memory after {questions} / after {2 * _EVERY}: {growth:.3f}")
    return lost


def _serial(data: Path, texts: Sequence[str]) -> float:
    """Seconds that the library takes for one question as the bot asks it, the median."""
    library = Citewire(Settings(data=data))
    times = []
    for text in islice(texts, _MEMBERS):
        started = time.perf_counter()
        library.ask(Question(text=text), k=9)
        times.append(time.perf_counter() - started)
    return median(times)


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*sys.argv[1:4])))
