"""Personal numbers (個人番号, 12 digits) are taken out of everything that is kept. Pure.

Any isolated number of exactly twelve digits goes, with or without a label and whatever its check
digit says: a tracking number too many in the bin is better than one personal number in the index.
Beside and below the label 個人番号 all digits go, since one that was misread spoils the count.
Rows of boxes read as one word go too: whatever stood in them, such text is of no use.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from ledger.ids import APPLICATION_ID_LENGTH
from ocr.reading import Box, Code, Word
from ocr.rows import Row, around

_LENGTH = 12
_DIGITS = dict(zip("０１２３４５６７８９", "0123456789", strict=True))
_BREAKS = dict.fromkeys("‐‑–—−ー－―_|｜.,·・／/", "-")
_LOOKS = dict(zip("OoQDIlZSB", "000011258", strict=True))
_PLAIN = str.maketrans(_DIGITS | _BREAKS)
_LENIENT = str.maketrans(_DIGITS | _BREAKS | _LOOKS)
_SURE = 8  # true digits in a number; the others may be letters that look like digits
_RUN = re.compile(r"[0-9](?:[ -]{0,3}[0-9])*")
_GROUP = 4  # digits printed together
_LABEL = re.compile(
    r"(個 ?人 ?番 ?号|個 ?人 ?番 ?.|個 ?人 ?. ?号|個 ?. ?番 ?号|. ?人 ?番 ?号)(?! ?[カ力])"
)
_BELOW = 4  # heights of the label: where the number stands on a card's back
_WORTH_HIDING = 3  # digits in a word below a label
_BOX_LINES = frozenset("|｜lI!iｌ[]()（）「」")
_LONG = 12  # characters: a row of boxes, if half of them are lines


def spans(text: str) -> tuple[tuple[int, int], ...]:
    """Find where isolated numbers of exactly twelve digits stand in a text."""
    return tuple(
        span
        for table in (_PLAIN, _LENIENT)
        for match in _RUN.finditer(text.translate(table))
        for span in _numbers(match)
        if _digits(text[slice(*span)]) >= _SURE
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


def _numbers(run: re.Match[str]) -> Iterator[tuple[int, int]]:
    """The whole run, or the groups of four in it that make twelve digits together.

    A speck beside a number is read as one more digit; it stands apart from the groups of four.
    """
    count = _digits(run[0])
    if count == _LENGTH:
        yield run.span()
    elif count != APPLICATION_ID_LENGTH:
        yield from _in_groups(run)


def _in_groups(run: re.Match[str]) -> Iterator[tuple[int, int]]:
    fours: list[re.Match[str]] = []
    for group in [*re.finditer(r"[0-9]+", run[0]), None]:
        if group is not None and len(group[0]) % _GROUP == 0:
            fours.append(group)
            continue
        if sum(len(one[0]) for one in fours) == _LENGTH:
            yield run.start() + fours[0].start(), run.start() + fours[-1].end()
        fours = []


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
    return (
        *(word for word in row.words_between(label.end(), len(row.text)) if _digits(word.text)),
        *(word for word in below if _digits(word.text) >= _WORTH_HIDING),
    )


def _is_boxes(text: str) -> bool:
    """Digits with the lines of their boxes between them, however the digits were misread."""
    lines, digits = sum(char in _BOX_LINES for char in text), _digits(text)
    if text.isascii() and len(text) >= _LONG and lines >= _LONG // 2:
        return True
    return lines >= 3 and digits >= 3 and lines + digits >= 0.7 * len(text)


def _digits(text: str) -> int:
    return sum(char.isdigit() for char in text)
