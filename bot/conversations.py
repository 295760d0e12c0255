"""What was asked where, in memory only, so that a reply can follow up; the oldest are forgotten."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from retrieval.types import Question

Key = int | tuple[int, int]
"""A message of the bot's, or a member in a thread: two people's turns never share a key."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and who asked it."""

    member_id: int
    question: Question


class Conversations:
    """The last `size` turns."""

    def __init__(self, size: int = 4096) -> None:
        self._size = size
        self._turns: OrderedDict[Key, Turn] = OrderedDict()

    def remember(self, key: Key, turn: Turn) -> None:
        """Keeps `turn` under `key`, in place of what stood there."""
        self._turns[key] = turn
        self._turns.move_to_end(key)
        if len(self._turns) > self._size:
            self._turns.popitem(last=False)

    def recall(self, *keys: Key) -> Question | None:
        """The question under the first of `keys` that is remembered."""
        for key in keys:
            if key in self._turns:
                self._turns.move_to_end(key)
                return self._turns[key].question
        return None

    def forget(self, member_id: int) -> int:
        """Drops all turns of a member and returns how many there were."""
        theirs = [key for key, turn in self._turns.items() if turn.member_id == member_id]
        for key in theirs:
            del self._turns[key]
        return len(theirs)
