"""Tesseract as a program and inside the process, page by page in turn: CPU seconds and misreadings.

Reads the product's own samples, or folders with `scans/` and `truth.json`: `tesseracts 10 FOLDER…`.
What is misread is counted over the printed texts of the truth, wherever on the page they were read.
"""

import json
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from hikae.samples import Profile, make
from ledger.scans import ScanKind
from ocr.misread import folded, mistakes
from ocr.page import Picture, grey, turned
from ocr.raster import open_page
from ocr.tesseract import Tesseract
from ocr.tesserocr import Tesserocr

RESULTS = Path(__file__).with_name("results")
_PATIENCE_S = 120.0
_ENGINES = (Tesseract(text_limit_s=_PATIENCE_S), Tesserocr(text_limit_s=_PATIENCE_S))
_KINDS = {".pdf": ScanKind.PDF, ".tif": ScanKind.TIFF, ".jpg": ScanKind.JPEG, ".png": ScanKind.PNG}
_WITHOUT_TEXT = {"blank", "separator", "cover"}


@dataclass(frozen=True, slots=True)
class _Sheet:
    """An upright page, and the texts printed on it."""

    picture: Picture
    dpi: int
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """What one engine made of one page."""

    engine: str
    cpu_s: float
    words: int
    letters: int
    misread: int


@dataclass(frozen=True, slots=True)
class Engine:
    """What one engine made of all pages; `cpu_s` is the median of a page."""

    name: str
    pages: int
    cpu_s: float
    words: int
    misread: float


def measure(folders: list[Path], pages: int) -> list[Engine]:
    """Let the engines read the same pages, each first on every second one."""
    reads: list[_Read] = []
    for engine in _ENGINES:  # a process loads its nets once
        engine.read_words(np.full((400, 400), 255, np.uint8), 200)
    for number, sheet in enumerate(_sheets(folders, pages)):
        reads += [_read(engine, sheet) for engine in _ENGINES[:: 1 if number % 2 else -1]]
    return [_summed([one for one in reads if one.engine == _name(e)]) for e in _ENGINES]


def _read(engine: Tesseract | Tesserocr, sheet: _Sheet) -> _Read:
    before = _cpu_s()
    words = engine.read_words(sheet.picture, sheet.dpi) or ()
    cpu_s = _cpu_s() - before
    text = folded("".join(word.text for word in words))
    texts = [folded(one) for one in sheet.texts]
    return _Read(
        engine=_name(engine),
        cpu_s=cpu_s,
        words=len(words),
        letters=sum(map(len, texts)),
        misread=sum(mistakes(one, text) for one in texts),
    )


def _summed(reads: list[_Read]) -> Engine:
    return Engine(
        name=reads[0].engine,
        pages=len(reads),
        cpu_s=round(statistics.median(one.cpu_s for one in reads), 3),
        words=sum(one.words for one in reads),
        misread=round(sum(one.misread for one in reads) / sum(one.letters for one in reads), 4),
    )


def _sheets(folders: list[Path], pages: int) -> Iterator[_Sheet]:
    """Take the first page of each file, then the second of each, until there are enough."""
    truths = {folder: json.loads((folder / "truth.json").read_text("utf-8")) for folder in folders}
    files = [
        [(folder / "scans" / name, page) for page in file["pages"] if _has_text(page)]
        for folder, truth in truths.items()
        for name, file in truth["files"].items()
        if Path(name).suffix in _KINDS
    ]
    turns = (one for turn in zip_longest(*files) for one in turn if one is not None)
    for _, (path, page) in zip(range(pages), turns, strict=False):
        yield _sheet(path, page)


def _has_text(page: dict[str, Any]) -> bool:
    return page["type"] not in _WITHOUT_TEXT


def _sheet(path: Path, page: dict[str, Any]) -> _Sheet:
    opened = open_page(path, _KINDS[path.suffix], page["page"])
    upright = turned(grey(opened.picture), -page["rotation"])
    texts = tuple(one["text"] for one in page["fields"] if one["kind"] == "printed")
    return _Sheet(upright, opened.dpi, texts)


def _name(engine: Tesseract | Tesserocr) -> str:
    return type(engine).__name__


def _cpu_s() -> float:
    """CPU seconds of this process and of the programs it started."""
    programs = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + programs.ru_utime + programs.ru_stime


def main() -> None:
    """Measure, print, write."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with TemporaryDirectory() as folder:
        given = [Path(one) for one in sys.argv[2:]]
        folders = given or [make(Path(folder) / "samples", 1, Profile.READING, pages).folder]
        engines = measure(folders, pages)
    table = Table("engine", "pages", "CPU s a page", "words", "misread", title="Tesseract")
    for one in engines:
        table.add_row(*map(str, asdict(one).values()))
    Console().print(table)
    RESULTS.mkdir(exist_ok=True)
    shown = json.dumps([asdict(one) for one in engines], indent=1)
    (RESULTS / "tesseracts.json").write_text(shown + "\n")


if __name__ == "__main__":
    main()
