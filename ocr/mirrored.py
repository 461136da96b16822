"""Is a code seen from behind? Readers read mirrored codes too, and do not say so.

The fifteen bits beside a QR code's finder patterns that tell its format are a code word only when
they are read in the right order; in a mirrored symbol they stand in the other order. Other symbols
are held against one drawn anew from what was read.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.page import Picture

_MODULE = 8  # pixels of the straightened copy
_ALIKE = 0.9  # part of the modules
_FORMAT_MASK = 0b101010000010010
_GENERATOR = 0b10100110111
Corners = tuple[tuple[int, int], ...]  # top left, top right, bottom right, bottom left


def is_mirrored(picture: Picture, corners: Corners, version: int) -> bool:
    """Say whether a QR code on a grey page is seen from behind.

    Args:
        picture: the page.
        corners: of the symbol, as the reader gave them.
        version: of the symbol, 1–40.
    """
    modules = _modules(picture, corners, 17 + 4 * version)
    return _distance(_format_bits(modules.T)) < _distance(_format_bits(modules))


def is_mirror_of(picture: Picture, corners: Corners, symbol: NDArray[np.bool_]) -> bool:
    """Say whether a square symbol on a grey page is the mirror image of one, however it lies."""
    area = cv2.contourArea(np.array(corners, np.float32), oriented=True)
    if area < 0:  # the reader set it right and gave the corners against the clock
        return True
    if symbol.shape[0] != symbol.shape[1]:
        return False
    seen = _modules(picture, corners, symbol.shape[0])
    plain, mirrored = (
        max(float(np.mean(seen == np.rot90(one, turn))) for turn in range(4))
        for one in (symbol, symbol.T)
    )
    return mirrored > max(plain, _ALIKE)


def _modules(picture: Picture, corners: Corners, count: int) -> NDArray[np.bool_]:
    """Straighten the symbol and say which of its modules are dark, by row and column."""
    side = count * _MODULE
    square = np.array([(0, 0), (side, 0), (side, side), (0, side)], np.float32)
    view = cv2.getPerspectiveTransform(np.array(corners, np.float32), square)
    flat = cv2.warpPerspective(picture, view, (side, side))
    small = cv2.resize(flat, (count, count), interpolation=cv2.INTER_AREA)
    darkest, lightest = np.percentile(small, (5, 95))
    return np.asarray(small < (darkest + lightest) / 2)


def _format_bits(modules: NDArray[np.bool_]) -> int:
    """Read the format next to the top left finder, the most significant bit first."""
    places = [(8, x) for x in (0, 1, 2, 3, 4, 5, 7, 8)] + [(y, 8) for y in (7, 5, 4, 3, 2, 1, 0)]
    return int("".join("1" if modules[place] else "0" for place in places), 2)


def _distance(bits: int) -> int:
    """Count the bits that are wrong in the nearest valid format."""
    return min((bits ^ _format_word(data)).bit_count() for data in range(32))


def _format_word(data: int) -> int:
    """Give the code word of five data bits, BCH (15, 5), masked as the standard says."""
    rest = data << 10
    for shift in range(4, -1, -1):
        if rest & (1 << (shift + 10)):
            rest ^= _GENERATOR << shift
    return ((data << 10) | rest) ^ _FORMAT_MASK
