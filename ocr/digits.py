"""Who reads a row of digits: nets of two families, so that they do not err alike."""

from dataclasses import dataclass

from ocr.engines import tesseract
from ocr.page import Picture
from ocr.ppocr import PPOCR_READER, PpOcr
from ocr.reading import Word


@dataclass(frozen=True, slots=True)
class DigitReaders:
    """PP-OCRv6, then Tesseract's net for digits, then its net for the page."""

    languages: str = "jpn"
    row_language: str = "eng"

    @property
    def digit_readers(self) -> tuple[str, ...]:
        """The names of the readers, the best first."""
        return (PPOCR_READER, *tesseract(self.languages, self.row_language).digit_readers)

    def read_digits(self, picture: Picture, reader: str) -> tuple[Word, ...]:
        """Give the groups of digits on a picture of one row, from left to right."""
        if reader == PPOCR_READER:
            return PpOcr().read_digits(picture, reader)
        return tesseract(self.languages, self.row_language).read_digits(picture, reader)
