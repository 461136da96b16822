"""The server parts of a benchmark: a durable PostgreSQL that counts, and a SeaweedFS."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from psycopg import sql

from bench.machine import pss_mib, used_s
from tests.postgres import PostgreSQL
from tests.seaweed import ACCESS_KEY, SECRET_KEY, SeaweedFS

Named = tuple[tuple[str, str], ...]

_COUNTING = ("-c", "shared_preload_libraries=pg_stat_statements", "-c", "max_connections=300")
_FLUSH = "fs.configure -locationPrefix=/buckets/ -fsync -apply\nfs.configure\n"

_COUNTED = """
SELECT (SELECT coalesce(sum(calls), 0) FROM pg_stat_statements WHERE dbid = d.oid),
       pg_stat_get_db_xact_commit(d.oid), pg_current_wal_lsn() - '0/0', pg_database_size(d.oid)
FROM pg_database d WHERE datname = {}
"""
_OPEN = "SELECT count(*) FROM pg_stat_activity WHERE datname = {}"


@dataclass(frozen=True, slots=True)
class Counted:
    """What a database did. WAL is what a replica or a backup must carry."""

    statements: int
    commits: int
    wal_bytes: int
    size: int
    cpu_s: float  # of the whole server


class Database:
    """One database of the counting server, as an office's setting names it."""

    def __init__(self, server: PostgreSQL) -> None:
        self._server = server
        self._url = server.database()
        self._name = self._url.rpartition("/")[2]

    @property
    def named(self) -> Named:
        """The setting."""
        return (("HIKAE_DATABASE", self._url),)

    def counted(self) -> Counted:
        """What it did since it was made."""
        row = self._server.run(sql.SQL(_COUNTED).format(sql.Literal(self._name)))[0]
        statements, commits, wal_bytes, size = map(int, row)
        return Counted(statements, commits, wal_bytes, size, used_s(self._pid()))

    def connections(self) -> int:
        """How many are open now."""
        return int(self._server.run(sql.SQL(_OPEN).format(sql.Literal(self._name)))[0][0])

    def pss_mib(self) -> float:
        """Memory of the whole server."""
        return pss_mib(self._pid())

    def _pid(self) -> int:
        return int(self._server.run("SELECT pg_read_file('postmaster.pid')")[0][0].split()[0])


def database_server() -> PostgreSQL:
    """Start a server that keeps what it promised and counts statements."""
    server = PostgreSQL(*_COUNTING)
    server.start()
    server.run("CREATE EXTENSION pg_stat_statements")
    return server


def since(before: Counted, now: Counted) -> Counted:
    """What was done between two looks."""
    return Counted(
        now.statements - before.statements,
        now.commits - before.commits,
        now.wal_bytes - before.wal_bytes,
        now.size - before.size,
        now.cpu_s - before.cpu_s,
    )


def new_bucket(server: SeaweedFS) -> Named:
    """Make a bucket; give the settings that name it."""
    return (
        ("HIKAE_STORE", server.url(server.make_bucket())),
        ("HIKAE_STORE_ACCESS_KEY", ACCESS_KEY),
        ("HIKAE_STORE_SECRET_KEY", SECRET_KEY),
    )


def server_as_it_comes(home: Path) -> SeaweedFS:
    """Start a SeaweedFS that flushes nothing by itself and has its metadata in its own format."""
    server = SeaweedFS(home)
    (home / "filer.toml").unlink()
    server.start()
    return server


def flushing_server(home: Path) -> SeaweedFS:
    """Start a SeaweedFS that flushes each object, and its metadata in SQLite, before it answers."""
    server = SeaweedFS(home)
    server.start()
    master, master_grpc, _volume, _volume_grpc, filer, filer_grpc = server.ports[2:]
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("weed")),
            "shell",
            f"-master=127.0.0.1:{master}.{master_grpc}",
            f"-filer=127.0.0.1:{filer}.{filer_grpc}",
        ],
        input=_FLUSH.encode(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    if b'"fsync":true' not in done.stdout.replace(b" ", b""):
        raise RuntimeError("SeaweedFS did not take the rule to flush")
    return server
