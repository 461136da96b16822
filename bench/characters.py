"""How many characters of a page's text layer are wrong, in whatever order its text comes. Pure.

Both sides are folded: NFKC, all white space taken away. Each true piece of text, the longest first,
is looked for in the extracted text; it counts the edit distance (a character added, left out or
taken for another: 1 each) to the stretch that resembles it most. What one piece has been found in
no other piece finds again, so that a name that stands on a page twice must have been read twice; a
stretch of which more than half is wrong stays for the others. Distances are added over a whole
corpus and divided by the characters of its truth.

So reading order, columns and line breaks cost nothing, and neither do characters that no piece of
the truth resembles: how many of these there are is told beside (`surplus`).
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_TAKEN = "\0"  # in no folded text


@dataclass(frozen=True, slots=True)
class Characters:
    """Counted characters of one page or of many."""

    true: int = 0
    wrong: int = 0
    surplus: int = 0

    def __add__(self, other: "Characters") -> "Characters":
        return Characters(
            self.true + other.true, self.wrong + other.wrong, self.surplus + other.surplus
        )

    @property
    def error_rate(self) -> float:
        """Wrong characters, as a part of the true ones."""
        return self.wrong / max(self.true, 1)

    @property
    def surplus_rate(self) -> float:
        """Characters that belong to no true text, as a part of the true ones."""
        return self.surplus / max(self.true, 1)


def compared(true: Iterable[str], extracted: str) -> Characters:
    """Compare the pieces of text that stand on a page with what was extracted."""
    left, wrong, count = folded(extracted), 0, 0
    for piece in sorted(map(folded, true), key=len, reverse=True):
        stretch = resembling(piece, left)
        count, wrong = count + len(piece), wrong + stretch.distance
        if stretch.distance <= len(piece) / 2:
            left = left[: stretch.start] + _TAKEN + left[stretch.end :]
    return Characters(count, wrong, len(left.replace(_TAKEN, "")))


def folded(text: str) -> str:
    """Fold widths and take all white space and control characters away."""
    return "".join(
        char
        for char in unicodedata.normalize("NFKC", text)
        if not char.isspace() and unicodedata.category(char) != "Cc"
    )


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a text, and its edit distance to what was looked for."""

    start: int
    end: int
    distance: int


def resembling(piece: str, text: str) -> Stretch:
    """Find the stretch of a text that is nearest to a piece; none of it, if nothing is near."""
    at = text.find(piece)
    if at >= 0:
        return Stretch(at, at + len(piece), 0)
    table = _distances(_numbers(piece), _numbers(text))
    end = int(table[-1].argmin())
    return Stretch(_start(table, piece, text, end), end, int(table[-1, end]))


def _distances(piece: NDArray[np.uint32], text: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Row i, column j: from the first i characters to whatever stretch ends before character j."""
    columns = np.arange(len(text) + 1)
    table = np.zeros((len(piece) + 1, len(columns)), np.int64)
    for i, char in enumerate(piece):
        row, above = table[i + 1], table[i]
        row[0] = i + 1
        np.minimum(above[1:] + 1, above[:-1] + (text != char), out=row[1:])
        row[:] = np.minimum.accumulate(row - columns) + columns  # a character of the text too many
    return table


def _start(table: NDArray[np.int64], piece: str, text: str, end: int) -> int:
    """Go back from the end of a stretch the way its distance came about."""
    i, j = len(piece), end
    while i:
        if j and table[i, j] == table[i - 1, j - 1] + (piece[i - 1] != text[j - 1]):
            i, j = i - 1, j - 1
        elif table[i, j] == table[i - 1, j] + 1:
            i -= 1
        else:
            j -= 1
    return j


def _numbers(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)
