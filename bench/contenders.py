"""Who makes searchable PDF/A files in the speed bench: we with two children, and OCRmyPDF.

Our children live for many files in the product, so they are started, and their programs loaded,
before the first file counts. OCRmyPDF starts anew for each file, as it does for whoever uses it.
"""

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PIL import Image

from bench.machine import used_s
from bench.steps import kind_in, opened, searchable
from bench.taken import Cost, cost_of
from hikae.sandbox import Limits, Sandbox
from ledger.scans import PageRole
from ocr.method import Method
from ocr.page import grey, turned
from ocr.raster import count_pages
from ocr.reading import Reading

JOBS = 2
RIVAL = "OCRmyPDF"
_PROGRAM = Path(__file__).parents[1] / ".tools/ocrmypdf/bin/ocrmypdf"
Words = Callable[[Path, int, Method], Reading]


@dataclass(frozen=True, slots=True)
class Spent:
    """What a file took."""

    wall_s: float
    cpu_s: float


class Contender(Protocol):
    """Makes a searchable PDF/A of a scan."""

    @property
    def name(self) -> str:
        """What it is called in the table."""

    def make(self, source: Path, into: Path) -> Spent:
        """Write the file and tell what it took.

        Raises:
            CalledProcessError: it gave up.
        """


@dataclass(frozen=True, slots=True)
class OcrMyPdf:
    """OCRmyPDF with two jobs, as it comes."""

    log: Path

    @property
    def name(self) -> str:
        """See `Contender.name`."""
        return RIVAL

    def make(self, source: Path, into: Path) -> Spent:
        """See `Contender.make`."""
        how = ("-l", "jpn", "--jobs", str(JOBS), "--output-type", "pdfa", "--quiet")
        with self.log.open("ab") as log:
            took = cost_of([str(_PROGRAM), *how, str(source), str(into)], dict(os.environ), log)
        return Spent(took.wall_s, took.cpu_s)

    @staticmethod
    def version() -> str:
        """Which one it is.

        Raises:
            FileNotFoundError: `script/bench speed` has not installed it yet.
        """
        done = subprocess.run([_PROGRAM, "--version"], stdout=subprocess.PIPE, check=True)
        return done.stdout.decode().strip()


@dataclass(frozen=True, slots=True)
class Ours:
    """The words of every page, then the document, in two child processes."""

    name: str
    words: Words
    how: Method
    children: Sandbox

    def make(self, source: Path, into: Path) -> Spent:
        """See `Contender.make`."""
        began, before = time.monotonic(), used_s(os.getpid())
        into.write_bytes(self.children.run(searchable, source, self.read(source)))
        return Spent(time.monotonic() - began, used_s(os.getpid()) - before)

    def read(self, source: Path) -> list[Reading]:
        """Read all pages, as many at a time as there are children."""
        numbers = range(1, self.children.run(count_pages, source, kind_in(source)) + 1)
        with ThreadPoolExecutor(JOBS) as readers:
            return list(
                readers.map(
                    lambda number: self.children.run(self.words, source, number, self.how), numbers
                )
            )


@contextmanager
def ours(name: str, words: Words, how: Method, warm_up: Path) -> Iterator[Ours]:
    """Start our children and let each of them read a page."""
    children = Sandbox(JOBS, Limits())
    try:
        contender = Ours(name, words, how, children)
        for _ in range(JOBS):
            contender.read(warm_up)
        yield contender
    finally:
        children.close()


def tesseract_alone(source: Path, readings: Sequence[Reading], folder: Path) -> Cost:
    """Let Tesseract's own program read the same pages, upright, one thread, and nothing else.

    Opening the pages and writing them down as pictures is not counted.
    """
    picture, log = folder / "page.pgm", folder / "tesseract.log"
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    wall_s = cpu_s = 0.0
    for reading in readings:
        if reading.role is not PageRole.CONTENT:
            continue
        page = opened(source, reading.page)
        Image.fromarray(turned(grey(page.picture), reading.turn)).save(picture)
        how = ("-l", "jpn", "--psm", "3", "--dpi", str(page.dpi), "tsv")
        with log.open("ab") as told:
            command = ["tesseract", str(picture), str(folder / "page"), *how]
            took = cost_of(command, environment, told)
        wall_s, cpu_s = wall_s + took.wall_s, cpu_s + took.cpu_s
    return Cost(wall_s, cpu_s, 0.0)
