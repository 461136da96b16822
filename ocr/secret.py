"""What stands beside the labels of PIN boxes is kept neither in text layer nor in index. Pure."""

from collections.abc import Iterable, Sequence

from ocr.reading import Box, Word
from ocr.recognise import end_of, folded
from ocr.rows import Row, around

_WIDEST = 15  # heights from where a label begins to where the boxes begin, at most
_BELOW = 3  # heights: the next label, should it be misread altogether

Zone = tuple[int, int, int]  # from which pixel to the right, between which heights


def beside_labels(rows: Sequence[Row], labels: Iterable[str]) -> tuple[Word, ...]:
    """Give the words right of the labels, a little above and below included: boxes are higher.

    Labels stand below each other, so what lies between two of them goes too: a label in between
    may have been misread altogether.
    """
    places = zones(rows, labels)
    return tuple(
        word
        for row in rows
        for word in row.words
        if any(
            word.left >= left and top <= (word.top + word.bottom) / 2 <= bottom
            for left, top, bottom in places
        )
    )


def zones(rows: Sequence[Row], labels: Iterable[str]) -> tuple[Zone, ...]:
    """Say where that is: from which pixel to the right, between which heights."""
    found = [zone for label in labels for row in rows if (zone := _zone(row, label))]
    if found:
        lefts, tops, bottoms = zip(*found, strict=True)
        found.append((min(lefts), min(tops), max(bottoms)))
    return tuple(found)


def is_secret(box: Box, rows: Sequence[Row], labels: Iterable[str]) -> bool:
    """Say whether a line stands there, as far as the labels have been read."""
    left, top, _, bottom = box
    return any(
        left >= zone_left and zone_top <= (top + bottom) / 2 <= zone_bottom
        for zone_left, zone_top, zone_bottom in zones(rows, labels)
    )


def _zone(row: Row, label: str) -> Zone | None:
    end = end_of(label, folded(row.text))
    if end is None:
        return None
    words = row.words_between(0, _unfolded(row.text, end))
    left, top, right, bottom = around(words)
    height = bottom - top
    return min(right, left + _WIDEST * height), top - height, bottom + _BELOW * height


def _unfolded(text: str, end: int) -> int:
    """Say where in a text so many of its folded letters have passed."""
    passed = 0
    for at, char in enumerate(text, start=1):
        passed += len(folded(char))
        if passed >= end:
            return at
    return len(text)
