"""The bots that share this memory, each for its shard, and which of them live."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Column, ColumnElement, Connection, delete, insert, select, update

from bot.shard import Shard
from bot.store.dialect import alone, clock
from bot.store.schema import processes

LEASE_SECONDS = 10.0
"""For so long a process counts as living after it last said so."""
ENTRANCE = 0x626F7470  # "botp"
"""The number of the lock under which processes come in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One bot that lives, as far as is known; `beat_at` is when it last said so."""

    id: str
    shard: Shard
    beat_at: float


def enter(connection: Connection, process_id: str, shard: Shard) -> Process | None:
    """Comes in for `shard`, or returns one that lives and serves some of the same servers."""
    alone(connection, ENTRANCE)
    if other := living(connection, shard):
        return other
    for dead in _serving(connection, shard):
        leave(connection, dead.id)
    connection.execute(
        insert(processes).values(
            id=process_id, shard=shard.number, shards=shard.count, beat_at=clock()
        )
    )
    return None


def living(connection: Connection, shard: Shard) -> Process | None:
    """A process that lives and serves some of the servers of `shard`; None where there is none."""
    return next(iter(_serving(connection, shard, _LIVES)), None)


def beat(connection: Connection, process_id: str) -> bool:
    """The process says that it lives; False where it was taken for dead, and another came in."""
    mine = update(processes).where(processes.c.id == process_id).values(beat_at=clock())
    return connection.execute(mine).rowcount == 1


def leave(connection: Connection, process_id: str) -> None:
    """The process ends; what it had begun is free."""
    connection.execute(delete(processes).where(processes.c.id == process_id))


def lives(owner: Column[str]) -> ColumnElement[bool]:
    """The condition that the process that `owner` names lives."""
    return owner.in_(select(processes.c.id).where(_LIVES))


_LIVES = processes.c.beat_at > clock() - LEASE_SECONDS


def _serving(
    connection: Connection, shard: Shard, *conditions: ColumnElement[bool]
) -> list[Process]:
    rows = connection.execute(select(processes).where(*conditions).order_by(processes.c.id))
    found = [
        Process(id=row.id, shard=Shard(row.shard, row.shards), beat_at=row.beat_at) for row in rows
    ]
    return [process for process in found if process.shard.overlaps(shard)]
