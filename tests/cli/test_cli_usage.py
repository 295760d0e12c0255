"""What is typed wrong, and help."""

from __future__ import annotations

import pytest

from retrieval.cli import main

COMMANDS = [
    "add",
    "ask",
    "backup",
    "bot",
    "chat",
    "evaluate",
    "index",
    "latest",
    "remove",
    "restore",
    "said",
    "search",
    "show",
    "speakers",
    "statements",
    "status",
    "tags",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself_with_an_example(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--help` ends with a line that can be copied."""
    assert main([command, "--help"]) == 0
    assert f"Example: citewire {command}" in capsys.readouterr().out


def test_no_command_is_a_call_for_help(capsys: pytest.CaptureFixture[str]) -> None:
    """`citewire` alone lists its commands."""
    assert main([]) == 0
    out = capsys.readouterr().out
    assert [command for command in COMMANDS if f" {command} " not in out] == []


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["aks"], "No such command 'aks'. Did you mean 'ask'?"),
        (["show"], "Missing argument 'ARTICLE'."),
        (["latest", "--frob"], "No such option: --frob"),
        (["ask", "Who?", "-k", "0"], "Invalid value for '-k': "),
        (["search", "Who?", "-k", "101"], "Invalid value for '-k': "),
        (["latest", "-n", "ten"], "Invalid value for '-n': "),
        (["ask", "Who?", "--until", "May"], "--until 'May' is not a date: write it as 2023-05-09"),
        (["ask", "--batch", "none.jsonl"], "--batch none.jsonl: No such file or directory."),
        (["ask"], "Give one question, in quotes, or `--batch FILE`: "),
        (["ask", "--batch", "."], "--batch .: Is a directory."),
        (["index", "--part", "5/4"], "--part 5/4: it takes the number of a part and of all, "),
        (["index", "--part", "0/4"], "--part 0/4: it takes the number of a part and of all, "),
        (["index", "--part", "half"], "--part half: it takes the number of a part and of all, "),
        (["ask", "Who?", "--batch", "-"], "Give one question, in quotes, or `--batch FILE`: "),
        (["search", "caf\udce9"], "The question is not valid UTF-8: "),
    ],
)
def test_wrong_usage_is_one_line(
    arguments: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, nothing on stdout, one line on stderr that names what is wrong."""
    assert main(arguments) == 2
    written = capsys.readouterr()
    assert written.out == ""
    assert written.err.startswith(f"citewire: {line}")
    assert written.err.count("\n") == 1
