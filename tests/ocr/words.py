"""Words and rows laid out by hand, for tests."""

from collections.abc import Iterable

from ocr.reading import Word
from ocr.rows import Row, rows_of

HEIGHT = 20


def word(text: str, left: int = 0, top: int = 0, line: int = 0, width: int | None = None) -> Word:
    """A word of 20 pixels a letter, 20 pixels high."""
    right = left + (HEIGHT * len(text) if width is None else width)
    return Word(text, left, top, right, top + HEIGHT, 0.9, line)


def line(*texts: str, top: int = 0, number: int = 0, gap: int = 20) -> list[Word]:
    """Words one behind the other, with the same gap between them."""
    words, left = [], 0
    for text in texts:
        words.append(word(text, left, top, number))
        left = words[-1].right + gap
    return words


def rows(*texts: str) -> tuple[Row, ...]:
    """Rows 40 pixels apart; blanks separate words, ideographic blanks separate columns."""
    words: list[Word] = []
    for number, text in enumerate(texts):
        left = 0
        for column in text.split("　"):
            for part in column.split():
                words.append(word(part, left, 40 * number, number))
                left = words[-1].right + HEIGHT
            left += 5 * HEIGHT
    return rows_of(words)


def texts(found: Iterable[Row]) -> list[str]:
    """The texts of some rows."""
    return [row.text for row in found]
