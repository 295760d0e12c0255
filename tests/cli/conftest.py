"""The seed archive, built once by the command line itself, as a newcomer builds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from command_line import Citewire, FirstAsk, Run, in_process

if TYPE_CHECKING:
    from tests.conftest import FirstRun


@pytest.fixture(scope="session")
def first_ask(first_run: FirstRun) -> FirstAsk:
    """`ask` where there is no archive yet."""
    done = first_run.process
    run = Run(code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())
    return FirstAsk(data=first_run.data, run=run)


@pytest.fixture
def citewire(
    first_ask: FirstAsk, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Citewire:
    """Runs commands in this process on the seed archive, which none of them may change."""
    return in_process(first_ask.data, monkeypatch, capfd)
