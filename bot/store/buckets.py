"""Token buckets of members and servers: decided purely, kept in the database."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, update

from bot.errors import CooldownError
from bot.store.schema import buckets
from retrieval.database import insert_into


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """At most `burst` tokens; `per_minute` come back each minute."""

    burst: int
    per_minute: int

    @property
    def per_second(self) -> float:
        """Tokens that come back each second."""
        return self.per_minute / 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """How many tokens there were at the time `at`, in seconds since 1970."""

    tokens: float
    at: float


def refilled(bucket: Bucket, rule: Rule, now: float) -> Bucket:
    """The bucket at `now`; a clock set back refills nothing."""
    earned = max(0.0, now - bucket.at) * rule.per_second
    return Bucket(tokens=min(float(rule.burst), bucket.tokens + earned), at=now)


def wait(bucket: Bucket, rule: Rule) -> float:
    """Seconds until the bucket holds one token; 0 where it does."""
    return max(0.0, (1 - bucket.tokens) / rule.per_second)


def spend(
    connection: Connection,
    member: tuple[int, Rule],
    server: tuple[int, Rule] | None,
    now: float,
) -> None:
    """Takes one token of the member and one of the server, or none of either.

    Raises `CooldownError` where one of them has none left.
    """
    owners = [("member", *member)] + ([("server", *server)] if server else [])
    held = [
        (o, i, refilled(_hold(connection, o, i, rule, now), rule, now), rule)
        for o, i, rule in owners
    ]
    for owner, _, bucket, rule in held:
        if seconds := wait(bucket, rule):
            raise CooldownError(seconds, owner)
    for owner, identity, bucket, _ in held:
        connection.execute(
            update(buckets)
            .where(buckets.c.owner == owner, buckets.c.id == identity)
            .values(tokens=bucket.tokens - 1, at=bucket.at)
        )


def drop_full(connection: Connection, member: Rule, server: Rule, now: float) -> None:
    """Forgets the buckets that are full again: they say nothing any more."""
    for owner, rule in (("member", member), ("server", server)):
        held = buckets.c.tokens + (now - buckets.c.at) * rule.per_second
        connection.execute(delete(buckets).where(buckets.c.owner == owner, held >= rule.burst))


def _hold(connection: Connection, owner: str, identity: int, rule: Rule, now: float) -> Bucket:
    """The bucket as it was last; no other process reads it until this transaction ends."""
    new = insert_into(connection, buckets).values(
        owner=owner, id=identity, tokens=float(rule.burst), at=now
    )
    # An update that changes nothing locks the row where there is one, and returns it.
    held = new.on_conflict_do_update(index_elements=["owner", "id"], set_={"id": identity})
    row = connection.execute(held.returning(buckets.c.tokens, buckets.c.at)).one()
    return Bucket(tokens=row.tokens, at=row.at)
