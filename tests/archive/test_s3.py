"""A bucket on a real server that dies, lies or is away; the rest is in tests/contract.

The server is SeaweedFS, whose program must be installed: without it these tests fail.
"""

import hashlib
import random
import threading
import time
import traceback
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from minio.commonconfig import GOVERNANCE
from minio.error import S3Error
from minio.objectlockconfig import DAYS, ObjectLockConfig

from archive.errors import (
    AlteredError,
    BucketMissingError,
    OtherBytesError,
    StoreDownError,
    StoreNotProtectedError,
)
from archive.keys import document_key
from archive.s3 import Bucket, Protection, S3Store
from archive.store import Filing
from tests import seaweed
from tests.archive.wire import Wire, cut_at, flipped, wire
from tests.seaweed import OFFICE_ACCESS_KEY, OFFICE_SECRET_KEY, SeaweedFS

pytestmark = pytest.mark.service

KEY = "documents/ab/cd/paper.pdf"
MARK = b"a mark that comes only once"
PAPER = b"%PDF" * 1000 + MARK + b"%EOF" * 1000
DEADLINE_S = 60.0


@pytest.fixture
def server() -> SeaweedFS:
    return seaweed.shared()


@pytest.fixture
def bucket(server: SeaweedFS) -> Bucket:
    return our(server, server.make_bucket())


@pytest.fixture
def line(server: SeaweedFS) -> Iterator[Wire]:
    with wire(server.endpoint) as made:
        yield made


def our(server: SeaweedFS, name: str) -> Bucket:
    return Bucket(server.url(name), OFFICE_ACCESS_KEY, OFFICE_SECRET_KEY)


def over(line: Wire, bucket: Bucket) -> S3Store:
    return S3Store(replace(bucket, url=f"http://{line.endpoint}/{bucket.name}"))


def filing_of(content: bytes, key: str = KEY) -> Filing:
    return Filing(key, hashlib.sha256(content).hexdigest(), len(content))


class TestABitFlipsOnTheWay:
    def test_to_the_server_and_nothing_is_filed(self, line: Wire, bucket: Bucket) -> None:
        line.to_server = flipped(MARK)
        with pytest.raises(StoreDownError, match="BadDigest"):
            over(line, bucket).put_bytes(KEY, PAPER)
        assert S3Store(bucket).look(KEY) is None
        line.be_clean()
        assert over(line, bucket).put_bytes(KEY, PAPER) == filing_of(PAPER)

    def test_back_from_the_server_and_put_does_not_believe_it(
        self, line: Wire, bucket: Bucket
    ) -> None:
        line.from_server = flipped(MARK)
        with pytest.raises(AlteredError):
            over(line, bucket).put_bytes(KEY, PAPER)
        line.be_clean()
        assert over(line, bucket).put_bytes(KEY, PAPER) == filing_of(PAPER)

    def test_back_from_the_server_and_fetch_tells_the_hash_of_what_came(
        self, line: Wire, bucket: Bucket, tmp_path: Path
    ) -> None:
        S3Store(bucket).put_bytes(KEY, PAPER)
        line.from_server = flipped(MARK)
        told = over(line, bucket).fetch(KEY, tmp_path / "out")
        assert told != filing_of(PAPER)
        assert told == filing_of((tmp_path / "out").read_bytes())


class TestTheLineBreaks:
    def test_on_the_way_to_the_server_and_nothing_is_filed(
        self, line: Wire, bucket: Bucket
    ) -> None:
        line.to_server = cut_at(MARK)
        with pytest.raises(StoreDownError, match="writing"):
            over(line, bucket).put_bytes(KEY, PAPER)
        assert S3Store(bucket).look(KEY) is None

    def test_on_the_way_back_and_nothing_half_is_left(
        self, line: Wire, bucket: Bucket, tmp_path: Path
    ) -> None:
        S3Store(bucket).put_bytes(KEY, PAPER)
        line.from_server = cut_at(MARK)
        torn = over(line, bucket)
        attempts: tuple[Callable[[], object], ...] = (
            lambda: torn.look(KEY),
            lambda: torn.read(KEY),
            lambda: torn.fetch(KEY, tmp_path / "out"),
            lambda: torn.put_bytes(KEY, PAPER),
        )
        for attempt in attempts:
            with pytest.raises(StoreDownError):
                attempt()
        assert list(tmp_path.iterdir()) == []

    def test_in_the_middle_of_an_object_that_comes_in_parts(
        self, line: Wire, bucket: Bucket
    ) -> None:
        raw = random.Random(1).randbytes(3_000_000) + MARK
        S3Store(bucket).put_bytes(KEY, raw)
        line.from_server = cut_at(MARK)
        with pytest.raises(StoreDownError):
            over(line, bucket).look(KEY)

    def test_before_the_answer_and_what_lies_there_is_the_answer(
        self, line: Wire, bucket: Bucket
    ) -> None:
        line.from_server = _cut_once(b"HTTP/1.1 200")
        assert over(line, bucket).put_bytes(KEY, PAPER) == filing_of(PAPER)


