"""The commands that show what the archive holds: `latest`, `tags`, `show`, who said what."""

from __future__ import annotations

from typing import Annotated

import typer

from retrieval.cli.completion import complete_speaker
from retrieval.cli.options import Json, Newest, TagArgument
from retrieval.cli.output import ABSTAINED, print_json, print_page, print_row
from retrieval.cli.session import open_citewire
from retrieval.render.records import (
    digest_record,
    said_record,
    shown_record,
    speakers_record,
    statement_record,
    tags_record,
)
from retrieval.types import Article


def latest(tag: TagArgument = None, n: Newest = 10, as_json: Json = False) -> None:
    """List the newest articles; undated ones come last, in the order of their listing."""
    digest = open_citewire().latest(tag, n)
    if as_json:
        print_json(digest_record(digest))
    else:
        from retrieval.render import archive

        print_page(archive.digest(digest))


def tags(as_json: Json = False) -> None:
    """List the tags and on how many articles each stands."""
    counts = open_citewire().tags()
    if as_json:
        print_json(tags_record(counts))
    else:
        from retrieval.render import archive

        print_page(archive.tags(counts))


def speakers(as_json: Json = False) -> None:
    """List who is quoted and how many of their statements the archive holds."""
    counts = open_citewire().speakers()
    if as_json:
        print_json(speakers_record(counts))
    else:
        from retrieval.render import archive

        print_page(archive.speakers(counts))


def said(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", autocompletion=complete_speaker, help="Whose words, such as Peskov."
        ),
    ],
    about: Annotated[
        str | None, typer.Option("--about", metavar="TOPIC", help="Only what is about this.")
    ] = None,
    as_json: Json = False,
) -> int:
    """Show what somebody said, oldest first and undated last: the way to see a position change.

    The exit code is 0 for any words and 3 where the archive has none.
    """
    found = open_citewire().said(name, about)
    if as_json:
        print_json(said_record(found))
    else:
        from retrieval.render import answers

        print_page(answers.said(found))
    return 0 if found.extracts else ABSTAINED


def show(
    article_id: Annotated[str, typer.Argument(metavar="ARTICLE", help="The article's id.")],
    history: Annotated[
        bool, typer.Option("--history", help="Show what it said before each change, too.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Show one article in full, with where else it stands."""
    citewire = open_citewire()
    article = citewire.article(article_id)
    copies = citewire.copies([article.id])[article.id]
    versions = citewire.history(article.id) if history else None
    if as_json:
        print_json(shown_record(article, copies, versions))
        return
    from retrieval.render import archive

    print_page(archive.article(article, copies))
    if versions is not None:
        print_page(archive.history(versions))


def statements(as_json: Json = False) -> None:
    """List who said what: one statement a line with --json, with its words otherwise."""
    citewire = open_citewire()
    if as_json:
        for statement in citewire.statements():
            print_row(statement_record(statement))
        return
    from retrieval.render import archive

    article: Article | None = None
    for statement in citewire.statements():
        if article is None or article.id != statement.article_id:
            article = citewire.article(statement.article_id)
        print_page(archive.statement(statement, article.text))
