"""Do PINs stay out of what is kept of a page? Pure.

A PIN is kept if all its letters and digits stand in the readings of its page, or in its text layer,
as a run of their own: of four digits one in a thousand does by chance. It was read, be it wrong, if
words of the readings cover half of the place where it stands.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from bench.my_numbers import cover, in_reading
from bench.truth import TruePage
from ocr.reading import Reading


@dataclass(frozen=True, slots=True)
class PinsKept:
    """How many PINs stand on some papers, were kept, and have words where they stand."""

    pins: int = 0
    kept: int = 0
    covered: int = 0

    def __add__(self, other: "PinsKept") -> "PinsKept":
        return PinsKept(
            self.pins + other.pins, self.kept + other.kept, self.covered + other.covered
        )


def pins_kept(page: TruePage, reading: Reading | None, texts: Iterable[str]) -> PinsKept:
    """Look for the PINs of a page in its texts, and for words in their places."""
    texts = tuple(texts)
    words = [] if reading is None else [(w.left, w.top, w.right, w.bottom) for w in reading.words]
    return PinsKept(
        pins=len(page.pins),
        kept=sum(any(stands_alone(pin, text) for text in texts) for pin, _ in page.pins),
        covered=sum(
            reading is not None and cover(words, in_reading(box, page, reading))
            for _, box in page.pins
        ),
    )


def stands_alone(pin: str, text: str) -> bool:
    """Say whether a text has all of a PIN, a blank between its characters or not."""
    spaced = " ?".join(map(re.escape, _folded(pin)))
    return re.search(rf"(?<![0-9A-Z]){spaced}(?![0-9A-Z])", _folded(text)) is not None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).upper()
