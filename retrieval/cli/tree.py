"""The tree of commands: each with its panel in `--help` and an example."""

from __future__ import annotations

import runpy
import sys
from typing import Annotated

import typer

from retrieval.cli.asking import ask, search
from retrieval.cli.backup import backup, restore
from retrieval.cli.chat import chat
from retrieval.cli.gathering import add, refresh, sources
from retrieval.cli.keeping import evaluate, index, remove, status
from retrieval.cli.reading import latest, said, show, speakers, statements, tags
from retrieval.errors import CitewireError

tree = typer.Typer(
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog='Example: citewire ask "What did Peskov say about sanctions?"',
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"citewire {version('citewire')}")
        raise typer.Exit


@tree.callback(invoke_without_command=True)
def citewire(
    context: typer.Context,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the traceback of an unexpected error.")
    ] = False,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Ask a news archive; get the words that stand in it, with who said them, when and where.

    Settings are CITEWIRE_ variables, or lines of .env.
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def bot(context: typer.Context) -> None:
    """Run the Discord bot; --check and --sync are its own options."""
    sys.argv = ["citewire bot", *context.args]
    try:
        # By name, as `python -m bot` would: the library never imports the bot.
        runpy.run_module("bot", run_name="__main__", alter_sys=True)
    except ImportError as error:
        raise CitewireError(f"The bot is not installed ({error}).") from None


ASKING, ARCHIVE, UPKEEP = "Ask", "Read the archive", "Keep the archive"
_EXAMPLES = (
    (ask, ASKING, 'citewire ask "What did Abe promise?" --tag japan --since 2018-01-01'),
    (search, ASKING, 'citewire search "peace treaty" -k 5 --json'),
    (chat, ASKING, "citewire chat"),
    (latest, ARCHIVE, "citewire latest japan -n 5"),
    (tags, ARCHIVE, "citewire tags"),
    (said, ARCHIVE, 'citewire said Peskov --about "peace treaty"'),
    (speakers, ARCHIVE, "citewire speakers"),
    (show, ARCHIVE, "citewire show ARTICLE --json"),
    (statements, ARCHIVE, "citewire statements --json | head"),
    (add, UPKEEP, "citewire add articles.jsonl.gz saved-pages/ https://example.org/feed.xml"),
    (refresh, UPKEEP, "citewire refresh"),
    (sources, UPKEEP, "citewire sources"),
    (remove, UPKEEP, "citewire remove articles.jsonl.gz"),
    (index, UPKEEP, "citewire index"),
    (status, UPKEEP, "citewire status --json"),
    (backup, UPKEEP, "citewire backup /backups/archive.sqlite"),
    (restore, UPKEEP, "citewire restore /backups/archive.sqlite"),
    (evaluate, UPKEEP, "citewire evaluate questions/"),
)
for _command, _panel, _example in _EXAMPLES:
    tree.command(rich_help_panel=_panel, epilog=f"Example: {_example}")(_command)
tree.command(
    rich_help_panel=ASKING,
    epilog="Example: citewire bot --check",
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)(bot)
