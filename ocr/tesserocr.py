"""The Tesseract engine inside our process, through tesserocr.

No program is started and no net loaded for each picture; pictures go over as they lie in memory.
The nets are those that the program of `ocr/tesseract.py` reads with, from the same files. So the
readers of digits bear the same names: who asks both engines has asked one witness twice.

The search for lines cannot be interrupted, only the reading of them. On any paper it takes a
moment, on nothing but noise minutes: such a page is left to the program, which can be ended.
Whatever breaks the library takes our process along, so it belongs into a child.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import cv2
import numpy as np

from ocr.errors import NoLanguageError, NoTesseractError, ReadingFailedError
from ocr.page import Picture, grey
from ocr.reading import Word
from ocr.tessdata import folder_of
from ocr.tesseract import PAGE_READER, ROW_READER, Tesseract, softened
from ocr.tsv import words_of

_PAGE, _BLOCK, _ROW = 3, 6, 7  # what a picture shows, as Tesseract numbers it (psm)
_TURNED = 0
_ZONE_LIMIT_S = 10.0
_ROW_LIMIT_S = 10.0
_ROW_DPI = 300
_DIGITS = "0123456789-"
_ALL = ""
_NOISE = 20_000  # marks on every second row and column; printed papers have a few thousand


@dataclass(frozen=True, slots=True)
class Tesserocr:
    """Reads words in `languages`; digits in `row_language`, and once more in `languages`."""

    languages: str = "jpn"
    row_language: str = "eng"
    text_limit_s: float = 20.0

    @property
    def digit_readers(self) -> tuple[str, ...]:
        """Another net than the page's, then the page's once more: a net is one reader."""
        same = self.row_language == self.languages
        return (PAGE_READER,) if same else (ROW_READER, PAGE_READER)

    def read_words(self, picture: Picture, dpi: int) -> tuple[Word, ...] | None:
        """Give the words of an upright page in reading order; None: the time was up."""
        if _marks(picture) > _NOISE:
            program = Tesseract(self.languages, self.row_language, self.text_limit_s)
            return program.read_words(picture, dpi)
        with _shown(softened(picture), self.languages, dpi, _PAGE) as api:
            return _words(api, self.text_limit_s)

    def read_zone(self, picture: Picture, dpi: int) -> tuple[Word, ...]:
        """Give the words of a part of a page, taken as one block of text."""
        with _shown(picture, self.languages, dpi, _BLOCK) as api:
            return _words(api, _ZONE_LIMIT_S) or ()

    def read_digits(self, picture: Picture, reader: str) -> tuple[Word, ...]:
        """Give the groups of digits on a picture of one row, from left to right."""
        language = self.row_language if reader == ROW_READER else self.languages
        with _shown(picture, language, _ROW_DPI, _ROW, _DIGITS) as api:
            return _words(api, _ROW_LIMIT_S) or ()

    def read_turn(self, picture: Picture, dpi: int) -> int | None:
        """Say how far a page must be turned clockwise to stand upright; None: cannot tell."""
        with _shown(picture, "osd", dpi, _TURNED) as api:
            found = api.DetectOrientationScript()  # None: too few characters to tell
        if found is None or found["orient_conf"] <= 0:
            return None
        return (360 - int(found["orient_deg"])) % 360


def is_there(*languages: str) -> bool:
    """Say whether the package can be imported and has the nets it would read with."""
    try:
        _library()
        for language in languages:
            folder_of(language)
    except (NoTesseractError, NoLanguageError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Net:
    """A loaded net. It holds one picture, so one at a time may use it."""

    api: Any
    free: Lock


@contextmanager
def _shown(
    picture: Picture, languages: str, dpi: int, shows: int, letters: str = _ALL
) -> Iterator[Any]:
    """Show a picture to a net, with everything set that a picture before it may have set otherwise.

    Raises:
        NoTesseractError, NoLanguageError: the package or a net is missing.
    """
    net = _net(languages, folder_of(languages))
    height, width = picture.shape[:2]
    depth = 1 if picture.ndim == 2 else picture.shape[2]
    with net.free:
        net.api.SetPageSegMode(shows)
        net.api.SetVariable("tessedit_char_whitelist", letters)
        net.api.SetVariable("user_defined_dpi", str(dpi))
        try:
            net.api.SetImageBytes(picture.tobytes(), width, height, depth, width * depth)
            yield net.api
        finally:
            net.api.Clear()


def _marks(picture: Picture) -> int:
    """Count the connected dark spots, roughly and quickly."""
    few = np.ascontiguousarray(grey(picture)[::2, ::2])
    dark = cv2.threshold(few, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)[1]
    return cv2.connectedComponents(dark)[0]


def _words(api: Any, limit_s: float) -> tuple[Word, ...] | None:  # noqa: ANN401  # untyped
    limit_ms = max(round(limit_s * 1000), 1)  # 0 would mean no limit
    until_s = time.monotonic() + limit_ms / 1000
    if api.Recognize(limit_ms):
        return words_of(api.GetTSVText(0))
    if time.monotonic() >= until_s:
        return None
    raise ReadingFailedError


@cache
def _net(languages: str, folder: Path) -> _Net:
    library = _library()
    try:
        api = library.PyTessBaseAPI(path=f"{folder}/", lang=languages)
    except RuntimeError as error:  # a file that is no net
        raise ReadingFailedError from error
    api.SetVariable("debug_file", os.devnull)  # it would write remarks to our log
    return _Net(api, Lock())


def _library() -> Any:  # noqa: ANN401  # untyped
    os.environ["OMP_THREAD_LIMIT"] = "1"  # read when it is loaded; more cost three times the CPU
    try:
        import tesserocr  # not above: an office may do without it
    except ImportError as error:
        raise NoTesseractError from error
    tesserocr.set_leptonica_log_level(tesserocr.LeptLogLevel.NONE)
    return tesserocr
