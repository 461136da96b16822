"""Pages and cutouts of a scan, drawn with boxes and words for a person. Runs in a child process.

What nobody may be shown is painted black before anything else is done with a page.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from hikae.samples.lettering import Face, japanese_font
from ledger.scans import ScanKind
from ocr.page import Limits, turned
from ocr.raster import open_page
from ocr.reading import Box

Colour = tuple[int, int, int]

_WIDE, _CUT_WIDE, _CUT_HIGH = 1240, 900, 160  # pixels, at most
_EDGE, _LETTER, _LINE = 16, 20, 28  # pixels: around everything, of a letter, of a line of text
_BLACK: Colour = (0, 0, 0)
_PALE: Colour = (225, 225, 225)


class Tone(StrEnum):
    """What a box is drawn for; each has a colour of its own."""

    TITLE = "title"
    CANDIDATE = "candidate"
    CODE = "code"
    OTHER = "other"
    ZONE = "zone"
    FIELD = "field"
    HIDDEN = "hidden"


_COLOURS: dict[Tone, Colour] = {
    Tone.TITLE: (30, 90, 200),
    Tone.CANDIDATE: (0, 140, 60),
    Tone.CODE: (140, 40, 170),
    Tone.OTHER: (200, 40, 40),
    Tone.ZONE: (230, 140, 0),
    Tone.FIELD: (0, 130, 150),
    Tone.HIDDEN: _BLACK,
}


@dataclass(frozen=True, slots=True)
class Sight:
    """One page as it may be shown: how it is turned, how large it was read, what is blackened."""

    number: int
    turn: int
    width: int
    height: int
    hidden: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A box of a page and what is said of it."""

    page: int
    box: Box
    tone: Tone
    text: str


def marked_page(
    source: Path,
    kind: ScanKind,
    sight: Sight,
    marks: Sequence[Mark],
    heads: Sequence[str],
    limits: Limits,
) -> bytes:
    """Draw a whole page with its boxes, numbered, and below it what each of them is; as PNG.

    Raises:
        CannotOpenError, RenderFailedError: there is no such page.
    """
    page = _shown(source, kind, sight, limits)
    scale = min(_WIDE / page.width, 1.0)
    page = page.resize((round(page.width * scale), round(page.height * scale)))
    pen = ImageDraw.Draw(page)
    legend: list[tuple[str, Colour]] = []
    for at, (box, said) in enumerate(_by_box(marks).items(), start=1):
        left, top, right, bottom = (round(side * scale) for side in box)
        colour = _COLOURS[said[0].tone]
        pen.rectangle((left - 2, top - 2, right + 2, bottom + 2), outline=colour, width=3)
        pen.text((left, top - 3), str(at), colour, _font(), anchor="lb")
        legend += [(f"{at}  {mark.text}", _COLOURS[mark.tone]) for mark in said]
    return _png(_below_each_other([page, *_lines(heads), *_coloured(legend)]))


def evidence_card(
    source: Path,
    kind: ScanKind,
    sights: Sequence[Sight],
    marks: Sequence[Mark],
    heads: Sequence[str],
    limits: Limits,
) -> bytes:
    """Cut every box out of its page, and write below each what is said of it; as PNG.

    Raises:
        CannotOpenError, RenderFailedError: there is no such page.
    """
    pieces = list(_lines(heads))
    for sight in sights:
        here = _by_box([mark for mark in marks if mark.page == sight.number])
        page = _shown(source, kind, sight, limits) if here else None
        for box, said in here.items():
            pieces += [_cut(page, box)] if page else []
            pieces += _coloured((mark.text, _COLOURS[mark.tone]) for mark in said)
    return _png(_below_each_other(pieces))


def _by_box(marks: Iterable[Mark]) -> dict[Box, list[Mark]]:
    """Say everything of one box together: several readers look at the same place."""
    found: dict[Box, list[Mark]] = {}
    for mark in marks:
        found.setdefault(mark.box, []).append(mark)
    return found


def _shown(source: Path, kind: ScanKind, sight: Sight, limits: Limits) -> Image.Image:
    """Open a page, set it upright and blacken what nobody may see."""
    page = open_page(source, kind, sight.number, limits)
    picture = Image.fromarray(np.asarray(turned(page.picture, sight.turn))).convert("RGB")
    if (picture.width, picture.height) != (sight.width, sight.height):
        # It was read in another size, or by nobody: no box would be where it belongs.
        return Image.new("RGB", (sight.width, sight.height), _BLACK)
    pen = ImageDraw.Draw(picture)
    for left, top, right, bottom in sight.hidden:
        if right > left and bottom > top:
            pen.rectangle((left, top, right, bottom), fill=_BLACK)
    return picture


def _cut(page: Image.Image, box: Box) -> Image.Image:
    """Cut a box out with a margin, no larger than a line of a card."""
    left, top, right, bottom = box
    margin = max((bottom - top) // 2, 4)
    around = (
        max(left - margin, 0),
        max(top - margin, 0),
        min(right + margin, page.width),
        min(bottom + margin, page.height),
    )
    if around[0] >= around[2] or around[1] >= around[3]:
        return Image.new("RGB", (1, 1), _BLACK)
    cut = page.crop(around)
    scale = min(_CUT_WIDE / cut.width, _CUT_HIGH / cut.height, 2.0)
    size = max(round(cut.width * scale), 1), max(round(cut.height * scale), 1)
    framed = Image.new("RGB", (size[0] + 2, size[1] + 2), _PALE)
    framed.paste(cut.resize(size), (1, 1))
    return framed


def _lines(texts: Iterable[str]) -> list[Image.Image]:
    return _coloured((text, _BLACK) for text in texts)


def _coloured(texts: Iterable[tuple[str, Colour]]) -> list[Image.Image]:
    """Write each text on a line of its own, broken where it is too long."""
    drawn = []
    for text, colour in texts:
        for part in _broken(text):
            line = Image.new("RGB", (max(round(_font().getlength(part)), 1), _LINE), "white")
            ImageDraw.Draw(line).text((0, _LINE / 2), part, colour, _font(), anchor="lm")
            drawn.append(line)
    return drawn


def _broken(text: str) -> list[str]:
    parts, part = [], ""
    for char in text:
        if part and _font().getlength(part + char) > _WIDE - 2 * _EDGE:
            parts.append(part)
            part = "    "
        part += char
    return [*parts, part]


def _below_each_other(pieces: Sequence[Image.Image]) -> Image.Image:
    width = max((piece.width for piece in pieces), default=1) + 2 * _EDGE
    height = sum(piece.height for piece in pieces) + 2 * _EDGE
    sheet = Image.new("RGB", (width, height), "white")
    top = _EDGE
    for piece in pieces:
        sheet.paste(piece, (_EDGE, top))
        top += piece.height
    return sheet


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _font() -> ImageFont.FreeTypeFont:
    return japanese_font(Face.GOTHIC, _LETTER)
