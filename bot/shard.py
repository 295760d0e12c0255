"""Which of the bot's servers this process serves: Discord's own division into shards."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import gcd
from typing import Self


@dataclass(frozen=True, slots=True)
class Shard:
    """Part `number`, from 0, of `count`: the servers with `(id >> 22) % count == number`.

    Shard 0 has the direct messages, too.
    """

    number: int
    count: int

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    def overlaps(self, other: Shard) -> bool:
        """True where some server is of both, so that two bots would answer in it."""
        return (self.number - other.number) % gcd(self.count, other.count) == 0

    @classmethod
    def read(cls, given: object) -> Self:
        """The shard that a setting such as "0/2" names; raises `ValueError`."""
        match = re.fullmatch(r"(\d{1,6})/(\d{1,6})", str(given).strip(), re.ASCII)
        if match is None or int(match[1]) >= int(match[2]):
            raise ValueError(
                "must be a shard and how many there are, such as 0/2 and 1/2 for two processes; "
                "Discord counts from 0"
            )
        return cls(int(match[1]), int(match[2]))
