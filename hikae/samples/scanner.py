"""The office scanner: it lays a paper askew, adds grain, may turn it."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

import numpy as np
from PIL import Image

from hikae.samples.canvas import Box
from hikae.samples.paper import Paper
from hikae.samples.wear import Wear, worn


class Mode(StrEnum):
    """What the scanner makes of colour."""

    BITONAL = "bitonal"
    GREY = "gray"
    COLOUR = "color"


@dataclass(frozen=True, slots=True)
class Scanner:
    """How it is set and how carefully it is fed. `noise` is a deviation in grey levels."""

    dpi: int = 200
    mode: Mode = Mode.GREY
    skew: float = 0.4  # degrees, at most, either way
    noise: float = 3.0
    wear: frozenset[Wear] = frozenset()


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """A page as the file holds it; boxes are in its own pixels.

    `turn` is how far the content is turned clockwise: 0, 90, 180 or 270.
    """

    paper: Paper
    picture: Image.Image
    mode: Mode
    turn: int
    skew: float


_UPRIGHT = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
_STRIP_ROWS = 311  # no divisor of a line spacing, so that no pattern shows
_INK_BELOW = 150  # darker than this is black to a bitonal scanner


def scan(paper: Paper, scanner: Scanner, rng: Random, turn: int = 0) -> ScannedPage:
    """Scan one paper. The same paper, scanner and state of `rng` give the same pixels."""
    skew = round(rng.uniform(-scanner.skew, scanner.skew), 2)
    colour = "RGB" if scanner.mode is Mode.COLOUR else "L"
    picture = paper.picture.convert(colour)
    white = (255,) * len(picture.getbands())
    picture = worn(picture, scanner.wear, scanner.dpi, rng)
    picture = picture.rotate(-skew, Image.Resampling.BILINEAR, fillcolor=white)
    picture = _noisy(picture, scanner.noise, rng)
    if scanner.mode is Mode.BITONAL:
        picture = picture.point(lambda level: 255 if level >= _INK_BELOW else 0, "1")
    if turn:
        picture = picture.transpose(_UPRIGHT[turn])
    move = _mover(paper.picture.size, skew, turn)
    return ScannedPage(_moved(paper, move), picture, scanner.mode, turn, skew)


def _noisy(picture: Image.Image, noise: float, rng: Random) -> Image.Image:
    """Add grain; one strip of it is used again and again, for drawing lots is what costs."""
    if not noise:
        return picture
    levels = np.asarray(picture, dtype=np.int16)
    lots = np.random.default_rng(rng.getrandbits(64))
    strip = lots.normal(0, noise, (_STRIP_ROWS, *levels.shape[1:])).round().astype(np.int16)
    grain = np.concatenate([strip] * (levels.shape[0] // _STRIP_ROWS + 1))[: levels.shape[0]]
    return Image.fromarray((levels + grain).clip(0, 255).astype(np.uint8))


Move = Callable[[Box], Box]


def _moved(paper: Paper, move: Move) -> Paper:
    """Move every remembered box to where the scanner put it."""
    inscription = paper.inscription
    return replace(
        paper,
        fields=tuple(replace(field, box=move(field.box)) for field in paper.fields),
        codes=tuple(replace(code, box=move(code.box)) for code in paper.codes),
        inscription=inscription and replace(inscription, box=move(inscription.box)),
    )


def _mover(size: tuple[int, int], skew: float, turn: int) -> Move:
    """Make the function that turns a box: first the skew about the middle, then the quarters."""
    (width, height), angle = size, math.radians(skew)
    quarters: dict[int, Callable[[float, float], tuple[float, float]]] = {
        0: lambda x, y: (x, y),
        90: lambda x, y: (height - y, x),
        180: lambda x, y: (width - x, height - y),
        270: lambda x, y: (y, width - x),
    }

    def place(x: float, y: float) -> tuple[float, float]:
        right, down = x - width / 2, y - height / 2
        x = width / 2 + right * math.cos(angle) - down * math.sin(angle)
        y = height / 2 + right * math.sin(angle) + down * math.cos(angle)
        return quarters[turn](x, y)

    def move(box: Box) -> Box:
        left, top, right, bottom = box
        corners = [place(x, y) for x in (left, right) for y in (top, bottom)]
        across, along = [x for x, _ in corners], [y for _, y in corners]
        edges = (min(across), min(along), max(across), max(along))
        return (round(edges[0], 1), round(edges[1], 1), round(edges[2], 1), round(edges[3], 1))

    return move
