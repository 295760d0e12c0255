"""How often to publish while a long work goes on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_LEAST_SECONDS = 10.0
_SHARE = 0.1
"""At most so much of the time goes into publishing in between."""


class Pace:
    """Says when to publish again: the longer publishing takes, the more seldom."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds; the first publication is due a while from now."""
        self._clock = clock
        self._next = clock() + _LEAST_SECONDS

    def due(self) -> bool:
        """True where it is time to publish."""
        return self._clock() >= self._next

    @contextmanager
    def publishing(self) -> Iterator[None]:
        """Publish inside: how long it takes says when the next is due."""
        began = self._clock()
        yield
        ended = self._clock()
        self._next = ended + max(_LEAST_SECONDS, (ended - began) * (1 / _SHARE - 1))
