"""Learn how digits are misread: `python -m bench.slips_learned FOLDER…`, scans with their truth.

Each printed ID is cut out where the truth says it stands, and read by every reader of digits: as it
is, blurred, and from a small copy, for good scans teach nothing. It goes into `bench/slips.json`.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np

from bench.slips import LEARNED
from ledger.scans import ScanKind
from ocr.engine import Engine
from ocr.page import Picture, grey, turned
from ocr.ppocr import PpOcr
from ocr.raster import open_page
from ocr.tesseract import Tesseract

_KINDS = {".pdf": ScanKind.PDF, ".tif": ScanKind.TIFF, ".png": ScanKind.PNG}
_MOST_SLIPS = 4  # more of them: it was not this number that was read
_HEIGHT = 40  # pixels of a row as it is read; digits fill three quarters of it
_SMALL = 13


@dataclass(slots=True)
class _Learned:
    numbers: int = 0
    taken_for: dict[str, Counter[str]] = field(default_factory=dict)
    dropped: int = 0
    added: int = 0
    both_wrong: int = 0  # pairs of readers of one picture that both erred
    alike: int = 0  # of these: pairs that gave the same number

    def add(self, truth: str, answers: Iterable[str]) -> None:
        wrong = []
        for read in answers:
            slips = list(aligned(truth, read))
            if len(slips) > _MOST_SLIPS:
                continue
            self.numbers += 1
            for was, is_read in slips:
                self.dropped += not is_read
                self.added += not was
                if was and is_read:
                    self.taken_for.setdefault(was, Counter())[is_read] += 1
            if slips:
                wrong.append(read)
        self.both_wrong += len(list(combinations(wrong, 2)))
        self.alike += sum(one == other for one, other in combinations(wrong, 2))


def main() -> None:
    """Learn from all folders given."""
    learned = _Learned()
    engines: tuple[Engine, ...] = (Tesseract(), PpOcr())
    for folder in map(Path, sys.argv[1:]):
        for truth, row in _rows(folder):
            for picture in (row, _blurred(row), _from_small(row)):
                learned.add(truth, _answers(picture, engines))
    found = {
        "numbers": learned.numbers,
        "taken_for": {
            d: dict(sorted(learned.taken_for[d].items())) for d in sorted(learned.taken_for)
        },
        "dropped": learned.dropped,
        "added": learned.added,
        "both_wrong": learned.both_wrong,
        "alike": learned.alike,
    }
    LEARNED.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


def aligned(truth: str, read: str) -> Iterator[tuple[str, str]]:
    """Give each slip as (digit, what it was taken for); "" where there was or is none."""
    costs = [
        [max(a, b) if not a * b else 0 for b in range(len(read) + 1)] for a in range(len(truth) + 1)
    ]
    for a, was in enumerate(truth, 1):
        for b, here in enumerate(read, 1):
            other = costs[a - 1][b - 1] + (was != here)
            costs[a][b] = min(other, costs[a - 1][b] + 1, costs[a][b - 1] + 1)
    a, b = len(truth), len(read)
    while a or b:
        if a and b and costs[a][b] == costs[a - 1][b - 1] + (truth[a - 1] != read[b - 1]):
            a, b = a - 1, b - 1
            if truth[a] != read[b]:
                yield truth[a], read[b]
        elif a and costs[a][b] == costs[a - 1][b] + 1:
            a -= 1
            yield truth[a], ""
        else:
            b -= 1
            yield "", read[b]


def _rows(folder: Path) -> Iterator[tuple[str, Picture]]:
    """Give every printed ID of a folder: what is printed, and the picture of its row."""
    files = json.loads((folder / "truth.json").read_text("utf-8"))["files"]
    for name, told in files.items():
        kind = _KINDS.get(Path(name).suffix.lower(), ScanKind.JPEG)
        for page in told.get("pages", ()):
            if page["id_printed_as"] and page["id_bbox"]:
                opened = open_page(folder / "scans" / name, kind, page["page"])
                yield (
                    page["id_printed_as"],
                    _cut(grey(opened.picture), page["id_bbox"], page["rotation"]),
                )


def _cut(picture: Picture, box: list[float], turn: int) -> Picture:
    left, top, right, bottom = (round(side) for side in box)
    margin = min(right - left, bottom - top) // 4
    cut = picture[max(top - margin, 0) : bottom + margin, max(left - margin, 0) : right + margin]
    return _high(turned(np.ascontiguousarray(cut), -turn % 360), _HEIGHT)


def _answers(picture: Picture, engines: Iterable[Engine]) -> Iterator[str]:
    for engine in engines:
        for reader in engine.digit_readers:
            words = engine.read_digits(picture, reader)
            yield "".join(char for word in words for char in word.text if char in "0123456789")


def _blurred(picture: Picture) -> Picture:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 2.0), np.uint8)


def _from_small(picture: Picture) -> Picture:
    return _high(_high(picture, _SMALL), _HEIGHT)


def _high(picture: Picture, height: int) -> Picture:
    scale = height / picture.shape[0]
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    size = max(round(picture.shape[1] * scale), 1), height
    return np.asarray(cv2.resize(picture, size, interpolation=how), np.uint8)


if __name__ == "__main__":
    main()
