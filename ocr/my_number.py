"""Personal numbers (個人番号, 12 digits) are taken out of everything that is kept. Pure.

Any number of exactly twelve digits goes, with or without a label or other digits beside it and
whatever its check digit says: a tracking number too many in the bin is better than one personal
number in the index. An application ID is never taken for one.
Beside and below the label 個人番号 all digits go, since one that was misread spoils the count.
Rows of boxes read as one word go too: whatever stood in them, such text is of no use.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from ocr.digit_groups import application_ids, twelve_digits
from ocr.reading import Box, Code, Word
from ocr.rows import Row, around

_DIGITS = dict(zip("０１２３４５６７８９", "0123456789", strict=True))
_BREAKS = dict.fromkeys("‐‑–—−ー－―_|｜.,·・／/", "-")
_LOOKS = dict(zip("OoQDIlZSB", "000011258", strict=True))
_PLAIN = str.maketrans(_DIGITS | _BREAKS)
_LENIENT = str.maketrans(_DIGITS | _BREAKS | _LOOKS)
_SURE = 8  # true digits in a number; the others may be letters that look like digits
_LABEL = re.compile(
    r"(個 ?人 ?番 ?号|個 ?人 ?番 ?.|個 ?人 ?. ?号|個 ?. ?番 ?号|. ?人 ?番 ?号)(?! ?[カ力])"
)
_BELOW = 4  # heights of the label: where the number stands on a card's back
_WORTH_HIDING = 3  # digits in a word below a label
_BOX_LINES = frozenset("|｜lI!iｌ[]()（）「」")
_LONG = 12  # characters: a row of boxes, if half of them are lines


def spans(text: str) -> tuple[tuple[int, int], ...]:
    """Find where isolated numbers of exactly twelve digits stand in a text."""
    plain, lenient = text.translate(_PLAIN), text.translate(_LENIENT)
    kept = (*application_ids(text, plain), *application_ids(text, lenient))
    found = dict.fromkeys((*twelve_digits(text, plain), *twelve_digits(text, lenient)))
    return tuple(
        (start, end)
        for start, end in found
        if _digits(text[start:end]) >= _SURE
        and not any(start < id_end and id_start < end for id_start, id_end in kept)
    )


def in_rows(rows: Sequence[Row]) -> tuple[tuple[Word, ...], ...]:
    """Give the words of each number found: by its length, by its label, by its boxes."""
    found = [row.words_between(*span) for row in rows for span in spans(row.text)]
    found += [words for row in rows if (words := _labelled(row, rows))]
    found += [(word,) for row in rows for word in row.words if _is_boxes(word.text)]
    return tuple(found)


def without(words: Sequence[Word], numbers: Iterable[Sequence[Word]]) -> tuple[Word, ...]:
    """Take the words of the numbers out."""
    gone = {word for number in numbers for word in number}
    return tuple(word for word in words if word not in gone)


def boxes(numbers: Iterable[Sequence[Word]]) -> tuple[Box, ...]:
    """Say where the numbers stand."""
    return tuple(dict.fromkeys(around(number) for number in numbers))


def silenced(codes: Iterable[Code]) -> tuple[Code, ...]:
    """Take the payload from every code that holds such a number."""
    return tuple(
        Code(code.symbology, "", *code.box) if spans(code.text) else code for code in codes
    )


def _labelled(row: Row, rows: Sequence[Row]) -> tuple[Word, ...]:
    """The words with digits right of a label in this row, and in the rows right below it."""
    label = _LABEL.search(row.text)
    if label is None:
        return ()
    left, top, _, bottom = around(row.words_between(*label.span()))
    lowest = bottom + _BELOW * (bottom - top)
    below = (
        word
        for other in rows
        for word in other.words
        if bottom < (word.top + word.bottom) / 2 < lowest and word.left >= left - (bottom - top)
    )
    found = (
        *(word for word in row.words_between(label.end(), len(row.text)) if _digits(word.text)),
        *(word for word in below if _digits(word.text) >= _WORTH_HIDING),
    )
    kept = {word for other in rows for word in _in_ids(other)}
    return tuple(word for word in found if word not in kept)


def _in_ids(row: Row) -> Iterator[Word]:
    for span in application_ids(row.text, row.text.translate(_PLAIN)):
        yield from row.words_between(*span)


def _is_boxes(text: str) -> bool:
    """Digits with the lines of their boxes between them, however the digits were misread."""
    lines, digits = sum(char in _BOX_LINES for char in text), _digits(text)
    if text.isascii() and len(text) >= _LONG and lines >= _LONG // 2:
        return True
    return lines >= 3 and digits >= 3 and lines + digits >= 0.7 * len(text)


def _digits(text: str) -> int:
    return sum(char.isdigit() for char in text)
