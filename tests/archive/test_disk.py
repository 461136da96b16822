"""The folder store when the disk fails or the machine stops; the rest is in tests/contract."""

import multiprocessing
import os
import resource
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.disk import DiskStore
from archive.errors import StoreDownError

KEY = "documents/ab/cd/paper.pdf"
SPAWN = multiprocessing.get_context("spawn")  # a forked child would share pytest's own state


class TestADiskThatFails:
    def test_a_root_that_is_missing_is_no_empty_store(self, tmp_path: Path) -> None:
        store = DiskStore(tmp_path / "not mounted")
        for attempt in (
            lambda: store.look(KEY),
            lambda: list(store.keys()),
            lambda: store.put_bytes(KEY, b"x"),
        ):
            with pytest.raises(StoreDownError):
                attempt()
        assert not (tmp_path / "not mounted").exists()

    def test_an_unwritable_folder_is_down_even_for_root(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_bytes(b"")
        with pytest.raises(StoreDownError, match="Not a directory"):
            DiskStore(tmp_path / "file" / "store").put_bytes(KEY, b"x")

    def test_a_full_disk_is_down_and_leaves_nothing(self, tmp_path: Path) -> None:
        ended = run_in_a_process(_put_with_little_room, tmp_path)
        assert ended == 0
        assert [p for p in tmp_path.rglob("*") if p.is_file()] == []

    def test_the_message_names_no_path(self, tmp_path: Path) -> None:
        with pytest.raises(StoreDownError) as caught:
            DiskStore(tmp_path / "missing").put_bytes(KEY, b"x")
        assert str(tmp_path) not in str(caught.value)

    def test_the_object_is_read_only(self, tmp_path: Path) -> None:
        DiskStore(tmp_path).put_bytes(KEY, b"x")
        assert stat.S_IMODE((tmp_path / KEY).stat().st_mode) & 0o222 == 0

    def test_names_that_are_no_keys_are_passed_over(self, tmp_path: Path) -> None:
        DiskStore(tmp_path).put_bytes(KEY, b"x")
        (tmp_path / "交付").mkdir()
        (tmp_path / "交付" / "x").write_bytes(b"")
        (tmp_path / ".nfs0001").write_bytes(b"")
        assert list(DiskStore(tmp_path).keys()) == [KEY]


class TestAKillInTheMiddle:
    """The process ends itself, by signal 9, at the system call named."""

    @pytest.mark.parametrize("at", ["os.mkdir", "os.link", "os.remove"])
    def test_leaves_nothing_or_the_whole_under_the_key(self, tmp_path: Path, at: str) -> None:
        assert run_in_a_process(_put_and_die_at, tmp_path, at) == -signal.SIGKILL
        store = DiskStore(tmp_path)
        assert list(store.keys()) in ([], [KEY])
        assert store.put_bytes(KEY, b"paper") == store.look(KEY)

    def test_before_the_link_the_key_is_free_and_the_rest_is_swept(self, tmp_path: Path) -> None:
        run_in_a_process(_put_and_die_at, tmp_path, "os.link")
        store = DiskStore(tmp_path)
        (left,) = (tmp_path / ".tmp").iterdir()
        written = left.stat().st_mtime
        assert store.look(KEY) is None
        assert store.sweep(older_than_s=3600, now=written + 3599) == 0
        assert store.sweep(older_than_s=3600, now=written + 3600) == 1
        assert list((tmp_path / ".tmp").iterdir()) == []

    def test_after_the_link_sweeping_the_rest_keeps_the_object(self, tmp_path: Path) -> None:
        run_in_a_process(_put_and_die_at, tmp_path, "os.remove")
        store = DiskStore(tmp_path)
        assert store.sweep(older_than_s=0, now=2**40) == 1
        assert store.read(KEY) == b"paper"

    def test_sixteen_processes_put_one_key(self, tmp_path: Path) -> None:
        put = (
            "import sys, pathlib; from archive.disk import DiskStore;"
            "print(DiskStore(pathlib.Path(sys.argv[1])).put_bytes(sys.argv[2], b'paper' * 10_000))"
        )
        command = [sys.executable, "-c", put, str(tmp_path), KEY]
        children = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(16)]
        told = {child.communicate()[0] for child in children}
        assert {child.returncode for child in children} == {0}
        assert len(told) == 1
        assert DiskStore(tmp_path).read(KEY) == b"paper" * 10_000


def run_in_a_process(target: Callable[..., None], *args: object) -> int | None:
    child = SPAWN.Process(target=target, args=args)
    child.start()
    child.join()
    return child.exitcode


def _put_and_die_at(root: Path, event: str) -> None:
    def watch(seen: str, _: tuple[object, ...]) -> None:
        if seen == event:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)  # the interpreter reports the call just before it is made
    DiskStore(root).put_bytes(KEY, b"paper")


def _put_with_little_room(root: Path) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
    store = DiskStore(root)
    with pytest.raises(StoreDownError):
        store.put_bytes(KEY, b"x" * 10_001)
    assert list(store.keys()) == []
    store.put_bytes(KEY, b"x" * 10_000)
    (root / KEY).unlink()
