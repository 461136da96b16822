"""Personal numbers (個人番号, 12 digits) are taken out of everything that is kept. Pure.

Any number of exactly twelve digits goes, with or without a label or other digits beside it and
whatever its check digit says, unless it is without doubt a tracking number. An application ID is
never taken for one. Beside and below the label 個人番号 all digits go, since one that was misread
spoils the count. Rows of boxes read as one word go too: such text is of no use.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from ocr.boxed_digits import are_of_id, are_strewn, boxed, in_longer, is_lined
from ocr.claimed import claimed
from ocr.digit_groups import PRINTED, IdGroups, application_ids, longer_numbers, twelve_digits
from ocr.form import FormLayout, id_groups
from ocr.id_label import is_below_id_label, is_beside_id_label
from ocr.number_label import Labelled, is_behind_label, labelled
from ocr.reading import Box, Code, Word
from ocr.rows import Row, around
from ocr.tracking_number import in_bars, tracking_numbers

_DIGITS = dict(zip("０１２３４５６７８９", "0123456789", strict=True))
_BREAKS = dict.fromkeys("‐‑–—−ー－―_|｜.,·・／/", "-")
_LOOKS = dict(zip("OoQDIlZSB", "000011258", strict=True))
_PLAIN = str.maketrans(_DIGITS | _BREAKS)
_LENIENT = str.maketrans(_DIGITS | _BREAKS | _LOOKS)
_PLAIN_DIGITS = frozenset("0123456789")
_DIGIT_GROUPS = re.compile(r"[0-9]+")
_LENGTH = 12
_BOXED = 10  # groups of digits: in more, each stands in a box of its own
_SURE = 8  # true digits in a number; the others may be letters that look like digits


def spans(text: str, groups: IdGroups = PRINTED) -> tuple[tuple[int, int], ...]:
    """Find where isolated numbers of exactly twelve digits stand in a text.

    `groups`: how the digits of an application ID are set apart.
    """
    plain, lenient = text.translate(_PLAIN), text.translate(_LENIENT)
    numbers = longer_numbers(text, lenient, groups)
    longer = (span for span in numbers if _is_longer(plain, lenient, *span))
    kept = (*application_ids(text, plain, groups), *longer)
    twelve = (twelve_digits(text, folded, groups) for folded in (plain, lenient))
    found = dict.fromkeys(span for some in twelve for span in some)
    return tuple(
        (start, end)
        for start, end in found
        if sum(char.isdigit() for char in text[start:end]) >= _SURE
        and not any(start < id_end and id_start < end for id_start, id_end in kept)
    )


def _is_longer(plain: str, lenient: str, start: int, end: int) -> bool:
    """Say whether a number is longer than twelve without the letters at its ends: No, a line."""
    sure = [at for at in range(start, end) if plain[at] in _PLAIN_DIGITS]
    within = lenient[sure[0] : sure[-1] + 1] if sure else ""
    return sum(char in _PLAIN_DIGITS for char in within) > _LENGTH


def in_rows(
    rows: Sequence[Row],
    codes: Sequence[Code] = (),
    forms: Sequence[FormLayout] = (),
    *,
    is_mail: bool = False,
) -> tuple[Labelled, ...]:
    """Give each number found: by its length, by its label, by its boxes.

    `forms`: they say how the application ID is set apart, and which labels claim it.
    """
    groups = id_groups(forms)
    tracking = {row: tuple(tracking_numbers(row, rows, codes, is_mail=is_mail)) for row in rows}
    at_label = frozenset(
        word for parts in claimed(rows, forms) for part in parts for word in part.words
    )
    isolated = [
        words
        for row in rows
        for span in _unkept(row, tracking[row], groups)
        if at_label.isdisjoint(words := row.words_between(*span))
    ]
    boxes = [(word,) for row in rows for word in boxed(row) if not is_below_id_label(word, rows)]
    ids = frozenset(word for row in rows for word in _in_ids(row, groups))
    alone = (Labelled(words, around(words)) for words in (*isolated, *boxes))
    return (*alone, *labelled(rows, ids | at_label))


def without(words: Sequence[Word], numbers: Iterable[Labelled]) -> tuple[Word, ...]:
    """Take the words of the numbers out."""
    gone = {word for number in numbers for word in number.words}
    return tuple(word for word in words if word not in gone)


def boxes(numbers: Iterable[Labelled]) -> tuple[Box, ...]:
    """Say where the numbers stand."""
    return tuple(dict.fromkeys(number.box for number in numbers))


def silenced(codes: Iterable[Code], *, is_mail: bool = False) -> tuple[Code, ...]:
    """Take the payload from every code that holds such a number."""
    return tuple(
        Code(code.symbology, "", *code.box)
        if spans(code.text) and not in_bars(code, is_mail=is_mail)
        else code
        for code in codes
    )


def _unkept(
    row: Row, tracking: Sequence[tuple[int, int]], groups: IdGroups
) -> Iterator[tuple[int, int]]:
    for start, end in spans(row.text, groups):
        is_tracking = any(first <= start and end <= last for first, last in tracking)
        if not is_tracking and not _is_of_longer(row, start, end):
            yield start, end


def _is_of_longer(row: Row, start: int, end: int) -> bool:
    """Say whether the digits are a part of boxes, or of an ID of which some were not read."""
    words = row.words_between(start, end)
    in_boxes = (in_longer, are_strewn, are_of_id)
    return any(says(row, words) for says in in_boxes) or is_beside_id_label(row.text, start)


def _in_ids(row: Row, groups: IdGroups) -> Iterator[Word]:
    """The words of application IDs; digits with lines between them may make 23 by chance.

    So may twelve boxes and eleven others behind them: beside the label of a personal number they
    are no ID.
    """
    plain = row.text.translate(_PLAIN)
    for start, end in application_ids(row.text, plain, groups):
        in_boxes = len(_DIGIT_GROUPS.findall(plain, start, end)) > _BOXED
        if is_lined(row.text[start:end]) or (in_boxes and is_behind_label(row.text, start)):
            continue
        yield from row.words_between(start, end)
