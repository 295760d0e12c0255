"""The console that people read: no markup, no emoji codes, nothing guessed from foreign text."""

from __future__ import annotations

import sys
from typing import NoReturn

from rich.console import Console, ConsoleOptions, RenderResult
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


class Indented:
    """A text whose every line, wrapped ones too, begins `columns` to the right."""

    def __init__(self, text: Text, columns: int = 2) -> None:
        self.text, self.columns = text, columns

    def margin(self, console: Console, options: ConsoleOptions) -> str:
        """What stands before each line."""
        return " " * self.columns

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines, each behind its margin and without spaces at its end."""
        margin = self.margin(console, options)
        width = max(10, options.max_width - len(margin))
        for line in self.text.wrap(console, width):
            line.rstrip()
            yield Text.assemble((margin, "cyan"), line)


class Quotation(Indented):
    """Words from the archive, set apart by a bar on a terminal and by indentation in a pipe."""

    def __init__(self, text: str, style: str = "") -> None:
        super().__init__(Text(visible(text).strip("\n"), style=style))

    def margin(self, console: Console, options: ConsoleOptions) -> str:
        """The bar, drawn with what the terminal's encoding has."""
        if not console.is_terminal:
            return super().margin(console, options)
        return "| " if options.ascii_only else "▎ "


def foreign(text: str, style: str = "") -> Text:
    """Foreign text as one line of a page, made safe."""
    return Text(one_line(text), style=style)


def beside(*parts: str | None) -> str:
    """The parts that are known, one after the other: `Meduza · 9 May 2023`."""
    return " · ".join(part for part in parts if part)


def plural(count: int, noun: str) -> str:
    """`1 article`, `4,715 articles`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
