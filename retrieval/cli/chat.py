"""`chat`: questions one after the other, where each may lean on the one before."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.cli.asking import print_result
from retrieval.cli.options import Most
from retrieval.cli.output import complain, print_page
from retrieval.cli.session import open_ready
from retrieval.errors import CitewireError
from retrieval.types import Question

if TYPE_CHECKING:
    from prompt_toolkit.history import History

    from retrieval.app import Citewire

HELP = """\
Ask in plain words; a follow-up such as "and what about Abe?" keeps the topic.
/new forgets the topic, /help shows this, /quit or Ctrl-D ends. Ctrl-C drops the line."""
COMMANDS = ("/help", "/new", "/quit")


def chat(k: Most = 3) -> None:
    """Ask one question after another; a follow-up keeps the topic of the one before."""
    citewire = open_ready()
    lines = _typed(citewire) if sys.stdin.isatty() else iter(sys.stdin)
    previous: Question | None = None
    for line in lines:
        match line.strip():
            case "":
                continue
            case "/quit":
                return
            case "/help":
                print_page([HELP])
            case "/new":
                previous = None
            case text if text.startswith("/"):
                complain(f"There is no command {text!r}: /help names them.")
            case text:
                previous = _turn(citewire, text, previous, k)


def _turn(citewire: Citewire, text: str, previous: Question | None, k: int) -> Question | None:
    """Answer one line; the question as it was understood, for the next to lean on."""
    try:
        question = citewire.follow_up(text, previous)
        if question.text != text:
            _print_understood(question)
        print_result(citewire.ask(question, k))
    except CitewireError as error:
        complain(str(error))
        return previous
    return question


def _print_understood(question: Question) -> None:
    from retrieval.render import answers

    print_page([answers.understood(question)])


def _typed(citewire: Citewire) -> Iterator[str]:
    """The lines that a person types, with editing, history and completion by Tab."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import WordCompleter

    from retrieval.settings import load_settings

    tags = [tag.name for tag in citewire.tags()]
    session: PromptSession[str] = PromptSession(
        "> ",
        history=_history(load_settings().data / "chat_history"),
        completer=WordCompleter([*COMMANDS, *tags], ignore_case=True, WORD=True),
        complete_while_typing=False,
    )
    print_page([HELP])
    while True:
        try:
            yield session.prompt()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return


def _history(path: Path) -> History:
    """What was typed before, in a file for its owner alone; in memory where none can be written."""
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    try:
        os.close(os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600))
        path.chmod(0o600)
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(path))
