"""What was read on one page, as a value that travels between steps as JSON.

Boxes are (left, top, right, bottom) in pixels of the upright raster, `width` × `height`. Isolated
12-digit numbers are no longer in `words`, `lines` and `codes`; where they stood is in `masked`.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any, Self

from ledger.evidence import Candidate, Witness
from ledger.forms import FormKind
from ledger.ids import ApplicationId
from ledger.scans import PageRole

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Word:
    """A word as the engine gave it; `line` numbers the engine's lines from 0, in reading order."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    confidence: float  # 0–1
    line: int

    @property
    def box(self) -> Box:
        """Where it stands."""
        return self.left, self.top, self.right, self.bottom


@dataclass(frozen=True, slots=True)
class Code:
    """A barcode or QR code. The text is empty where it held a number that must not be kept."""

    symbology: str
    text: str
    left: int
    top: int
    right: int
    bottom: int

    @property
    def box(self) -> Box:
        """Where it stands."""
        return self.left, self.top, self.right, self.bottom

    @property
    def is_silenced(self) -> bool:
        """It held a personal number, or what might be one."""
        return not self.text


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything the reading desk says about one page.

    `turn`: clockwise degrees that set the displayed page upright. `opens`: a title stands on it
    that starts a document. `lines`: rows from top to bottom; words are joined without a blank
    where they touch, with one blank where a gap is, with one ideographic blank (U+3000) where the
    gap is as wide as between two columns.
    """

    page: int
    turn: int
    width: int
    height: int
    dpi: int
    role: PageRole
    form: FormKind = FormKind.UNKNOWN
    opens: bool = False
    words: tuple[Word, ...] = ()
    lines: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    masked: tuple[Box, ...] = ()
    text_complete: bool = True

    def to_json(self) -> str:
        """Write it down; the same reading gives the same text."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read it back."""
        fields: dict[str, Any] = json.loads(text)
        return cls(
            **{
                **fields,
                "role": PageRole(fields["role"]),
                "form": FormKind(fields["form"]),
                "words": tuple(Word(**word) for word in fields["words"]),
                "lines": tuple(fields["lines"]),
                "codes": tuple(Code(**code) for code in fields["codes"]),
                "candidates": tuple(_candidate(item) for item in fields["candidates"]),
                "masked": tuple(_box(box) for box in fields["masked"]),
            }
        )


def _candidate(fields: dict[str, Any]) -> Candidate:
    return Candidate(
        application_id=ApplicationId(fields["application_id"]["digits"]),
        witness=Witness(fields["witness"]),
        reader=fields["reader"],
        page=fields["page"],
        box=None if fields["box"] is None else _box(fields["box"]),
    )


def _box(values: list[int]) -> Box:
    left, top, right, bottom = values
    return left, top, right, bottom
