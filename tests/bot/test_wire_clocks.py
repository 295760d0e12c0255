"""Digests over the wire where the clocks are changed: zones whose change is hours ago."""

from __future__ import annotations

import struct
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fake_discord import FakeDiscord, Member, Server
from fake_discord.model import Channel
from running import Process
from test_wire_digest import backdate, one_round

HOUR = 3600


def zone_file(changed: datetime, before: int, after: int) -> bytes:
    """A zone, `before` seconds east of UTC until `changed` and `after` seconds from then on.

    The format is RFC 8536's, version 2; the block of version 1 is empty.
    """
    empty = struct.pack(">4sc15x6l", b"TZif", b"2", 0, 0, 0, 0, 1, 1) + bytes(7)
    header = struct.pack(">4sc15x6l", b"TZif", b"2", 0, 0, 0, 1, 2, 4)
    moment = struct.pack(">qB", int(changed.timestamp()), 1)
    kinds = struct.pack(">lBBlBB", before, 0, 0, after, 1, 0)
    return empty + header + moment + kinds + b"TST\0" + b"\n\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [(HOUR, 0), (0, HOUR)],
    ids=["set back: the time comes twice", "set forward: the time never comes"],
)
async def test_changed_clocks(
    discord: FakeDiscord, process: Callable[..., Process], data: Path, tmp_path: Path,
    newsroom: Server, boss: Member, news: Channel, before: int, after: int,
) -> None:  # fmt: skip
    """A slot is posted once where the wall shows its time twice, and also where it never does.

    The clocks were changed half an hour ago, over the time of the slot.
    """
    now = datetime.now(UTC)
    zones = tmp_path / "zones"
    (zones / "Test").mkdir(parents=True)
    changed = zone_file(now - timedelta(minutes=30), before, after)
    (zones / "Test" / "Changed").write_bytes(changed)
    at = f"{now - timedelta(minutes=15):%H:%M}"
    first = process(PYTHONTZPATH=str(zones))
    await first.start()
    await discord.connected()
    await boss.slash(news, "digest add", at=at, zone="Test/Changed", tag="Japan")
    backdate(data, hours=20)
    await discord.until(lambda: discord.said(news), "the digest")
    assert await first.terminate() == 0
    second = process(PYTHONTZPATH=str(zones))
    await second.start()
    await discord.connected()
    await one_round(discord, data, boss, newsroom.channel("elsewhere"))
    assert await second.terminate() == 0
    assert len(discord.said(news)) == 1
