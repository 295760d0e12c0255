"""What to do about one digest now: a pure function of what is stored and the time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.digest.schedule import Schedule, instant, latest_slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One digest of one channel; `stopped` says why it no longer posts, None while it does."""

    id: int
    server_id: int
    channel_id: int
    creator_id: int | None
    tag: str | None
    schedule: Schedule
    made_at: datetime
    stopped: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """The newest slot that was begun; `article_ids` is None until it is known what to post."""

    day: date
    done: bool
    claimed_at: datetime
    held: bool = False
    """True while another process, which lives, works at it."""
    article_ids: tuple[str, ...] | None = None
    more: int = 0
    """How many new articles did not fit."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Begin the slot of this day."""

    day: date


@dataclass(frozen=True, slots=True)
class Resume:
    """A slot was begun and not confirmed: look whether it was posted before posting it.

    By this process, or by one that lives no more.
    """

    slot: Slot


@dataclass(frozen=True, slots=True)
class GiveUp:
    """A slot was begun, and the next is due already: let the old one go."""

    slot: Slot


Action = Claim | Resume | GiveUp


def decide(subscription: Subscription, newest: Slot | None, now: datetime) -> Action | None:
    """The one thing to do, or None. Only the last slot is ever claimed: one is caught up, no more.

    `now` is aware. Slots from before the digest was set up are not due.
    """
    if subscription.stopped is not None:
        return None
    day = latest_slot(subscription.schedule, now)
    if newest is not None and not newest.done:
        if newest.held:
            return None
        return Resume(newest) if newest.day >= day else GiveUp(newest)
    begun = newest is not None and newest.day >= day
    if begun or instant(subscription.schedule, day) <= subscription.made_at:
        return None
    return Claim(day)


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a digest posts, and how much it leaves out."""

    article_ids: tuple[str, ...]
    more: int


def news(latest: Sequence[str], seen: frozenset[str], size: int) -> News:
    """Those of the `latest` article ids that no digest of this subscription had, at most `size`.

    The first digest, before anything was seen, shows the newest; what is older is no news.
    """
    fresh = [article_id for article_id in latest if article_id not in seen]
    more = max(0, len(fresh) - size) if seen else 0
    return News(article_ids=tuple(fresh[:size]), more=more)


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What a look into the channel after a crash has shown.

    `message_id` is the post where it was found; `empty` is true where there were no messages at
    all, which is also what Discord shows a bot that may not read them; `readable` is true where it
    certainly may.
    """

    message_id: int | None
    empty: bool
    readable: bool

    @property
    def certainly_absent(self) -> bool:
        """True where messages could be read and the post was not among them."""
        return self.message_id is None and (self.readable or not self.empty)


NONCE_LASTS = timedelta(minutes=2)
"""For so long Discord surely recognises a post that was sent before, and does not repeat it."""


def may_post(slot: Slot, history: History, now: datetime) -> bool:
    """After a crash: post only what is certainly not there; rather once too few than twice."""
    if history.message_id is not None:
        return False
    return history.certainly_absent or now - slot.claimed_at < NONCE_LASTS
