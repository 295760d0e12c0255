"""One run of `citewire` as a process: its exit code, and one clear line where it fails."""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType

import typer
from typer.main import get_command

from retrieval.cli.output import complain
from retrieval.cli.tree import tree
from retrieval.errors import CitewireError

FAILED = 1
INTERRUPTED = 130
"""128 + SIGINT, as shells report it."""
_INTERRUPTED = "Interrupted: nothing in the archive is lost; run the command again to go on."
_SHOW_CURSOR = "\x1b[?25h"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line `arguments` (default: this process's) and return the exit code.

    0 done or answered, 1 failed, 2 wrong usage, 3 abstained, 130 interrupted. No exception
    escapes; each failure is one line on stderr.
    """
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    _never_fail_to_write()
    try:
        with _interruptible():
            return _run(arguments)
    except KeyboardInterrupt:
        complain(_INTERRUPTED)
        return INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        return 0


def _run(arguments: Sequence[str]) -> int:
    command = get_command(tree)
    if "_CITEWIRE_COMPLETE" in os.environ:
        return int(command.main(prog_name="citewire") or 0)
    try:
        with command.make_context("citewire", list(arguments)) as context:
            code = int(command.invoke(context) or 0)
        sys.stdout.flush()
        return code
    except typer.Exit as request:
        return request.exit_code
    except typer.TyperException as error:
        complain(error.format_message())
        return error.exit_code
    except CitewireError as error:
        complain(str(error))
        return error.exit_code
    except BrokenPipeError:
        raise
    except Exception as error:
        if "--debug" in arguments:
            raise
        complain(f"Unexpected {type(error).__name__}: {error}. `citewire --debug ...` shows where.")
        return FAILED


@contextmanager
def _interruptible() -> Iterator[None]:
    """Within it Ctrl-C ends a work that has loaded torch at once, whatever it does just then.

    An exception that is raised below torch's C++ ends the process with its own words, or is lost;
    and what `kill -9` cannot hurt, this does not.
    """
    inherited = signal.getsignal(signal.SIGINT)
    if inherited is not signal.default_int_handler or current_thread() is not main_thread():
        yield  # ignored, as under nohup, or somebody else's to handle
        return
    signal.signal(signal.SIGINT, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, inherited)


def _interrupt(number: int, frame: FrameType | None) -> None:
    if "torch" not in sys.modules:
        raise KeyboardInterrupt
    shown = _SHOW_CURSOR if os.isatty(2) else ""
    os.write(2, f"{shown}citewire: {_INTERRUPTED}\n".encode())
    os._exit(INTERRUPTED)


def _never_fail_to_write() -> None:
    """Show what the terminal's encoding lacks as an escape, and bear a closed stream."""
    sys.stdout = sys.stdout or io.TextIOWrapper(io.BytesIO())
    sys.stderr = sys.stderr or io.TextIOWrapper(io.BytesIO())
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _forget_stdout() -> None:
    """The reader has left (`citewire statements | head`): let the last flush go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
