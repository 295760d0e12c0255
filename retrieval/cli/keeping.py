"""The commands that keep, show the state of, and measure the index."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from retrieval.cli.options import Json
from retrieval.cli.output import print_json, print_page
from retrieval.cli.progress import reporting
from retrieval.cli.session import open_citewire
from retrieval.errors import UsageError
from retrieval.render.records import status_record
from retrieval.upkeep import Part

Name = Annotated[str, typer.Argument(metavar="NAME", help="An article's id, or a source.")]
Folder = Annotated[
    Path,
    typer.Argument(metavar="FOLDER", help="Holds queries.jsonl and qrels.tsv or answers."),
]

Unanswerable = Annotated[
    Path | None,
    typer.Option(
        "--unanswerable",
        metavar="FILE",
        help='Questions that the archive does not answer: a row {"_id", "text", "date"?} a line.',
    ),
]

PartOf = Annotated[
    str | None,
    typer.Option("--part", metavar="I/N", help="Only encode the I-th of N parts; publish nothing."),
]


def remove(name: Name) -> None:
    """Remove one article, or all that came from one source."""
    citewire = open_citewire()
    with reporting() as progress:
        removed = citewire.remove(name, progress)
    from retrieval.render.console import plural

    print_page([f"Removed {plural(removed, 'article')}."])


def index(part: PartOf = None) -> None:
    """Build the index anew from the archive; the old one serves until the new one is whole.

    With --part, only encode a share of what waits for it, on this machine or another with the same
    archive, while the other parts run; then `citewire index` publishes what all of them did.
    """
    if part is not None:
        _encode(read_part(part))
        return
    citewire = open_citewire()
    with reporting() as progress:
        citewire.index(progress)
    status()


def read_part(text: str) -> Part:
    """`2/4` as the second of four parts; raises `UsageError`."""
    number, _, of = text.partition("/")
    try:
        return Part(number=int(number), of=int(of))
    except ValueError:
        raise UsageError(
            f"--part {text}: it takes the number of a part and of all, such as 1/4 to 4/4."
        ) from None


def _encode(part: Part) -> None:
    citewire = open_citewire()
    with reporting() as progress:
        done = citewire.encode_part(part, progress)
    from retrieval.render import archive

    print_page(archive.encoded(part, done))


def status(as_json: Json = False) -> None:
    """Show how large and how fresh the archive and its index are."""
    facts = open_citewire().status()
    if as_json:
        print_json(status_record(facts))
    else:
        from retrieval.render import archive

        print_page(archive.status(facts))


def evaluate(folder: Folder, unanswerable: Unanswerable = None) -> None:
    """Measure how well the archive answers a folder of questions, by each way of finding.

    With --unanswerable, measure instead how well the confidence tells them from questions that
    the archive does not answer.
    """
    citewire = open_citewire()
    from retrieval.render import measures

    if unanswerable is None:
        with reporting() as progress:
            evaluation = citewire.evaluate(folder, progress)
        print_page(measures.table(evaluation))
        return
    with reporting() as progress:
        doubt = citewire.measure_doubt(folder, unanswerable, progress)
    print_page(measures.doubt(doubt))
