"""Arguments and options that more than one command takes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from retrieval.cli.completion import complete_tag

Most = Annotated[
    int, typer.Option("-k", min=1, max=100, metavar="N", help="At most so many, best first.")
]
Newest = Annotated[int, typer.Option("-n", min=1, max=100, metavar="N", help="At most so many.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
QuestionText = Annotated[
    str | None, typer.Argument(metavar="QUESTION", help="What to ask.", show_default=False)
]
QueryText = Annotated[
    str | None, typer.Argument(metavar="QUERY", help="What to look for.", show_default=False)
]
Batch = Annotated[
    Path | None,
    typer.Option(
        "--batch",
        metavar="FILE",
        help='JSON lines {"_id", "text", "date"?} in place of QUESTION; ".gz" or "-" will do.',
    ),
]
TagOption = Annotated[
    str | None,
    typer.Option("--tag", metavar="TAG", autocompletion=complete_tag, help="Only this tag."),
]
TagArgument = Annotated[
    str | None,
    typer.Argument(metavar="TAG", autocompletion=complete_tag, help="Only this tag."),
]
Publisher = Annotated[
    str | None, typer.Option("--publisher", metavar="NAME", help="Only this publisher.")
]
Speaker = Annotated[
    str | None, typer.Option("--speaker", metavar="NAME", help="Only words of this speaker.")
]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="DATE", help="Published on this day or later (UTC)."),
]
Until = Annotated[
    str | None,
    typer.Option("--until", metavar="DATE", help="Published to the end of this day (UTC)."),
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="As if asked then: nothing later is seen."),
]
