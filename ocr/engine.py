"""The seam to engines that read words."""

from typing import Protocol

from ocr.page import Picture
from ocr.reading import Word


class DigitEngine(Protocol):
    """Reads rows of digits, with one reader or several."""

    @property
    def digit_readers(self) -> tuple[str, ...]:
        """The names of the readers of digits, the best first; two of them err differently."""

    def read_digits(self, picture: Picture, reader: str) -> tuple[Word, ...]:
        """Give the groups of digits on a picture of one row, from left to right."""


class Engine(DigitEngine, Protocol):
    """Reads pictures. An engine holds no state between pages."""

    def read_words(self, picture: Picture, dpi: int) -> tuple[Word, ...] | None:
        """Give the words of an upright page in reading order; None: the time was up.

        Nothing readable gives nothing, not an error.
        """

    def read_zone(self, picture: Picture, dpi: int) -> tuple[Word, ...]:
        """Give the words of a part of a page, taken as one block of text."""
