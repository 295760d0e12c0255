"""The application behind a command, opened as late as can be: `--help` never loads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from retrieval.cli.output import complain
from retrieval.cli.progress import reporting

if TYPE_CHECKING:
    from retrieval.app import Citewire


def open_citewire() -> Citewire:
    """The application with this process's settings.

    Raises `SettingsError` where one is wrong.
    """
    from retrieval.app import Citewire
    from retrieval.settings import load_settings

    return Citewire(load_settings())


def open_ready() -> Citewire:
    """The application with an index to ask; the first run builds it and shows how far it is.

    A damaged index is rebuilt, which one line on stderr says.
    """
    citewire = open_citewire()
    with reporting() as progress:
        citewire.ensure_ready(progress, complain)
    return citewire
