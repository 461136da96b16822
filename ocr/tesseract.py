"""The Tesseract engine, through pytesseract.

One Tesseract thread a call: more threads cost three times the CPU. Pictures go over as raw PGM: the
PNG that pytesseract would write costs more than the recognition of a row.
"""

import errno
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from tempfile import gettempdir
from typing import Any, TypeVar

import cv2
import numpy as np
import pytesseract
from PIL import Image

from ocr.errors import NoLanguageError, NoTesseractError, ReadingFailedError
from ocr.page import Picture
from ocr.reading import Word
from ocr.tsv import words_of

T = TypeVar("T")

_ROW_LIMIT_S = 10
_ZONE_LIMIT_S = 10
_TURN_LIMIT_S = 10
_LEAST_ROOM = 1 << 20  # bytes; the answer for a full page is a tenth of it
_DIGITS_ONLY = "-c tessedit_char_whitelist=0123456789-"
_SOFT = 0.6  # pixels
PAGE_READER = "tesseract-page"
ROW_READER = "tesseract-row"


@dataclass(frozen=True, slots=True)
class Tesseract:
    """Reads words in `languages`; digits in `row_language`, and once more in `languages`."""

    languages: str = "jpn"
    row_language: str = "eng"
    text_limit_s: float = 20.0

    @property
    def digit_readers(self) -> tuple[str, ...]:
        """Another net than the page's, then the page's once more: a net is one reader.

        The same net errs alike on page and row, so it never agrees with itself.
        """
        return (PAGE_READER,) if self._is_one_net else (ROW_READER, PAGE_READER)

    @property
    def _is_one_net(self) -> bool:
        return self.row_language == self.languages

    def read_words(self, picture: Picture, dpi: int) -> tuple[Word, ...] | None:
        """Give the words of an upright page in reading order; None: the time was up."""
        how = f"--dpi {dpi} --psm 3"
        return _words(softened(picture), self.languages, how, self.text_limit_s)

    def read_zone(self, picture: Picture, dpi: int) -> tuple[Word, ...]:
        """Give the words of a part of a page, taken as one block of text."""
        return _words(picture, self.languages, f"--dpi {dpi} --psm 6", _ZONE_LIMIT_S) or ()

    def read_digits(self, picture: Picture, reader: str) -> tuple[Word, ...]:
        """Give the groups of digits on a picture of one row, from left to right."""
        language = self.row_language if reader == ROW_READER else self.languages
        return _words(picture, language, f"--dpi 300 --psm 7 {_DIGITS_ONLY}", _ROW_LIMIT_S) or ()

    def read_turn(self, picture: Picture, dpi: int) -> int | None:
        """Say how far a page must be turned clockwise to stand upright; None: cannot tell."""
        read: Callable[..., dict[str, Any]]
        read = partial(pytesseract.image_to_osd, output_type=pytesseract.Output.DICT)
        try:
            found = _run(read, picture, "osd", f"--dpi {dpi} --psm 0", _TURN_LIMIT_S)
        except (_TooLongError, ReadingFailedError):  # failed: too few characters to tell
            return None
        return int(found["rotate"]) if found["orientation_conf"] > 0 else None


def softened(picture: Picture) -> Picture:
    """Blur a page a little: scans are harder and grainier than what the nets were taught on.

    Fewer characters are misread then, on clean, damaged and bitonal pages.
    """
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), _SOFT), np.uint8)


def program_version() -> str:
    """Give name and version of the program; nothing where it is missing."""
    try:
        return f"tesseract {pytesseract.get_tesseract_version()}"
    except (pytesseract.TesseractNotFoundError, SystemExit):  # the latter for a broken one
        return ""


class _TooLongError(Exception):
    """Tesseract did not end in time."""


def _words(picture: Picture, language: str, config: str, limit_s: float) -> tuple[Word, ...] | None:
    try:
        return words_of(_run(pytesseract.image_to_data, picture, language, config, limit_s))
    except _TooLongError:
        return None


def _run(
    read: Callable[..., T],
    picture: Picture,
    language: str,
    config: str,
    limit_s: float,
) -> T:
    """Read with Tesseract, and believe the answer only if there was room to write it down.

    Raises:
        OSError: the disk is full; the answer may lack words, or all of it.
    """
    try:
        return _asked(read, picture, language, config, limit_s)
    finally:
        room = os.statvfs(gettempdir())
        if room.f_bavail * room.f_frsize < picture.nbytes + _LEAST_ROOM:  # it lay there meanwhile
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _asked(
    read: Callable[..., T],
    picture: Picture,
    language: str,
    config: str,
    limit_s: float,
) -> T:
    os.environ["OMP_THREAD_LIMIT"] = "1"  # pytesseract hands our environment on
    image = Image.fromarray(picture)
    image.format = "PPM"
    try:
        return read(image, lang=language, config=config, timeout=limit_s)
    except pytesseract.TesseractNotFoundError as error:
        raise NoTesseractError from error
    except pytesseract.TesseractError as error:  # is a RuntimeError too
        if "Failed loading language" in error.message or "Error opening data file" in error.message:
            raise NoLanguageError(language) from error
        raise ReadingFailedError from error
    except RuntimeError as error:  # pytesseract's word for a timeout
        raise _TooLongError from error
