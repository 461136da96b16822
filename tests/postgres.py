"""A PostgreSQL of the tests' own: the distribution's program in a throw-away folder.

It listens on this machine only, is gone with the process that started it, and touches no other
cluster. Start it from a thread that lasts: the server ends with the thread that started it.
"""

import atexit
import ctypes
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from tests.ports import free_port

_PROGRAMS = Path("/usr/lib/postgresql")
_UNPRIVILEGED = ("postgres", "nobody")
_USER = "hikae"
_DEADLINE_S = 60.0
_LOOK_S = 0.05
_PR_SET_PDEATHSIG = 1
_NOT_DURABLE = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")
_LIBC = ctypes.CDLL(None)


class PostgreSQL:
    """One server with an empty cluster. It is durable unless it is told that nobody will kill it.

    The folder is made by this class and not by the test: root starts the server as somebody else,
    who may not look into pytest's folders.
    """

    def __init__(self, *options: str, durable: bool = True) -> None:
        """`options` go to the server as they are (`-c`, `max_connections=10`)."""
        self._folder = Path(tempfile.mkdtemp(prefix="hikae-postgresql-"))
        self._cluster = self._folder / "cluster"
        self._options = (*options, *(() if durable else _NOT_DURABLE))
        self._password = secrets.token_urlsafe(24)
        self._port = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = count(1)
        self._as = _somebody()
        if self._as:
            shutil.chown(self._folder, self._as["user"], self._as["group"])
        atexit.register(self.remove)
        self._make()

    @property
    def log(self) -> str:
        """All that the server wrote so far."""
        return (self._folder / "log").read_text("utf-8", "replace")

    def start(self) -> None:
        """Start it, on the port that it had before, and wait until it answers."""
        assert self._process is None, "it runs already"
        self._port = self._port or free_port()
        self.begin_to_start()
        self.wait_until_it_answers()

    def begin_to_start(self) -> None:
        """Start it and come back at once: for a while it refuses everybody."""
        where = ("-p", str(self._port), "-c", "listen_addresses=127.0.0.1")
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    *(_program("postgres"), "-D", self._cluster, *where),
                    *("-c", "unix_socket_directories=", *self._options),
                ],
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_end_with_the_parent,
                **self._as,
            )

    def wait_until_it_answers(self) -> None:
        """Come back when somebody can log in."""
        until, pause = time.monotonic() + _DEADLINE_S, threading.Event()
        while True:
            try:
                return self._connect("postgres").close()
            except psycopg.OperationalError as error:
                ended = self._process is None or self._process.poll() is not None
                if ended or time.monotonic() > until:
                    raise AssertionError(f"PostgreSQL does not start:\n{self.log}") from error
            pause.wait(_LOOK_S)

    def stop(self) -> None:
        """End it as a restart of the machine does; whoever is connected is told."""
        self._end(signal.SIGINT)

    def stop_at_once(self) -> None:
        """End it as `pg_ctl stop -m immediate` does: nothing is tidied, the next start recovers."""
        self._end(signal.SIGQUIT)

    def remove(self) -> None:
        """End it and forget everything."""
        if self._process is not None:
            self.stop_at_once()
        shutil.rmtree(self._folder, ignore_errors=True)
        atexit.unregister(self.remove)

    def database(self, name: str = "", options: str = "") -> str:
        """Make a database; `options` are those of CREATE DATABASE. Give its URL, password and all.

        Without a name it gets one that is free.
        """
        name = name or f"database_{next(self._numbers)}"
        create = sql.SQL("CREATE DATABASE {} " + options).format(sql.Identifier(name))
        self.run(create)
        return self.url(name)

    def url(self, name: str) -> str:
        """Give the URL of a database."""
        return f"postgresql+psycopg://{_USER}:{self._password}@127.0.0.1:{self._port}/{name}"

    def run(self, statement: str | sql.Composed, database: str = "postgres") -> list[Any]:
        """Run one statement as the owner of everything; give the rows."""
        with self._connect(database) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def _connect(self, database: str) -> psycopg.Connection[Any]:
        return psycopg.connect(
            host="127.0.0.1",
            port=self._port,
            user=_USER,
            password=self._password,
            dbname=database,
            connect_timeout=5,
            autocommit=True,
        )

    def _make(self) -> None:
        secret = self._folder / "password"
        secret.write_text(self._password)
        if self._as:
            shutil.chown(secret, self._as["user"], self._as["group"])
        done = subprocess.run(
            [
                *(_program("initdb"), "-D", self._cluster, "-U", _USER, f"--pwfile={secret}"),
                *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"),
            ],
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=_DEADLINE_S,
            **self._as,
        )
        secret.unlink()
        assert done.returncode == 0, f"initdb: {done.stderr}"

    def _end(self, by: signal.Signals) -> None:
        process, self._process = self._process, None
        assert process is not None, "it does not run"
        process.send_signal(by)
        try:
            process.wait(_DEADLINE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise


@cache
def shared() -> PostgreSQL:
    """One server for all tests of this process that do not stop it. It is fast, not durable."""
    server = PostgreSQL(durable=False)
    server.start()
    return server


def _program(name: str) -> Path:
    versions = sorted(_PROGRAMS.glob(f"*/bin/{name}"), key=_version)
    assert versions, "PostgreSQL is not installed: run script/setup test"
    return versions[-1]


def _version(program: Path) -> float:
    return float(program.parent.parent.name)


def _somebody() -> Mapping[str, Any]:
    """As whom to start it: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    known = {one.pw_name: one for one in pwd.getpwall()}
    found = next(known[name] for name in _UNPRIVILEGED if name in known)
    return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}


def _end_with_the_parent() -> None:
    """Runs in the new process, before its program."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT, 0, 0, 0)
