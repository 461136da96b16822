"""Scans with the truth beside them: the product's own samples, or any folder of the same shape.

Such a folder holds `scans/`, the `ledger.csv` to import first, and `truth.json` as `hikae.samples`
writes it (docs/samples.md). Boxes are pixels of the page as displayed, pages count from 1.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.offices import LONG_AGO_S
from hikae.samples import Profile, make
from ocr.reading import Box

_EMPTY_PAGES = ("blank", "separator")
_LEGIBLE_KINDS = ("printed", "hand")  # a stamp over other writing is no text to search for


@dataclass(frozen=True, slots=True)
class TruePage:
    """One page.

    `numbers` are the personal numbers on it, `pins` its PINs, `texts` all that may be searched for:
    neither these numbers, nor what stands in the rows of PINs.
    """

    number: int
    type: str
    application_id: str | None
    id_box: Box | None
    id_by_code: bool
    code_boxes: tuple[Box, ...]  # of codes that carry the ID and were read when they were made
    rotation: int  # clockwise
    width: int
    height: int
    texts: tuple[str, ...]
    numbers: tuple[tuple[str, Box], ...]
    pins: tuple[tuple[str, Box], ...] = ()

    @property
    def is_content(self) -> bool:
        """Say whether it must be in a document."""
        return self.type not in _EMPTY_PAGES


@dataclass(frozen=True, slots=True)
class TrueSet:
    """Pages that belong together. `readable`: a person could name the application from them."""

    application_id: str
    type: str
    pages: frozenset[int]
    readable: bool


@dataclass(frozen=True, slots=True)
class TrueFile:
    """One file. `is_sound`: it is to be processed, and not refused."""

    name: str
    is_sound: bool
    pages: tuple[TruePage, ...]
    sets: tuple[TrueSet, ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Where scans, ledger and truth lie."""

    name: str
    scans: Path
    ledger: Path
    files: tuple[TrueFile, ...]

    @property
    def sound(self) -> tuple[TrueFile, ...]:
        """The files that are to be processed."""
        return tuple(file for file in self.files if file.is_sound)

    @property
    def page_count(self) -> int:
        """How many pages they have, blank ones and separators included."""
        return sum(len(file.pages) for file in self.sound)


def samples(folder: Path, seed: int, sets: int) -> Corpus:
    """Make the product's own samples in a new folder."""
    batch = make(folder, seed, Profile.READING, sets)
    for scan in batch.scans:
        os.utime(scan, (LONG_AGO_S, LONG_AGO_S))
    return corpus_in(folder, f"samples, {sets} sets")


def corpus_in(folder: Path, name: str | None = None) -> Corpus:
    """Read the truth of a folder.

    Raises:
        FileNotFoundError: it holds no `truth.json`.
    """
    found = json.loads((folder / "truth.json").read_text("utf-8"))["files"]
    files = tuple(_file(file_name, file) for file_name, file in found.items())
    return Corpus(name or folder.name, folder / "scans", folder / "ledger.csv", files)


def _file(name: str, found: dict[str, Any]) -> TrueFile:
    return TrueFile(
        name=name,
        is_sound=found["expected"] == "process",
        pages=tuple(_page(page) for page in found.get("pages", ())),
        sets=tuple(
            TrueSet(one["id"], one["type"], frozenset(one["pages"]), one["readable"])
            for one in found.get("sets", ())
        ),
    )


def _page(found: dict[str, Any]) -> TruePage:
    numbers = tuple((one["number"], _box(one["bbox"])) for one in found.get("mynumber", ()))
    secrets = [one for one in found.get("sensitive", ()) if one["kind"] == "pin"]
    pins = tuple((one.get("text", ""), _box(one["bbox"])) for one in secrets)
    return TruePage(
        number=found["page"],
        type=found["type"],
        application_id=found["id"],
        id_box=_box(found["id_bbox"]) if found.get("id_bbox") else None,
        id_by_code=found["id_by_barcode"],
        code_boxes=tuple(
            _box(code["bbox"])
            for code in found.get("barcodes", ())
            if code["contains_id"] and code["decodes"]
        ),
        rotation=found["rotation"],
        width=found["width"],
        height=found["height"],
        texts=tuple(
            field["text"]
            for field in found["fields"]
            if field["kind"] in _LEGIBLE_KINDS
            and not _holds(field["text"], numbers)
            and not _is_beside(_box(field["bbox"]), [box for _, box in pins], found["rotation"])
        ),
        numbers=numbers,
        pins=tuple(pin for pin in pins if pin[0]),
    )


def _holds(text: str, numbers: Sequence[tuple[str, Box]]) -> bool:
    digits = "".join(char for char in text if char.isdigit())
    return any(number in digits for number, _ in numbers)


def _is_beside(box: Box, pins: Sequence[Box], rotation: int) -> bool:
    """Say whether a text stands in the rows from the first PIN to the last: not to be read."""
    low, high = (1, 3) if rotation % 180 == 0 else (0, 2)
    tops, bottoms = [pin[low] for pin in pins], [pin[high] for pin in pins]
    return bool(pins) and box[high] > min(tops) and box[low] < max(bottoms)


def _box(found: Sequence[float]) -> Box:
    left, top, right, bottom = (round(value) for value in found)
    return left, top, right, bottom
