"""A PostgreSQL server of the tests' own, on loopback; or the one that is named to them."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import URL

from retrieval.database import server

NAMED = "CITEWIRE_TEST_POSTGRES"
"""The variable that names a running server, as a user who may make databases."""

PASSWORD = "very-secret"


def binaries() -> Path | None:
    """Where PostgreSQL's programs are; None where it is not installed."""
    found = shutil.which("initdb")
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return Path(found).parent if found else homes[-1].parent if homes else None


@contextmanager
def running() -> Iterator[URL]:
    """The address of a server that runs meanwhile, in a folder that goes with it."""
    if NAMED in os.environ:
        yield server(os.environ[NAMED])
        return
    home = binaries()
    assert home is not None
    folder = Path(tempfile.mkdtemp(prefix="citewire-postgres-"))
    started = Started(home, folder)
    try:
        started.start()
        yield started.url
    finally:
        started.stop()
        shutil.rmtree(folder)


class Started:
    """A server in a folder of its own; a superuser starts it as somebody else, as it asks for."""

    def __init__(self, home: Path, folder: Path) -> None:
        self._home, self._data, self._sockets = home, folder / "data", folder
        self._port = _free_port()
        self._user: dict[str, int] = {}
        if os.geteuid() == 0:
            other = _somebody()
            self._user = {"user": other.pw_uid, "group": other.pw_gid}
            os.chown(folder, other.pw_uid, other.pw_gid)
        secret = folder / "password"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)
        self._run(
            "initdb", "-D", str(self._data), "-U", "citewire", "--auth=scram-sha-256",
            f"--pwfile={secret}", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip

    @property
    def url(self) -> URL:
        """The address of its first database."""
        return server(f"postgresql://citewire:{PASSWORD}@127.0.0.1:{self._port}/postgres")

    def start(self) -> None:
        """Returns when it answers."""
        # What the tests write need not outlive a loss of power.
        options = f"-F -c listen_addresses=127.0.0.1 -p {self._port} -k {self._sockets}"
        log = str(self._data / "log")
        self._run("pg_ctl", "-D", str(self._data), "-l", log, "-w", "-o", options, "start")

    def stop(self) -> None:
        """At once, whoever is connected."""
        self._run("pg_ctl", "-D", str(self._data), "-w", "-m", "immediate", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._home / program), *arguments]
        # pg_ctl's server would hold a pipe open.
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", **self._user)  # type: ignore[call-overload]


@contextmanager
def new_database(url: URL) -> Iterator[URL]:
    """An empty database of that server; it goes with all who are still connected to it."""
    name = sql.Identifier(f"test_{uuid4().hex}")
    _execute(url, sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(name))
    try:
        yield url.set(database=name.as_string(None).strip('"'))
    finally:
        _execute(url, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def address(url: URL) -> str:
    """As a user writes it, password included."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _execute(url: URL, command: sql.Composed) -> None:
    with psycopg.connect(address(url), autocommit=True) as connection:
        connection.execute(command)


def _somebody() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
