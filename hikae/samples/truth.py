"""The truth about a batch, in the shape that scoring and benchmarks read (truth.json)."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from hikae.samples.canvas import Box


@dataclass(frozen=True, slots=True)
class FieldTruth:
    """One piece of text and where it stands."""

    name: str
    text: str
    kind: str
    bbox: Box


@dataclass(frozen=True, slots=True)
class CodeTruth:
    """One code; `decodes` was tried on the finished picture."""

    format: str
    payload: str
    contains_id: bool
    bbox: Box
    decodes: bool


@dataclass(frozen=True, slots=True)
class NumberTruth:
    """A personal number on a page: what must be masked, and where."""

    number: str
    bbox: Box


@dataclass(frozen=True, slots=True)
class PageTruth:
    """One page of a file. Boxes are pixels of the page as it lies in the file."""

    page: int
    type: str
    set: str | None
    id: str | None
    id_printed_as: str | None
    id_format: str | None
    id_bbox: Box | None
    id_digit_px: int | None
    id_damage: str | None
    id_by_barcode: bool
    barcodes: tuple[CodeTruth, ...]
    rotation: int
    skew: float
    pdf_rotate: int
    dpi: int
    mode: str
    width: int
    height: int
    fields: tuple[FieldTruth, ...]
    text: str
    mynumber: tuple[NumberTruth, ...]


@dataclass(frozen=True, slots=True)
class SetTruth:
    """The papers of one application in one file.

    `readable` says that a person can name the application from the paper; `expected` is the
    ending that we want, `accept` every ending that is right.
    """

    set: str
    id: str
    type: str
    pages: tuple[int, ...]
    blank_pages: tuple[int, ...]
    name: str
    kana: str
    birth: str
    office: str
    tracking: str
    readable: bool
    id_by_barcode: bool
    expected: str
    accept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileTruth:
    """One file. `expected` is process, quarantined or duplicate."""

    format: str
    mode: str
    dpi: int
    separators: str | None
    n_pages: int
    expected: str
    accept: tuple[str, ...]
    trap: str | None
    bytes: int
    sha256: str
    sets: tuple[SetTruth, ...]
    pages: tuple[PageTruth, ...]


def write_truth(path: Path, files: dict[str, FileTruth], seed: int, profile: str) -> None:
    """Write truth.json."""
    content = {
        "generator": "hikae.samples",
        "seed": seed,
        "profile": profile,
        "files": {name: asdict(file) for name, file in files.items()},
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def size_and_digest(path: Path) -> tuple[int, str]:
    """Give what identifies a file's content."""
    content = path.read_bytes()
    return len(content), hashlib.sha256(content).hexdigest()
