"""The seed archive, built once by the command line itself, as a newcomer builds it."""

from __future__ import annotations

import pytest
from command_line import Citewire, FirstAsk, as_process, in_process


@pytest.fixture(scope="session")
def first_ask(tmp_path_factory: pytest.TempPathFactory) -> FirstAsk:
    """`ask` where there is no archive yet."""
    data = tmp_path_factory.mktemp("seeded") / "data"
    run = as_process(data, "ask", "What did Peskov say about sanctions?")
    return FirstAsk(data=data, run=run)


@pytest.fixture
def citewire(
    first_ask: FirstAsk, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Citewire:
    """Runs commands in this process on the seed archive, which none of them may change."""
    return in_process(first_ask.data, monkeypatch, capfd)
