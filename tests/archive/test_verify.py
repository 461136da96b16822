"""The archive is compared with the ledger both ways."""

import hashlib
from pathlib import Path

import pytest

from archive.disk import DiskStore
from archive.errors import StoreDownError
from archive.verify import Report, compare


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> DiskStore:
    store = DiskStore(tmp_path)
    store.put_bytes("documents/a", b"a")
    store.put_bytes("documents/b", b"b")
    return store


def test_all_there_is_sound(store: DiskStore) -> None:
    report = compare({"documents/a": sha256(b"a"), "documents/b": sha256(b"b")}, store)
    assert report == Report(checked=2, missing=(), altered=(), orphaned=())
    assert report.is_sound


def test_each_difference_has_its_own_list(store: DiskStore) -> None:
    report = compare({"documents/a": sha256(b"other"), "documents/c": sha256(b"c")}, store)
    assert report == Report(1, ("documents/c",), ("documents/a",), ("documents/b",))
    assert not report.is_sound


def test_a_store_that_is_down_proves_nothing(tmp_path: Path) -> None:
    with pytest.raises(StoreDownError):
        compare({}, DiskStore(tmp_path / "not mounted"))
