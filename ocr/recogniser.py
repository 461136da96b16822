"""One line of text → its characters: the recognisers of PP-OCRv6.

The net looks at the line in steps from left to right; where it saw a character tells where that
character stands.
"""

import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr import models
from ocr.look_alikes import told_apart
from ocr.page import Picture

_HEIGHT = 48  # pixels: what the nets were taught on
_LEAST_WIDTH = 16
_NOTHING = 0
_JAPANESE = ("euc_jis_2004", "cp932")  # what stands in either is written in Japan


@dataclass(frozen=True, slots=True)
class Recogniser:
    """A net and what its answers stand for.

    `squeeze`: lines are made so much narrower first; that saves as much time. `is_japanese`: where
    the net sees a letter that is written elsewhere only, its best other one counts. A net that has
    learned but few Japanese ones is better off without.
    """

    net: models.Model
    letters: models.Model
    squeeze: float = 0.8
    is_japanese: bool = False


SMALL = Recogniser(models.SMALL, models.SMALL_LETTERS, is_japanese=True)
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
    return decoded(models.run(recogniser.net, _normal(line, recogniser.squeeze))[0], recogniser)


def decoded(answer: models.Array, recogniser: Recogniser) -> tuple[Glyph, ...]:
    """Give the letters that a net saw: `answer` is steps along the line × letters, 0–1."""
    if recogniser.is_japanese:
        answer = _in_japanese(answer, recogniser.letters)
    best, sure = answer.argmax(axis=1), answer.max(axis=1)
    letters = models.letters(recogniser.letters)
    glyphs, start = list[Glyph](), 0
    for letter, same in groupby(best.tolist()):
        end = start + len(list(same))
        if letter != _NOTHING:
            middle = (start + end) / 2 / len(best)
            glyphs.append(Glyph(letters[letter], middle, float(sure[start:end].max())))
        start = end
    texts = told_apart("".join(one.text for one in glyphs))
    return tuple(replace(one, text=text) for one, text in zip(glyphs, texts, strict=True))


def _in_japanese(answer: models.Array, letters: models.Model) -> models.Array:
    """Where the best letter is foreign, let it be the best of the others, as sure as that is."""
    foreign = _foreign(letters)
    steps = np.flatnonzero(foreign[answer.argmax(axis=1)])
    if not len(steps):
        return answer
    answer = answer.copy()
    answer[steps] = np.where(foreign, 0, answer[steps])
    return answer


@cache
def _foreign(letters: models.Model) -> NDArray[np.bool_]:
    """Say which letters, ideographs and the like, are written outside of Japan only."""
    return np.array([_is_foreign(letter) for letter in models.letters(letters)])


def _is_foreign(letter: str) -> bool:
    if len(letter) != 1 or unicodedata.category(letter) != "Lo":
        return False
    return not any(_stands_in(letter, encoding) for encoding in _JAPANESE)


def _stands_in(letter: str, encoding: str) -> bool:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _normal(line: Picture, squeeze: float) -> models.Array:
    height, width = line.shape
    size = max(round(width * _HEIGHT / height * squeeze), _LEAST_WIDTH), _HEIGHT
    how = cv2.INTER_AREA if height > _HEIGHT else cv2.INTER_LINEAR
    grey = cv2.resize(line, size, interpolation=how).astype(np.float32) / 127.5 - 1
    return np.asarray(np.broadcast_to(grey, (1, 3, *grey.shape)), np.float32)
