"""What one page shows, wherever it came from: ready to be laid into a new document."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import pikepdf

from archive.errors import CannotComposeError

Turn: TypeAlias = Literal[0, 90, 180, 270]
_LARGEST_PT = 14_400  # a PDF 1.4 page has at most 200 inches

# Viewers round an image's place outwards. Exactly at the edge of a pixel, a rounding error would
# make it one pixel larger and blur it; so every image is drawn this much smaller, in points.
INSET = 0.0001


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points, lower left to upper right, never empty."""

    left: float
    bottom: float
    right: float
    top: float

    def __post_init__(self) -> None:
        if not (0 < self.width <= _LARGEST_PT and 0 < self.height <= _LARGEST_PT):
            raise CannotComposeError(f"a page of {self.width:g} × {self.height:g} points")

    @property
    def width(self) -> float:
        """In points, before any turning."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """In points, before any turning."""
        return self.top - self.bottom

    def within(self, other: "Box") -> "Box":
        """The part of this box that lies in the other."""
        return Box(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page without its text. All objects belong to the new document.

    `visible` is the part of `media` that viewers show; `rotate` turns it clockwise for display.
    """

    media: Box
    visible: Box
    rotate: Turn
    content: bytes
    images: Mapping[str, pikepdf.Object]
    colour_spaces: Mapping[str, pikepdf.Object] = field(default_factory=dict)


def turned(degrees: int) -> Turn:
    """Fold a rotation into the four that a page may have.

    Raises:
        CannotComposeError: it is no quarter turn.
    """
    match degrees % 360:
        case 0:
            return 0
        case 90:
            return 90
        case 180:
            return 180
        case 270:
            return 270
        case _:
            raise CannotComposeError(f"a page turned by {degrees} degrees")


def number(value: float) -> str:
    """Write a number for a content stream: no exponent, no superfluous zeros, always the same."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
