"""Which Tesseract reads: the one inside our process where it is there, else the program."""

from ocr import tesserocr
from ocr.tesseract import Tesseract
from ocr.tesserocr import Tesserocr


def tesseract(
    languages: str = "jpn", row_language: str = "eng", text_limit_s: float = 20.0
) -> Tesseract | Tesserocr:
    """Choose for these languages; costs next to nothing, so ask anew for each page.

    Where something is missing, the program is chosen: it says what is to be installed.
    """
    if is_inside(languages, row_language):
        return Tesserocr(languages, row_language, text_limit_s)
    return Tesseract(languages, row_language, text_limit_s)


def is_inside(languages: str, row_language: str = "eng") -> bool:
    """Say whether Tesseract reads these languages inside our process."""
    return tesserocr.is_there(languages, row_language)
