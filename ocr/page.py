"""One page of a scan, as a person would see it on the screen, and how large it may be."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]  # height × width grey, or height × width × 3 red, green, blue


# Larger pictures are halved before they are read: 40 million pixels are A4 at 600 dpi.
WORKING_PIXELS = 40_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a scan may ask of us.

    `pixels`: A3 at 600 dpi, the most an office machine writes, has 70 million; a picture of 80
    million takes 240 MB as RGB, which leaves room for the copies that reading needs below 1 GiB.
    """

    pages: int = 1000
    pixels: int = 80_000_000


@dataclass(frozen=True, slots=True)
class Page:
    """A page as displayed: /Rotate and EXIF orientation are already applied."""

    number: int  # from 1
    picture: Picture
    dpi: int

    @property
    def width(self) -> int:
        """Pixels from left to right."""
        return int(self.picture.shape[1])

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return int(self.picture.shape[0])


def grey(picture: Picture) -> Picture:
    """Give the red channel of a colour picture: red stamps fade, black and blue ink stays."""
    return picture if picture.ndim == 2 else np.ascontiguousarray(picture[:, :, 0])


def turned(picture: Picture, clockwise: int) -> Picture:
    """Turn a picture by a multiple of 90 degrees, clockwise."""
    return np.ascontiguousarray(np.rot90(picture, k=-(clockwise // 90) % 4))
