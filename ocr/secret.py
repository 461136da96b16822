"""What stands beside the labels of PIN boxes is kept neither in text layer nor in index. Pure."""

from collections.abc import Iterable, Sequence

from ocr.reading import Word
from ocr.recognise import end_of, folded
from ocr.rows import Row, around


def beside_labels(rows: Sequence[Row], labels: Iterable[str]) -> tuple[Word, ...]:
    """Give the words right of every label, a little above and below included: boxes are higher."""
    zones = [zone for row in rows for label in labels if (zone := _zone(row, label))]
    return tuple(
        word
        for row in rows
        for word in row.words
        if any(
            word.left >= left and top <= (word.top + word.bottom) / 2 <= bottom
            for left, top, bottom in zones
        )
    )


def _zone(row: Row, label: str) -> tuple[int, int, int] | None:
    """Where the secret stands: from which pixel to the right, between which heights."""
    end = end_of(label, folded(row.text))
    if end is None:
        return None
    words = row.words_between(0, _unfolded(row.text, end))
    _, top, right, bottom = around(words)
    height = bottom - top
    return right, top - height, bottom + height


def _unfolded(text: str, end: int) -> int:
    """Say where in a text so many of its folded letters have passed."""
    passed = 0
    for at, char in enumerate(text, start=1):
        passed += len(folded(char))
        if passed >= end:
            return at
    return len(text)
