"""A PostgreSQL server of the tests' own, on this machine, where its programs are installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, create_engine, make_url

USER = "postgres"


def programs() -> Path | None:
    """The folder of the newest version's programs; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda f: int(f.parent.name))
    return found[-1] if found else None


@contextmanager
def server(bin_: Path) -> Iterator[URL]:
    """A server that listens on a socket in a folder of its own; it is gone at the end."""
    # PostgreSQL refuses to run as root.
    as_user = ["runuser", "-u", USER, "--"] if os.getuid() == 0 else []
    home = Path(tempfile.mkdtemp(prefix="citewire-postgres-"))
    if as_user:
        shutil.chown(home, USER)

    def run(*command: object) -> None:
        subprocess.run(
            [*as_user, *map(str, command)], check=True, stdout=subprocess.DEVNULL, cwd=home
        )

    run(bin_ / "initdb", "-D", home / "data", "-U", USER, "--auth=trust", "--no-sync", "-E", "UTF8")
    options = f"-c listen_addresses= -c unix_socket_directories={home} -c fsync=off"
    run(
        bin_ / "pg_ctl", "-D", home / "data", "-o", options, "-l", home / "log", "-w", "start"
    )  # fmt: skip
    try:
        yield make_url(f"postgresql+psycopg://{USER}:not-a-secret@/postgres?host={home}")
    finally:
        run(bin_ / "pg_ctl", "-D", home / "data", "-m", "immediate", "stop")
        shutil.rmtree(home, ignore_errors=True)


def new_database(url: URL, name: str) -> URL:
    """An empty database on the server."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    engine.dispose()
    return url.set(database=name)
