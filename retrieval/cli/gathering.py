"""The commands that fill the archive: `add`, `refresh`, `sources`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from retrieval.cli.options import Json
from retrieval.cli.output import complain, print_json, print_page
from retrieval.cli.progress import Shown, reporting
from retrieval.cli.session import open_citewire
from retrieval.render.records import sources_record
from retrieval.upkeep import SourceReport

if TYPE_CHECKING:
    from retrieval.protocols import Tell

Wanted = Annotated[
    list[str],
    typer.Argument(metavar="SOURCE...", help="Files, folders or web addresses to read."),
]
Known = Annotated[
    list[str] | None,
    typer.Argument(metavar="[SOURCE...]", help="Sources that were added; all where none is named."),
]
Follow = Annotated[
    bool, typer.Option("--follow", help="Read the pages that a feed or a listing links, too.")
]


def add(sources: Wanted, follow: Follow = False) -> int:
    """Add articles; what is already there unchanged is not read again.

    The exit code is 1 where a source could not be read.
    """
    citewire = open_citewire()
    with reporting() as progress:
        reports = citewire.add(sources, progress, follow=follow, tell=_telling(progress))
    return int(any(report.error for report in reports))


def refresh(sources: Known = None) -> int:
    """Read sources again; one that failed waits for a while, unless it is named.

    The exit code is 1 where a source could not be read; its articles stay.
    """
    citewire = open_citewire()
    with reporting() as progress:
        reports = citewire.refresh(sources or (), progress, tell=_telling(progress))
    return int(any(report.error for report in reports))


def sources(as_json: Json = False) -> None:
    """List what was added, when it was last read and what went wrong."""
    known = open_citewire().sources()
    if as_json:
        print_json(sources_record(known))
    else:
        from retrieval.render import archive

        print_page(archive.sources(known))


def _telling(progress: Shown) -> Tell:
    """Says what a source gave as soon as it is kept, in place of the bar."""

    def tell(report: SourceReport) -> None:
        from retrieval.render import archive

        progress.close()
        if report.error is None or report.new or report.changed:
            print_page(archive.report(report))
        if report.error is not None:
            complain(f"{report.source}: {report.error}")

    return tell