class TestAServerThatIsAway:
    def test_is_down_at_once(self, line: Wire, bucket: Bucket, tmp_path: Path) -> None:
        away = over(line, bucket)
        line.close()
        attempts: tuple[Callable[[], object], ...] = (
            lambda: away.look(KEY),
            lambda: away.read(KEY),
            lambda: away.fetch(KEY, tmp_path / "out"),
            lambda: away.put_bytes(KEY, PAPER),
            lambda: list(away.keys()),
            away.verify,
            away.protection,
            away.make,
        )
        began = time.monotonic()
        for attempt in attempts:
            with pytest.raises(StoreDownError, match="Connection refused"):
                attempt()
        assert time.monotonic() - began < 5

    def test_that_has_another_secret_is_down_and_nobody_is_told_ours(self, bucket: Bucket) -> None:
        wrong = S3Store(replace(bucket, secret_key="geheim/+ 秘密\r\n"))
        attempts: tuple[Callable[[], object], ...] = (
            lambda: wrong.look(KEY),
            lambda: wrong.put_bytes(KEY, b"x"),
            wrong.verify,
        )
        for attempt in attempts:
            with pytest.raises(StoreDownError, match="SignatureDoesNotMatch") as caught:
                attempt()
            everything = "".join(traceback.format_exception(caught.value))
            assert not [word for word in ("geheim", "秘密", "Signature=") if word in everything]

    def test_that_does_not_know_our_key_is_down(self, bucket: Bucket) -> None:
        with pytest.raises(StoreDownError, match="InvalidAccessKeyId"):
            S3Store(replace(bucket, access_key="nobody")).look(KEY)

    def test_without_our_bucket_is_no_empty_archive(self, server: SeaweedFS) -> None:
        nowhere = S3Store(our(server, "no-such-bucket"))
        attempts: tuple[Callable[[], object], ...] = (
            lambda: nowhere.look(KEY),
            lambda: nowhere.put_bytes(KEY, b"x"),
            lambda: list(nowhere.keys()),
            nowhere.verify,
        )
        for attempt in attempts:
            with pytest.raises(BucketMissingError):
                attempt()


class TestTheBucket:
    def test_is_made_with_object_lock(self, server: SeaweedFS) -> None:
        bucket = Bucket(server.url("made-by-us"), seaweed.ACCESS_KEY, seaweed.SECRET_KEY)
        store = S3Store(bucket)
        store.make()
        assert store.protection() == Protection(True, True, None)
        store.put_bytes(KEY, PAPER)
        store.make()
        assert store.read(KEY) == PAPER

    def test_that_is_there_is_verified_without_writing(
        self, server: SeaweedFS, bucket: Bucket
    ) -> None:
        S3Store(bucket).verify()
        S3Store(our(server, server.make_bucket(object_lock=False))).verify()
        assert list(S3Store(bucket).keys()) == []

    def test_says_how_long_it_retains_by_itself(self, server: SeaweedFS, bucket: Bucket) -> None:
        rule = ObjectLockConfig(GOVERNANCE, 30, DAYS)
        server.client().set_object_lock_config(bucket_name=bucket.name, config=rule)
        assert S3Store(bucket).protection() == Protection(True, True, 30)

    def test_without_lock_is_not_what_was_promised(self, server: SeaweedFS) -> None:
        open_one = our(server, server.make_bucket(object_lock=False))
        assert S3Store(open_one).protection() == Protection(False, False, None)
        with pytest.raises(StoreNotProtectedError):
            S3Store(replace(open_one, retain_days=1)).verify()

    def test_lists_more_names_than_a_server_gives_at_once(
        self, server: SeaweedFS, bucket: Bucket
    ) -> None:
        keys = [f"documents/{number % 2}/{number:04}.pdf" for number in range(2_200)]
        admin = server.client()

        def put(key: str) -> None:
            admin.put_object(bucket_name=bucket.name, object_name=key, data=BytesIO(), length=0)

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(put, [*keys, "交付通知書/x", "documents/.hidden"]))
        assert list(S3Store(bucket).keys()) == sorted(keys)
        assert list(S3Store(bucket).keys("documents/1/1")) == sorted(
            key for key in keys if key.startswith("documents/1/1")
        )


