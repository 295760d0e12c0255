"""The README is executed: what it shows is what a newcomer sees."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"<!-- run -->\n```console\n\$ (citewire .*?)\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize(("command", "shown"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_examples_print_what_the_readme_shows(command: str, shown: str, seed_data: Path) -> None:
    """Each example's output is, to the letter, what the command prints on the seed archive."""
    environment = {"CITEWIRE_DATA": str(seed_data), "COLUMNS": "80", "PATH": os.environ["PATH"]}
    result = subprocess.run(
        [sys.executable, "-m", "retrieval", *shlex.split(command)[1:]],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.stdout == shown


def test_the_readme_shows_three_examples() -> None:
    """An answer, an abstention and a digest are shown."""
    assert [shlex.split(command)[1] for command, _ in EXAMPLES] == ["ask", "ask", "latest"]
