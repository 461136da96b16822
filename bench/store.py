"""Put and get of one scan, 300 KB: on a folder, and on SeaweedFS as it comes and flushing.

Ours is the put that the product promises: durable, checked on the way, read back. Bare is what the
same place takes without the promise. All ways take turns, so that a busy moment meets each.
"""

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from archive.disk import DiskStore
from archive.keys import document_key
from archive.s3 import Bucket, S3Store
from archive.store import Store
from bench.machine import Machine, machine
from bench.servers import flushing_server, server_as_it_comes
from tests.seaweed import ACCESS_KEY, SECRET_KEY, SeaweedFS

RESULTS = Path(__file__).with_name("results")
_SIZE = 300_000
_WARM_UP = 10


@dataclass(frozen=True, slots=True)
class Place:
    """One store, and the same place without our promise."""

    name: str
    store: Store
    bare_put: Callable[[str, bytes], object]


@dataclass(frozen=True, slots=True)
class Took:
    """Milliseconds of one verb at one place."""

    place: str
    verb: str
    n: int
    p50_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class Shown:
    """What a run showed."""

    machine: Machine
    size: int
    took: list[Took]


def measure(rounds: int) -> Shown:
    """Put and get `rounds` objects at each place, each other bytes than all before."""
    taken: dict[tuple[str, str], list[float]] = {}
    with TemporaryDirectory() as folder, _places(Path(folder)) as places:
        seen = machine(Path(folder))
        for number in range(_WARM_UP + rounds):
            for place in _turned(places, number):
                for verb, ms in _one_round(place):
                    if number >= _WARM_UP:
                        taken.setdefault((place.name, verb), []).append(ms)
    return Shown(seen, _SIZE, [_took(place, verb, ms) for (place, verb), ms in taken.items()])


def main() -> None:
    """Measure, print, write."""
    options = argparse.ArgumentParser(prog="script/bench store")
    options.add_argument("--rounds", type=int, default=200)
    shown = measure(options.parse_args().rounds)
    table = Table("place", "verb", "n", "p50 ms", "p95 ms", title=f"an object of {_SIZE} bytes")
    for took in sorted(shown.took, key=lambda took: took.place):
        table.add_row(took.place, took.verb, str(took.n), str(took.p50_ms), str(took.p95_ms))
    Console().print(table, shown.machine.told())
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "store.json").write_text(json.dumps(asdict(shown), indent=1) + "\n")


@contextmanager
def _places(folder: Path) -> Iterator[list[Place]]:
    """Start everything; it is gone at the end."""
    (folder / "archive").mkdir()
    (folder / "bare").mkdir()
    as_it_comes = server_as_it_comes(folder / "as-it-comes")
    flushing = flushing_server(folder / "flushing")
    try:
        yield [
            Place("folder", DiskStore(folder / "archive"), _plain_write(folder / "bare")),
            _bucket("SeaweedFS, as it comes", as_it_comes),
            _bucket("SeaweedFS, flushing", flushing),
        ]
    finally:
        as_it_comes.stop()
        flushing.stop()


def _bucket(name: str, server: SeaweedFS) -> Place:
    bucket, client = server.make_bucket(), server.client()
    store = S3Store(Bucket(server.url(bucket), ACCESS_KEY, SECRET_KEY))

    def bare_put(key: str, content: bytes) -> None:
        client.put_object(
            bucket_name=bucket, object_name=key, data=BytesIO(content), length=len(content)
        )

    return Place(name, store, bare_put)


def _plain_write(folder: Path) -> Callable[[str, bytes], object]:
    def write(key: str, content: bytes) -> None:
        (folder / Path(key).name).write_bytes(content)

    return write


def _one_round(place: Place) -> Iterator[tuple[str, float]]:
    """A scan of its own for each put: what lies there already is not written again."""
    ours, others = _scan(), _scan()
    key = document_key(sha256(ours).hexdigest())
    yield "put, bare", _ms(lambda: place.bare_put(f"bare/{sha256(others).hexdigest()}", others))
    yield "put", _ms(lambda: place.store.put_bytes(key, ours))
    yield "get", _ms(lambda: place.store.read(key))


def _turned(places: list[Place], number: int) -> list[Place]:
    """Another one begins in every round."""
    start = number % len(places)
    return places[start:] + places[:start]


def _scan() -> bytes:
    """As a scan, it cannot be pressed any smaller."""
    return b"%PDF-1.4\n" + os.urandom(_SIZE - 9)


def _ms(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def _took(place: str, verb: str, ms: list[float]) -> Took:
    p95 = statistics.quantiles(ms, n=20)[-1]
    return Took(place, verb, len(ms), round(statistics.median(ms), 1), round(p95, 1))


if __name__ == "__main__":
    main()
