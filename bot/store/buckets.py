"""Token buckets of members and servers: decided purely, kept in the database."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from bot.errors import CooldownError


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


def refilled(bucket: Bucket | None, rule: Rule, now: float) -> Bucket:
    """The bucket at `now`; one that was never used is full, a clock set back refills nothing."""
    if bucket is None:
        return Bucket(tokens=rule.burst, at=now)
    earned = max(0.0, now - bucket.at) * rule.per_second
    return Bucket(tokens=min(float(rule.burst), bucket.tokens + earned), at=now)


def wait(bucket: Bucket, rule: Rule) -> float:
    """Seconds until the bucket holds one token; 0 where it does."""
    return max(0.0, (1 - bucket.tokens) / rule.per_second)


def spend(
    connection: sqlite3.Connection,
    member: tuple[int, Rule],
    server: tuple[int, Rule] | None,
    now: float,
) -> None:
    """Takes one token of the member and one of the server, or none of either.

    Raises `CooldownError` where one of them has none left.
    """
    owners = [("member", *member)] + ([("server", *server)] if server else [])
    full = [(o, i, refilled(_read(connection, o, i), rule, now), rule) for o, i, rule in owners]
    for owner, _, bucket, rule in full:
        if seconds := wait(bucket, rule):
            raise CooldownError(seconds, owner)
    for owner, identity, bucket, _ in full:
        connection.execute(
            "INSERT OR REPLACE INTO buckets VALUES (?, ?, ?, ?)",
            (owner, identity, bucket.tokens - 1, bucket.at),
        )


def drop_full(connection: sqlite3.Connection, member: Rule, server: Rule, now: float) -> None:
    """Forgets the buckets that are full again: they say nothing any more."""
    for owner, rule in (("member", member), ("server", server)):
        connection.execute(
            "DELETE FROM buckets WHERE owner = ? AND tokens + (? - at) * ? >= ?",
            (owner, now, rule.per_second, rule.burst),
        )


def _read(connection: sqlite3.Connection, owner: str, identity: int) -> Bucket | None:
    row = connection.execute(
        "SELECT tokens, at FROM buckets WHERE owner = ? AND id = ?", (owner, identity)
    ).fetchone()
    return Bucket(tokens=row[0], at=row[1]) if row else None
