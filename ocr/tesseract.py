"""The Tesseract engine, through pytesseract.

One Tesseract thread a call: more threads cost three times the CPU. Pictures go over as raw PGM: the
PNG that pytesseract would write costs more than the recognition of a row.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytesseract
from PIL import Image

from ocr.errors import NoLanguageError, NoTesseractError, ReadingFailedError
from ocr.page import Picture
from ocr.reading import Word

_ROW_LIMIT_S = 10
_OSD_LIMIT_S = 10
_SURE_TURN = 0.0


@dataclass(frozen=True, slots=True)
class Tesseract:
    """Reads words in `languages` and digits with `row_language`."""

    languages: str = "jpn"
    row_language: str = "eng"
    text_limit_s: float = 20.0

    def read_words(self, picture: Picture, dpi: int) -> tuple[Word, ...] | None:
        """Give the words of an upright page in reading order; None: the time was up."""
        return _data(picture, self.languages, f"--dpi {dpi} --psm 3", self.text_limit_s)

    def read_digits(self, picture: Picture) -> tuple[Word, ...]:
        """Give the groups of digits on a picture of one row, from left to right."""
        config = "--dpi 300 --psm 7 -c tessedit_char_whitelist=0123456789-"
        return _data(picture, self.row_language, config, _ROW_LIMIT_S) or ()

    def read_turn(self, picture: Picture, dpi: int) -> int | None:
        """Say how far the page must be turned clockwise; None: Tesseract cannot tell."""
        config = f"--dpi {dpi}"
        try:
            found = _run(pytesseract.image_to_osd, picture, "osd", config, _OSD_LIMIT_S)
        except _TooLongError:
            return None
        except ReadingFailedError:  # "Too few characters": not a page with text
            return None
        return int(found["rotate"]) if found["orientation_conf"] > _SURE_TURN else None


class _TooLongError(Exception):
    """Tesseract did not end in time."""


def _data(picture: Picture, language: str, config: str, limit_s: float) -> tuple[Word, ...] | None:
    try:
        table = _run(pytesseract.image_to_data, picture, language, config, limit_s)
    except _TooLongError:
        return None
    words: list[Word] = []
    seen: dict[tuple[int, int, int], int] = {}
    for at, text in enumerate(table["text"]):
        if not text.strip():
            continue
        key = table["block_num"][at], table["par_num"][at], table["line_num"][at]
        left, top = table["left"][at], table["top"][at]
        right, bottom = left + table["width"][at], top + table["height"][at]
        confidence = max(float(table["conf"][at]), 0.0) / 100
        line = seen.setdefault(key, len(seen))
        words.append(Word(text.strip(), left, top, right, bottom, confidence, line))
    return tuple(words)


def _run(
    call: Callable[..., dict[str, Any]],
    picture: Picture,
    language: str,
    config: str,
    limit_s: float,
) -> dict[str, Any]:
    os.environ["OMP_THREAD_LIMIT"] = "1"
    image = Image.fromarray(picture)
    image.format = "PPM"
    try:
        return call(
            image,
            lang=language,
            config=config,
            timeout=limit_s,
            output_type=pytesseract.Output.DICT,
        )
    except pytesseract.TesseractNotFoundError as error:
        raise NoTesseractError from error
    except pytesseract.TesseractError as error:  # is a RuntimeError too
        if "Failed loading language" in error.message or "Error opening data file" in error.message:
            raise NoLanguageError(language) from error
        raise ReadingFailedError from error
    except RuntimeError as error:  # pytesseract's word for a timeout
        raise _TooLongError from error