class TestRetention:
    def test_nobody_deletes_what_is_retained(self, server: SeaweedFS, bucket: Bucket) -> None:
        store = S3Store(replace(bucket, retain_days=1))
        store.verify()
        store.put_bytes(KEY, PAPER)
        (version,) = server.client().list_objects(
            bucket_name=bucket.name, recursive=True, include_version=True
        )
        for keys in ((seaweed.ACCESS_KEY, seaweed.SECRET_KEY), _OFFICE):
            with pytest.raises(S3Error, match="AccessDenied"):
                server.client(*keys).remove_object(
                    bucket_name=bucket.name, object_name=KEY, version_id=version.version_id
                )
        assert store.look(KEY) == filing_of(PAPER)

    def test_lasts_as_many_days_as_were_asked_for(self, server: SeaweedFS, bucket: Bucket) -> None:
        S3Store(replace(bucket, retain_days=30)).put_bytes(KEY, PAPER)
        found = server.client().get_object_retention(bucket_name=bucket.name, object_name=KEY)
        assert found is not None
        until = found.retain_until_date.replace(tzinfo=UTC)
        assert found.mode == GOVERNANCE
        assert abs(datetime.now(UTC) + timedelta(days=30) - until) < timedelta(minutes=5)

    def test_in_a_bucket_without_lock_files_nothing(self, server: SeaweedFS) -> None:
        open_one = our(server, server.make_bucket(object_lock=False))
        with pytest.raises(StoreDownError):
            S3Store(replace(open_one, retain_days=1)).put_bytes(KEY, PAPER)
        assert S3Store(open_one).look(KEY) is None


class TestEncryption:
    def test_is_asked_for_with_every_object(self, server: SeaweedFS, bucket: Bucket) -> None:
        store = S3Store(replace(bucket, encrypt=True))
        assert store.put_bytes(KEY, PAPER) == filing_of(PAPER)
        head = server.client().stat_object(bucket_name=bucket.name, object_name=KEY)
        assert head.metadata is not None
        assert head.metadata["x-amz-server-side-encryption"] == "AES256"

    def test_is_not_there_if_nobody_asked(self, server: SeaweedFS, bucket: Bucket) -> None:
        S3Store(bucket).put_bytes(KEY, PAPER)
        head = server.client().stat_object(bucket_name=bucket.name, object_name=KEY)
        assert "x-amz-server-side-encryption" not in (head.metadata or {})


class TestALargeFile:
    SIZE = 40_000_000

    @pytest.fixture
    def large(self, tmp_path: Path) -> Path:
        path = tmp_path / "large"
        path.write_bytes(random.Random(2).randbytes(self.SIZE))
        return path

    def test_is_never_in_memory_as_a_whole(
        self, bucket: Bucket, large: Path, tmp_path: Path
    ) -> None:
        store = S3Store(bucket)
        tracemalloc.start()
        try:
            filing = store.put(KEY, large)
            store.fetch(KEY, tmp_path / "out")
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert filing.size == self.SIZE
        assert (tmp_path / "out").read_bytes() == large.read_bytes()
        assert most < self.SIZE / 4

    def test_put_again_is_the_same_filing(self, bucket: Bucket, large: Path) -> None:
        """The server refuses at the first line, and may hang up while we still send."""
        store = S3Store(bucket)
        assert {store.put(KEY, large) for _ in range(3)} == {filing_of(large.read_bytes())}

    @pytest.mark.parametrize("change", ["grows", "shrinks", "changes"])
    def test_that_changes_meanwhile_is_not_filed(
        self, line: Wire, bucket: Bucket, large: Path, change: str
    ) -> None:
        line.to_server = _once(lambda: _scribble(large, change))
        with pytest.raises(OtherBytesError):
            over(line, bucket).put(KEY, large)
        assert S3Store(bucket).look(KEY) is None


