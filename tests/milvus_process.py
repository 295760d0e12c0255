"""Milvus's protocol on loopback, by a process of its own: Milvus Lite's engine."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def free_port() -> int:
    """A port of this machine on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(folder: Path, port: int) -> Iterator[str]:
    """A server with its data in `folder`, by its address; it ends with the block."""
    place = ["--host", "127.0.0.1", "--port", str(port), "--data-dir", str(folder)]
    command = [sys.executable, "-m", "milvus_lite", "server", *place]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            _await(port, process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return when something listens on `port`."""
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"Milvus Lite ended with {process.returncode}")
