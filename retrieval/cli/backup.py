"""The commands that keep the archive safe: `backup`, `restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from retrieval.cli.output import print_page
from retrieval.cli.progress import reporting
from retrieval.cli.session import open_citewire

Target = Annotated[
    Path, typer.Argument(metavar="FILE", help="The file to write; an earlier backup is replaced.")
]
Backup = Annotated[Path, typer.Argument(metavar="FILE", help="A file that `backup` wrote.")]


def backup(file: Target) -> None:
    """Write the whole archive to one file; the bot may go on meanwhile.

    The index is not in it: `restore` builds that again. Nor is what the bot keeps for itself
    (bot.sqlite: digests, votes, stored answers).
    """
    articles = open_citewire().backup(file)
    from retrieval.render.console import foreign, plural

    print_page([foreign(f"Backed up {plural(articles, 'article')} to {file}.")])


def restore(file: Backup) -> None:
    """Put a backup in the place of the archive and build its index; the bot may go on meanwhile.

    The archive that it replaces is kept beside it as archive.sqlite.before-restore.
    """
    citewire = open_citewire()
    with reporting() as progress:
        kept = citewire.restore(file, progress)
    from retrieval.render.console import foreign, plural

    articles = plural(citewire.status().articles, "article")
    print_page([foreign(f"Restored {articles} from {file}.")])
    if kept:
        print_page([foreign(f"The archive as it was before is in {kept}.")])
