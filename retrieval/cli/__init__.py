"""The command line: arguments -> app -> render -> exit code."""

from retrieval.cli.process import main

__all__ = ["main"]
