"""The console that people read: no markup, no emoji codes, nothing guessed from foreign text."""

from __future__ import annotations

import sys
from typing import NoReturn

from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

from retrieval.render.visible import one_line, visible


class _PipeAwareConsole(Console):
    """rich ends the process itself when its reader is gone; here that is main's decision."""

    def on_broken_pipe(self) -> NoReturn:
        raise


def open_console(*, stderr: bool = False) -> Console:
    """A console on stdout or stderr; colours only on a terminal and without NO_COLOR."""
    return _PipeAwareConsole(
        file=sys.stderr if stderr else sys.stdout, markup=False, emoji=False, highlight=False
    )


class Quotation:
    """Words from the archive, set apart by a bar on a terminal and by indentation in a pipe."""

    def __init__(self, text: str, style: str = "") -> None:
        self.text = Text(visible(text).strip("\n"), style=style)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Each wrapped line with the bar before it."""
        bar = ("| " if options.ascii_only else "▎ ") if console.is_terminal else "  "
        width = max(10, options.max_width - len(bar))
        for line in console.render_lines(self.text, options.update(width=width), pad=False):
            yield Segment(bar, Style.parse("cyan"))
            yield from line
            yield Segment.line()


def foreign(text: str, style: str = "") -> Text:
    """Foreign text as one line of a page, made safe."""
    return Text(one_line(text), style=style)


def beside(*parts: str | None) -> str:
    """The parts that are known, one after the other: `Meduza · 9 May 2023`."""
    return " · ".join(part for part in parts if part)


def plural(count: int, noun: str) -> str:
    """`1 article`, `4,715 articles`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