class TestABitFlipsOnTheServersDisk:
    """The server has a checksum of its own and gives nothing. That must never look like success."""

    def test_and_nobody_is_given_the_wrong_bytes_for_right(
        self, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        server = SeaweedFS(tmp_path / "seaweed")
        server.start()
        try:
            store = S3Store(our(server, server.make_bucket()))
            paper = random.Random(3).randbytes(300_000)  # the server would compress a text
            store.put_bytes(KEY, paper)
            whole = store.put_bytes("documents/whole", b"whole")
            server.stop()
            _flip_on_the_disk(server.home, paper[100_000:100_064])
            server.start()
            with pytest.raises(StoreDownError):
                store.look(KEY)
            with pytest.raises(StoreDownError):
                store.fetch(KEY, tmp_path / "out")
            with pytest.raises(StoreDownError):
                store.put_bytes(KEY, paper)
            assert not (tmp_path / "out").exists()
            assert store.look("documents/whole") == whole
            assert list(store.keys()) == [KEY, "documents/whole"]
        finally:
            server.kill()


@dataclass
class Writers:
    """Six at a time put papers, each again and again until it is taken."""

    store: S3Store
    papers: dict[str, bytes]
    acknowledged: dict[str, Filing] = field(default_factory=dict)
    refusals: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)

    def write(self, key: str) -> None:
        pause = threading.Event()
        while key not in self.acknowledged and not self.done.is_set():
            try:
                self.acknowledged[key] = self.store.put_bytes(key, self.papers[key])
            except StoreDownError as error:
                self.refusals.append(str(error))
                pause.wait(0.1)

    def look_all_the_time(self) -> None:
        """Whatever happens to the server, nothing acknowledged is ever missing or altered."""
        while not self.done.wait(0.02):
            for key, filing in list(self.acknowledged.items()):
                try:
                    if self.store.look(key) != filing:
                        self.lost.append(key)
                except StoreDownError:
                    break


class TestTheServerIsKilled:
    def test_and_nothing_that_was_acknowledged_is_lost(self, tmp_path: Path) -> None:
        server = SeaweedFS(tmp_path / "seaweed")
        server.start()
        writers = Writers(S3Store(our(server, server.make_bucket())), _some_papers(90))
        try:
            with ThreadPoolExecutor(7) as pool:
                looking = pool.submit(writers.look_all_the_time)
                try:
                    for keys in (list(writers.papers)[:45], list(writers.papers)[45:]):
                        writing = [pool.submit(writers.write, key) for key in keys]
                        _kill_in_the_middle(server, writers, keys)
                        for one in writing:
                            one.result(DEADLINE_S)
                finally:
                    writers.done.set()  # or the pool would wait for ever
                looking.result(DEADLINE_S)
            assert writers.lost == []
            assert set(writers.store.keys()) == set(writers.papers)
            for key, paper in writers.papers.items():
                assert writers.acknowledged[key] == filing_of(paper, key)
                assert writers.store.read(key) == paper
        finally:
            server.kill()


_OFFICE = (OFFICE_ACCESS_KEY, OFFICE_SECRET_KEY)


def _kill_in_the_middle(server: SeaweedFS, writers: Writers, keys: list[str]) -> None:
    refused = len(writers.refusals)
    _wait_until(lambda: len(writers.acknowledged.keys() & set(keys)) >= 15)
    server.kill()
    _wait_until(lambda: len(writers.refusals) >= refused + 6)
    server.start()
    _every_paper_is_whole_or_absent(writers)


def _every_paper_is_whole_or_absent(writers: Writers) -> None:
    for key, paper in writers.papers.items():
        try:
            found = writers.store.look(key)
        except StoreDownError:
            continue
        assert found in (None, filing_of(paper, key))
        assert found is not None or key not in writers.acknowledged


def _some_papers(count: int) -> dict[str, bytes]:
    chance = random.Random(4)
    papers = [chance.randbytes(chance.choice((3_000, 300_000, 3_000_000))) for _ in range(count)]
    return {document_key(hashlib.sha256(paper).hexdigest()): paper for paper in papers}


def _wait_until(is_so: Callable[[], bool]) -> None:
    until, pause = time.monotonic() + DEADLINE_S, threading.Event()
    while not is_so():
        assert time.monotonic() < until, "not in time"
        pause.wait(0.01)


def _cut_once(mark: bytes) -> Callable[[bytes], bytes | None]:
    marks = [mark]

    def change(came: bytes) -> bytes | None:
        return None if marks and came.startswith(marks[0]) and marks.pop() else came

    return change


def _once(act: Callable[[], None]) -> Callable[[bytes], bytes]:
    acts = [act]

    def change(came: bytes) -> bytes:
        if acts:
            acts.pop()()
        return came

    return change


def _scribble(path: Path, change: str) -> None:
    with path.open("r+b") as file:
        if change == "shrinks":
            file.truncate(path.stat().st_size - 1)
        else:
            file.seek(-1 if change == "changes" else 0, 2)
            file.write(b"\0" if change == "grows" else b"another end")


def _flip_on_the_disk(home: Path, content: bytes) -> None:
    for volume in home.rglob("*.dat"):
        raw = bytearray(volume.read_bytes())
        place = raw.find(content)
        if place >= 0:
            raw[place] ^= 1
            volume.write_bytes(raw)
            return
    raise AssertionError("the content lies on no volume")
