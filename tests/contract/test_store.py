"""What every store promises, run against each implementation."""

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.disk import DiskStore
from archive.errors import AlteredError, BadKeyError, NotFiledError, OtherBytesError
from archive.keys import document_key
from archive.s3 import Bucket, S3Store
from archive.store import Filing, Store
from tests import seaweed

KEY = "documents/ab/cd/paper.pdf"


@dataclass(frozen=True)
class Bench:
    """One implementation and how to break it from outside."""

    store: Store
    flip_a_bit: Callable[[str], None]
    everything_inside: Callable[[], list[str]]


MakeBench = Callable[[], Bench]  # an empty one, each time


def disk_bench(root: Path) -> Bench:
    root.mkdir()

    def flip_a_bit(key: str) -> None:
        place = root / key
        place.chmod(0o640)
        raw = bytearray(place.read_bytes())
        raw[len(raw) // 2] ^= 1
        place.write_bytes(raw)

    def everything_inside() -> list[str]:
        return sorted(str(p.relative_to(root)) for p in root.rglob("*") if p.is_file())

    return Bench(DiskStore(root), flip_a_bit, everything_inside)


def s3_bench(server: seaweed.SeaweedFS) -> Bench:
    bucket, admin = server.make_bucket(), server.client()

    def flip_a_bit(key: str) -> None:
        """Whoever has the right may put another version on top. The server's own disk is another
        test.
        """
        raw = bytearray(admin.get_object(bucket_name=bucket, object_name=key).read())
        raw[len(raw) // 2] ^= 1
        admin.put_object(bucket_name=bucket, object_name=key, data=BytesIO(raw), length=len(raw))

    def everything_inside() -> list[str]:
        found = admin.list_objects(bucket_name=bucket, recursive=True, include_version=True)
        return sorted(str(version.object_name) for version in found)

    store = S3Store(
        Bucket(server.url(bucket), seaweed.OFFICE_ACCESS_KEY, seaweed.OFFICE_SECRET_KEY)
    )
    return Bench(store, flip_a_bit, everything_inside)


@pytest.fixture(scope="session")
def disk(tmp_path_factory: pytest.TempPathFactory) -> MakeBench:
    return lambda: disk_bench(tmp_path_factory.mktemp("disk") / "store")


@pytest.fixture(scope="session")
def s3() -> MakeBench:
    server = seaweed.shared()
    return lambda: s3_bench(server)


@pytest.fixture(params=["disk", pytest.param("s3", marks=pytest.mark.service)])
def bench(request: pytest.FixtureRequest) -> Bench:
    make_bench: MakeBench = request.getfixturevalue(request.param)
    return make_bench()


@pytest.fixture
def store(bench: Bench) -> Store:
    return bench.store


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "paper"
    path.write_bytes(b"%PDF a paper" * 1000)
    return path


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class TestPutting:
    def test_gives_key_hash_and_size(self, store: Store, paper: Path) -> None:
        raw = paper.read_bytes()
        assert store.put(KEY, paper) == Filing(KEY, sha256(raw), len(raw))

    def test_the_bytes_are_there_afterwards(self, store: Store, paper: Path) -> None:
        store.put(KEY, paper)
        assert store.read(KEY) == paper.read_bytes()

    def test_the_given_file_stays(self, store: Store, paper: Path) -> None:
        raw = paper.read_bytes()
        store.put(KEY, paper)
        assert paper.read_bytes() == raw

    def test_from_memory_it_is_the_same_filing(self, store: Store, paper: Path) -> None:
        assert store.put(KEY, paper) == store.put_bytes(KEY, paper.read_bytes())

    def test_what_is_not_what_was_announced_is_refused_and_not_filed(
        self, store: Store, paper: Path
    ) -> None:
        with pytest.raises(OtherBytesError):
            store.put(KEY, paper, "0" * 64)
        assert store.look(KEY) is None
        assert store.put(KEY, paper, sha256(paper.read_bytes())).key == KEY

    def test_an_empty_object_is_an_object(self, store: Store) -> None:
        assert store.put_bytes(KEY, b"").size == 0
        assert store.look(KEY) == Filing(KEY, sha256(b""), 0)

    def test_again_changes_nothing(self, bench: Bench, paper: Path) -> None:
        first = bench.store.put(KEY, paper)
        before = bench.everything_inside()
        assert bench.store.put(KEY, paper) == first
        assert bench.everything_inside() == before

    def test_other_bytes_under_the_key_are_refused_and_the_first_stay(self, store: Store) -> None:
        store.put_bytes(KEY, b"first")
        with pytest.raises(AlteredError):
            store.put_bytes(KEY, b"second")
        assert store.read(KEY) == b"first"

    def test_nothing_half_written_is_left(self, bench: Bench, paper: Path) -> None:
        bench.store.put(KEY, paper)
        with pytest.raises(AlteredError):
            bench.store.put_bytes(KEY, b"other")
        assert bench.everything_inside() == [KEY]

    def test_more_than_one_block_comes_back_whole(self, store: Store) -> None:
        raw = bytes(range(256)) * 20_000  # 5 MB
        store.put_bytes(KEY, raw)
        assert store.look(KEY) == Filing(KEY, sha256(raw), len(raw))


class TestLookingAndFetching:
    def test_what_is_not_there_is_none_or_an_error(self, store: Store, tmp_path: Path) -> None:
        assert store.look(KEY) is None
        with pytest.raises(NotFiledError):
            store.read(KEY)
        with pytest.raises(NotFiledError):
            store.fetch(KEY, tmp_path / "out")
        assert not (tmp_path / "out").exists()

    def test_a_part_of_a_key_is_no_object(self, store: Store) -> None:
        store.put_bytes(KEY, b"x")
        assert store.look("documents/ab") is None
        assert store.look(f"{KEY}/deeper") is None

    def test_fetch_copies_out(self, store: Store, paper: Path, tmp_path: Path) -> None:
        filing = store.put(KEY, paper)
        assert store.fetch(KEY, tmp_path / "out") == filing
        assert (tmp_path / "out").read_bytes() == paper.read_bytes()

    def test_fetch_twice_replaces_and_leaves_no_rest(self, store: Store, tmp_path: Path) -> None:
        store.put_bytes(KEY, b"whole")
        folder = tmp_path / "spool"
        folder.mkdir()
        (folder / "out").write_bytes(b"torn by a cra")
        store.fetch(KEY, folder / "out")
        assert [p.name for p in folder.iterdir()] == ["out"]
        assert (folder / "out").read_bytes() == b"whole"

    def test_changing_what_was_fetched_changes_nothing_filed(
        self, store: Store, tmp_path: Path
    ) -> None:
        store.put_bytes(KEY, b"whole")
        out = tmp_path / "out"
        store.fetch(KEY, out)
        out.chmod(0o640)
        out.write_bytes(b"scribbled")
        assert store.read(KEY) == b"whole"


class TestAFlippedBit:
    def test_is_seen_by_look(self, bench: Bench, paper: Path) -> None:
        filing = bench.store.put(KEY, paper)
        bench.flip_a_bit(KEY)
        found = bench.store.look(KEY)
        assert found is not None
        assert found.size == filing.size
        assert found.sha256 != filing.sha256

    def test_is_seen_when_the_paper_is_put_again(self, bench: Bench, paper: Path) -> None:
        bench.store.put(KEY, paper)
        bench.flip_a_bit(KEY)
        with pytest.raises(AlteredError):
            bench.store.put(KEY, paper)

    def test_is_never_repaired_silently(self, bench: Bench, paper: Path) -> None:
        bench.store.put(KEY, paper)
        bench.flip_a_bit(KEY)
        with pytest.raises(AlteredError):
            bench.store.put(KEY, paper)
        assert bench.store.read(KEY) != paper.read_bytes()


class TestKeys:
    BAD = (
        "",
        "/",
        "/etc/passwd",
        "../up",
        "documents/../../up",
        "documents//paper",
        "documents/",
        "./here",
        ".tmp/x",
        "documents/.hidden",
        "a\\b",
        "交付通知書/x",
        "a b",
        "line\nbreak",
        "x\n",
        "nul\0",
        "x" * 200,
        "a/" * 300 + "a",
    )

    @pytest.mark.parametrize("key", BAD)
    def test_a_bad_key_is_refused_by_every_method(
        self, store: Store, key: str, tmp_path: Path
    ) -> None:
        attempts: tuple[Callable[[], object], ...] = (
            lambda: store.put_bytes(key, b"x"),
            lambda: store.put(key, Path(__file__)),
            lambda: store.read(key),
            lambda: store.look(key),
            lambda: store.fetch(key, tmp_path / "out"),
        )
        for attempt in attempts:
            with pytest.raises(BadKeyError):
                attempt()

    def test_of_an_empty_store_there_are_none(self, store: Store) -> None:
        assert list(store.keys()) == []

    def test_come_in_the_order_of_their_characters(self, store: Store) -> None:
        keys = ["a/b", "a-b", "a.b", "a0", "a/b0", "A", "b/c/d", "b/c.d"]
        for key in keys:
            store.put_bytes(key, b"x")
        assert list(store.keys()) == sorted(keys)

    @pytest.mark.parametrize("prefix", ["d", "documents", "documents/", "documents/a", "x", "o/p"])
    def test_a_prefix_is_the_beginning_of_the_text(self, store: Store, prefix: str) -> None:
        keys = ["documents/ab/1", "documents/b/2", "documentsx", "originals/ab/1", "o/p/q", "o/pq"]
        for key in keys:
            store.put_bytes(key, b"x")
        assert list(store.keys(prefix)) == sorted(k for k in keys if k.startswith(prefix))


SOME_KEYS = st.binary(min_size=1, max_size=3).map(lambda raw: document_key(sha256(raw)))
SOME_FILINGS = st.lists(st.tuples(SOME_KEYS, st.binary(max_size=2000)), max_size=12)


class TestWhateverIsPut:
    """A store is what was put first."""

    @settings(deadline=None, max_examples=40)  # each put waits for the disk
    @given(puts=SOME_FILINGS)
    def test_into_a_folder(self, disk: MakeBench, puts: list[tuple[str, bytes]]) -> None:
        the_first_stays(disk().store, puts)

    @pytest.mark.service
    @settings(deadline=None, max_examples=10)
    @given(puts=SOME_FILINGS)
    def test_into_a_bucket(self, s3: MakeBench, puts: list[tuple[str, bytes]]) -> None:
        the_first_stays(s3().store, puts)


def the_first_stays(store: Store, puts: list[tuple[str, bytes]]) -> None:
    expected: dict[str, bytes] = {}
    for key, content in puts:
        first = expected.setdefault(key, content)
        if first == content:
            assert store.put_bytes(key, content) == Filing(key, sha256(content), len(content))
        else:
            with pytest.raises(AlteredError):
                store.put_bytes(key, content)
    assert {key: store.read(key) for key in store.keys()} == expected  # noqa: SIM118


class TestManyAtOnce:
    def test_of_the_same_bytes_all_get_the_same_filing(self, bench: Bench, paper: Path) -> None:
        with ThreadPoolExecutor(16) as pool:
            filings = list(pool.map(lambda _: bench.store.put(KEY, paper), range(64)))
        raw = paper.read_bytes()
        assert set(filings) == {Filing(KEY, sha256(raw), len(raw))}
        assert bench.everything_inside() == [KEY]

    def test_of_different_bytes_one_wins_and_the_others_are_told(self, store: Store) -> None:
        def put(number: int) -> Filing | None:
            try:
                return store.put_bytes(KEY, b"%d" % number * 50_000)
            except AlteredError:
                return None

        with ThreadPoolExecutor(16) as pool:
            winners = [filing for filing in pool.map(put, range(16)) if filing]
        assert len(winners) == 1
        assert store.look(KEY) == winners[0]
