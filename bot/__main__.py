"""`python -m bot`, which `citewire bot` runs: exit codes are 0 for a clean end, 1 for an error of
the archive, 2 for a wrong configuration or another bot that serves the same servers, 4 for a
missing or refused token, 5 where Discord cannot be reached."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from collections.abc import Sequence

from bot.check import problems, rivals
from bot.exits import BotEndedError, Exit, leave
from bot.settings import BotSettings, load_bot_settings
from retrieval.errors import CitewireError


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the bot, or with `--check` only looks at its configuration; returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        settings = load_bot_settings()
        found = problems(settings) or (rivals(settings) if options.check else ())
        if found:
            print(*found, sep="\n", file=sys.stderr)
            return found[0].code
        if options.check:
            print("The configuration is fine.")
        else:
            _run(settings, force_sync=options.sync)
    except CitewireError as error:
        return _say(error.exit_code, error)
    except BotEndedError as error:
        return leave(_say(error.code, error))
    return leave(Exit.CLEAN)


def _run(settings: BotSettings, *, force_sync: bool) -> None:
    """Imported only now, so that `--check` and a missing token answer at once."""
    from bot import logs, runner
    from retrieval.app import Citewire
    from retrieval.settings import load_settings

    assert settings.discord_token is not None
    logs.set_up(settings.discord_token.get_secret_value())
    runner.point_at(settings)
    library = Citewire(load_settings())
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(Exit.CLEAN))
    library.ensure_ready(notice=logs.log.warning)
    asyncio.run(runner.serve(settings, library, force_sync=force_sync))


def _say(code: int, error: Exception) -> int:
    print(error, file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="citewire bot", description="Answer in Discord from the news archive."
    )
    only = parser.add_mutually_exclusive_group()
    only.add_argument(
        "--check", action="store_true", help="say what is wrong with the configuration, and end"
    )
    only.add_argument(
        "--sync", action="store_true", help="tell Discord the commands, changed or not"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
