"""The database is durable, has one writer at a time, and says plainly when it cannot be used."""

import sqlite3
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import StatementError
from sqlmodel import Session

from ledger.engine import filesystem_of, open_engine, reading, refuse_network, writing
from ledger.errors import DatabaseDownError, DatabaseOnNetworkError
from ledger.tables import LeftAlone

MOUNTS = r"""
22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
40 22 0:40 / /mnt/share rw - cifs //server/scan rw
41 22 0:41 / /mnt/with\040blank rw shared:7 - nfs4 server:/x rw
42 40 254:1 / /mnt/share/local rw - xfs /dev/vdb rw
43 22 0:43 / /home/clerk/far rw - fuse.sshfs clerk@far: rw
44 22 0:44 / /over rw - ext4 /dev/vdc rw
45 22 0:45 / /over rw - nfs server:/y rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/hikae.db", "ext4"),
        ("/mnt/share/hikae.db", "cifs"),
        ("/mnt/shared/hikae.db", "ext4"),
        ("/mnt/with blank/a/b.db", "nfs4"),
        ("/mnt/share/local/hikae.db", "xfs"),
        ("/home/clerk/far/hikae.db", "fuse.sshfs"),
        ("/over/hikae.db", "nfs"),
    ],
)
def test_the_deepest_and_latest_mount_tells_the_file_system(path: str, kind: str) -> None:
    assert filesystem_of(Path(path), MOUNTS.strip()) == kind


def test_a_database_on_a_network_share_is_refused(tmp_path: Path) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"1 0 0:1 / / rw - ext4 x rw\n2 1 0:2 / {tmp_path} rw - nfs4 s:/ rw\n")
    with pytest.raises(DatabaseOnNetworkError) as refused:
        refuse_network(tmp_path / "hikae.db", mounts)
    assert refused.value.filesystem == "nfs4"


def test_a_machine_without_mountinfo_is_trusted(tmp_path: Path) -> None:
    refuse_network(tmp_path / "hikae.db", tmp_path / "nothing")


def test_what_is_committed_is_on_the_disk(file_engine: Engine) -> None:
    with file_engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_who_writes_holds_the_lock_from_the_start(file_engine: Engine) -> None:
    with writing(file_engine) as session:
        session.execute(text("SELECT 1"))
        other = open_engine(str(file_engine.url), busy_ms=10)
        with pytest.raises(DatabaseDownError, match="locked"), writing(other) as second:
            second.execute(text("SELECT 1"))


def test_a_reader_does_not_wait_for_a_writer_and_sees_one_steady_state(
    engine: Engine, session: Session
) -> None:
    with reading(engine) as reader:
        before = reader.scalar(text("SELECT count(*) FROM arrival"))
        session.execute(text("INSERT INTO leftalone VALUES ('x', 'link', '2025-01-01')"))
        session.commit()
        assert before == reader.scalar(text("SELECT count(*) FROM leftalone")) == 0


def test_a_reader_cannot_write(engine: Engine) -> None:
    with pytest.raises(DatabaseDownError, match=r"read-?only"), reading(engine) as session:
        session.execute(text("DELETE FROM leftalone"))
    with writing(engine) as session:  # the next one may
        session.execute(text("DELETE FROM leftalone"))


def test_a_failed_transaction_leaves_nothing(engine: Engine) -> None:
    def fail() -> None:
        with writing(engine) as session:
            session.execute(text("INSERT INTO leftalone VALUES ('x', 'link', '2025-01-01')"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with reading(engine) as session:
        assert session.scalar(text("SELECT count(*) FROM leftalone")) == 0


def test_a_full_disk_is_said_and_loses_nothing(file_engine: Engine) -> None:
    with file_engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    full = open_engine(str(file_engine.url))
    with full.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        connection.commit()
    with pytest.raises(DatabaseDownError, match="full"), writing(full) as session:
        session.execute(
            text("INSERT INTO leftalone VALUES (:path, 'link', '2025-01-01')"),
            {"path": "x" * 100_000},
        )


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    path.write_bytes(b"this is a text and not a database " * 100)
    with pytest.raises(DatabaseDownError):
        open_engine(f"sqlite:///{path}")


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(DatabaseDownError, match="unable to open"):
        open_engine(f"sqlite:///{tmp_path / 'nowhere' / 'book.db'}")


def test_a_time_without_a_zone_is_refused(session: Session) -> None:
    session.add(LeftAlone(path="x", why="link", seen_at=datetime(2025, 1, 1)))  # noqa: DTZ001
    with pytest.raises(StatementError, match="zone"):
        session.flush()
    session.rollback()


def test_sqlite_is_new_enough() -> None:
    assert sqlite3.sqlite_version_info >= (3, 35)
