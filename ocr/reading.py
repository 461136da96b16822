"""What was read on one page, as a value that travels between steps as JSON.

Boxes are (left, top, right, bottom) in pixels of the upright raster, `width` × `height`. Isolated
12-digit numbers and PINs are no longer in `words`, `lines` and `codes`; where they stood is in
`masked`.
"""

import json
from dataclasses import asdict, dataclass, replace
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
class Unread:
    """A line that the best net has not read; its words, if any, are what a faster net saw.

    `number` is that of its words; the rest says where it lies (`ocr.detector.LineBox`).
    """

    number: int
    x: float
    y: float
    length: float
    height: float
    degrees: float


@dataclass(frozen=True, slots=True)
class Text:
    """The full text of one page, for the layer over its picture and for searching.

    Words and lines as in a `Reading`, as they were read. `search`: the lines for searching, widths
    and compatible characters made one (NFKC), no blanks, a row each. `complete`: False if the time
    was up before all was read.
    """

    page: int
    words: tuple[Word, ...] = ()
    lines: tuple[str, ...] = ()
    masked: tuple[Box, ...] = ()
    complete: bool = True
    search: str = ""

    @classmethod
    def from_fields(cls, fields: dict[str, Any]) -> Self:
        """Make it of what JSON gives back."""
        return cls(
            page=fields["page"],
            words=tuple(Word(**word) for word in fields["words"]),
            lines=tuple(fields["lines"]),
            masked=tuple(_box(box) for box in fields["masked"]),
            complete=fields["complete"],
            search=fields.get("search", ""),  # older texts have none
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reading desk says about one page, and about whose it is.

    `turn`: clockwise degrees that set the displayed page upright. `opens`: a title stands on it
    that starts a document. `lines`: rows from top to bottom; words are joined without a blank
    where they touch, with one blank where a gap is, with one ideographic blank (U+3000) where the
    gap is as wide as between two columns. `unread`: what a closer look may still read better;
    `is_glance`: below the titles nobody has looked for lines yet.
    `versions`: the programs and nets that read it. `form_file`: the form file that fitted it.
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
    unread: tuple[Unread, ...] = ()
    text_complete: bool = True
    versions: tuple[str, ...] = ()
    form_file: str = ""
    is_glance: bool = False

    @property
    def can_be_read_closer(self) -> bool:
        """Say whether there are lines that the best net has not read."""
        return self.is_glance or bool(self.unread)

    def with_text(self, text: Text) -> Self:
        """Give the page with all its text: its words for the layer, its lines beside ours.

        If the time was up before all was read, what the looks have read is all there is.
        """
        return replace(
            self,
            words=text.words if text.complete else self.words,
            lines=(*self.lines, *text.lines),
            masked=tuple(dict.fromkeys((*self.masked, *text.masked))),
            text_complete=text.complete,
        )

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
                "unread": tuple(Unread(**line) for line in fields.get("unread", ())),
                "versions": tuple(fields.get("versions", ())),  # older readings have none
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
