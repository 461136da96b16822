"""A corpus taken through a fresh office by the product's own commands, and what is found there."""

import json
import os
import re
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from bench.extract import texts_of
from bench.machine import pss_below_mib
from bench.offices import Place
from bench.truth import Corpus
from hikae.office import Office
from hikae.reading import load, with_texts
from hikae.weighing import weigh
from ledger.evidence import Identified
from ledger.register import Register
from ledger.scans import ArrivalState
from ocr.form import dated
from ocr.method import Method
from ocr.reading import Reading
from ocr.separate import separate

_LOOK_S = 1.0
_LOOKED_AT = ("originals/", "documents/", "readings/")
PageKey = tuple[str, int]  # file and number
Scan = dict[str, Any]  # a row of `hikae scans --json`


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took, with all that it started; `largest_mib` is the largest process."""

    wall_s: float
    cpu_s: float
    largest_mib: float


@dataclass(frozen=True, slots=True)
class Taken:
    """What a run took, and what lies in the office afterwards.

    `together_mib`: the most that all processes held at one moment, each shared page counted once.
    `read`: all texts in the reading of a page. `layers`: the text layers of pages that are filed.
    `values`: what else is kept, namely every value of every table, every other
    object of the archive that is no document, and every line of the log.
    """

    cost: Cost
    together_mib: float
    scans: tuple[Scan, ...]
    readings: dict[PageKey, Reading]
    read: dict[PageKey, str]
    layers: dict[PageKey, str]
    values: tuple[str, ...]
    sums_hold: bool
    archive_sound: bool
    method: Method  # how the office reads


def taken(corpus: Corpus, home: Path) -> Taken:
    """Import the ledger, take all scans, wait until each has ended, and look around."""
    place = Place(home)
    import_ledger(place, corpus.ledger)
    with _memory_watched() as together:
        cost = taking(place, [corpus.scans])
    scans = tuple(json.loads(_run(place, "scans", "--json")))
    office = Office.open(place.settings())
    readings = dict(_readings(office, scans))
    found = Taken(
        cost=cost,
        together_mib=max(together, default=0.0),
        scans=scans,
        readings=readings,
        read={key: _strings(reading.to_json()) for key, reading in readings.items()},
        layers=dict(_text_layers(office, scans)),
        values=(*_values(home / "hikae.db"), *_other_objects(office), *_lines(_log(place))),
        sums_hold=_succeeds(place, "balance"),
        archive_sound=_succeeds(place, "archive", "verify"),
        method=office.method,
    )
    office.engine.dispose()
    return found


@contextmanager
def told_by(home: Path) -> Iterator[Callable[[Reading], bool]]:
    """Give what says whether this office's ledger can tell whose a page is, by itself."""
    office = Office.open(Place(home).settings())

    def is_told(reading: Reading) -> bool:
        with office.read() as session:
            found = separate((reading,), dated=dated(office.method.forms)).documents
            answers = [weigh(session, office, one.facts) for one in found]
        return all(isinstance(answer, Identified) for answer in answers)

    try:
        yield is_told
    finally:
        office.engine.dispose()


def import_ledger(place: Place, ledger: Path) -> None:
    """Tell an office, a new one if need be, which entries there are."""
    _run(place, "ledger", "import", str(ledger))


def taking(place: Place, scans: list[Path], **settings: str) -> Cost:
    """Run `hikae take --wait`, a worker of its own included."""
    command = [sys.executable, "-m", "hikae", "take", "--wait", *map(str, scans)]
    with _log(place).open("ab") as log:
        return cost_of(command, place.environment(**settings), log)


def cost_of(command: list[str], environment: dict[str, str], log: IO[bytes]) -> Cost:
    """Run a program to its end; what it says goes into the log.

    Raises:
        CalledProcessError: it failed.
    """
    began = time.monotonic()
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(
        wall_s=time.monotonic() - began,
        cpu_s=used.ru_utime + used.ru_stime,
        largest_mib=round(used.ru_maxrss / 1024, 1),
    )


@contextmanager
def _memory_watched() -> Iterator[list[float]]:
    """Look now and then how much memory all hold that we have started."""
    seen: list[float] = []
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(_LOOK_S):
            seen.append(pss_below_mib(os.getpid()))

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield seen
    finally:
        ended.set()
        looking.join()


def _readings(office: Office, scans: Sequence[Scan]) -> Iterator[tuple[PageKey, Reading]]:
    for scan in (one for one in scans if one["state"] == ArrivalState.ENDED):
        with office.read() as session:
            found = Register(session).scan(scan["sha256"])
        if found.readings is None:
            continue
        readings = load(office, found.readings)
        if found.texts is not None:
            readings = with_texts(office, readings, found.texts)
        for reading in readings:
            yield (scan["file"], reading.page), reading


def _text_layers(office: Office, scans: Sequence[Scan]) -> Iterator[tuple[PageKey, str]]:
    copy = office.settings.home / "bench.pdf"
    for scan in scans:
        for document in scan["documents"]:
            if document["key"] is not None:
                copy.write_bytes(office.store.read(document["key"]))
                for number, text in zip(document["pages"], texts_of(copy), strict=True):
                    yield (scan["file"], number), text


def _other_objects(office: Office) -> Iterator[str]:
    for key in office.store.keys(""):
        if not key.startswith(_LOOKED_AT):
            yield _strings(office.store.read(key).decode("utf-8", "replace"))


def _strings(text: str) -> str:
    """The texts in a JSON text, without numbers: a box may look like a part of anything."""
    return " ".join(re.findall(r'"((?:[^"\\]|\\.)*)"', text))


def _lines(log: Path) -> list[str]:
    return log.read_text("utf-8", "replace").splitlines()


def _values(database: Path) -> Iterator[str]:
    """Every value of every table: whatever index there is, it is made of these."""
    with closing(sqlite3.connect(database)) as book:
        names = [
            name for (name,) in book.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        for name in names:
            for row in book.execute(f'SELECT * FROM "{name}"'):  # noqa: S608  # its own names
                for value in row:
                    yield (
                        value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
                    )


def _log(place: Place) -> Path:
    """Beside the office: a new one is made in an empty folder only."""
    return place.home.with_suffix(".log")


def _run(place: Place, *words: str) -> str:
    with _log(place).open("ab") as told:
        done = subprocess.run(
            [sys.executable, "-m", "hikae", *words],
            env=place.environment(),
            stdout=subprocess.PIPE,
            stderr=told,
            check=True,
        )
    return done.stdout.decode()


def _succeeds(place: Place, *words: str) -> bool:
    command = [sys.executable, "-m", "hikae", *words]
    done = subprocess.run(command, env=place.environment(), capture_output=True, check=False)
    return done.returncode == 0
