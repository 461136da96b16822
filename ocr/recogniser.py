"""One line of text → its characters: the recognisers of PP-OCRv6.

The net looks at the line in steps from left to right; where it saw a character tells where that
character stands.
"""

from dataclasses import dataclass
from itertools import groupby

import cv2
import numpy as np

from ocr import models
from ocr.page import Picture

_HEIGHT = 48  # pixels: what the nets were taught on
_LEAST_WIDTH = 16
_NOTHING = 0


@dataclass(frozen=True, slots=True)
class Recogniser:
    """A net and what its answers stand for.

    `squeeze`: lines are made so much narrower first; that saves as much time.
    """

    net: models.Model
    letters: models.Model
    squeeze: float = 0.8


SMALL = Recogniser(models.SMALL, models.SMALL_LETTERS)
TINY = Recogniser(models.TINY, models.TINY_LETTERS)
SMALL_FOR_DIGITS = Recogniser(models.SMALL, models.SMALL_LETTERS, squeeze=1.0)


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and where its middle is, in parts of the line's length; blanks are glyphs too."""

    text: str
    middle: float
    confidence: float  # 0–1


def recognise(line: Picture, recogniser: Recogniser) -> tuple[Glyph, ...]:
    """Read a grey picture of one level line.

    Raises:
        NoModelError: the net is not there.
    """
    answer = models.run(recogniser.net, _normal(line, recogniser.squeeze))[0]
    best, sure = answer.argmax(axis=1), answer.max(axis=1)
    letters = models.letters(recogniser.letters)
    glyphs, start = [], 0
    for letter, same in groupby(best.tolist()):
        end = start + len(list(same))
        if letter != _NOTHING:
            middle = (start + end) / 2 / len(best)
            glyphs.append(Glyph(letters[letter], middle, float(sure[start:end].max())))
        start = end
    return tuple(glyphs)


def _normal(line: Picture, squeeze: float) -> models.Array:
    height, width = line.shape
    size = max(round(width * _HEIGHT / height * squeeze), _LEAST_WIDTH), _HEIGHT
    how = cv2.INTER_AREA if height > _HEIGHT else cv2.INTER_LINEAR
    grey = cv2.resize(line, size, interpolation=how).astype(np.float32) / 127.5 - 1
    return np.asarray(np.broadcast_to(grey, (1, 3, *grey.shape)), np.float32)
