"""How far a long work is: bars on a terminal, a line a stage elsewhere; always on stderr."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from retrieval.render.visible import one_line

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

PATIENCE = 1.0
"""Seconds that a stage may take before it is worth a line."""


class Shown(Protocol):
    """A `Progress` that somebody sees."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """As `Progress`."""
        ...

    def close(self) -> None:
        """Leave the terminal as it was; the next stage is shown anew."""
        ...


@contextmanager
def reporting() -> Iterator[Shown]:
    """A `Progress` that shows itself until the block ends."""
    report: Shown = _Drawn() if sys.stderr.isatty() else _Written()
    try:
        yield report
    finally:
        report.close()


class _Written:
    """One line for each stage that lasts over a second."""

    def __init__(self) -> None:
        self._stage: str | None = None
        self._line: threading.Timer | None = None

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage == self._stage:
            return
        self.close()
        self._stage = stage
        text = f"{one_line(stage)} ({total:,})" if total > 1 else one_line(stage)
        self._line = threading.Timer(PATIENCE, _note, (text,))
        self._line.daemon = True
        self._line.start()

    def close(self) -> None:
        """No line for a stage that is over."""
        if self._line:
            self._line.cancel()


class _Drawn:
    """A bar for each stage, gone when the work is done."""

    def __init__(self) -> None:
        self._bars: Bars | None = None
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        if self._bars is None:
            self._bars = _open_bars()
            self._bars.start()
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(one_line(stage))
        self._bars.update(self._tasks[stage], completed=done, total=total or None)

    def close(self) -> None:
        """The bars go; the next stage begins with new ones."""
        if self._bars:
            self._bars.stop()
        self._bars = None
        self._tasks.clear()


def _open_bars() -> Bars:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from retrieval.render.console import open_console

    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=open_console(stderr=True),
        transient=True,
    )


def _note(text: str) -> None:
    print(f"{text} ...", file=sys.stderr, flush=True)
