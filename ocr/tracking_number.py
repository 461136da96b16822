"""Numbers that follow a letter or parcel and so tell whose it is: they are kept. Pure.

Of twelve digits only where nothing is in doubt: the paper says so in words or in bars, and the
check digit is not that of a personal number. Bars on mail are what the post put there, and one in
ten of its numbers passes that check by chance: they count whatever the check says.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from ocr.check_digit import is_my_number
from ocr.reading import Code, Word
from ocr.rows import Row, around

_LENGTH = 12
_NUMBER = re.compile(r"(?<![0-9])[0-9]{4}([ -]?)[0-9]{4}\1[0-9]{4}(?![0-9])")
_LABEL = re.compile(
    r"(?:引 ?受|追 ?跡|問 ?い? ?合 ?わ? ?せ|送 ?り? ?状|伝 ?票) ?(?:伝 ?票 ?)?(?:番 ?号|No)"
    r"|書 ?留|特 ?定 ?記 ?録|ゆ ?う ?パ ?ッ ?ク|レ ?タ ?ー ?パ ?ッ ?ク"
)
_BESIDE = 8  # characters between label and number: a colon, a blank, a word in brackets
_BELOW = 3  # heights of the label: where the number stands under it
_BARS = frozenset({"Codabar", "Code 128", "Code 39", "Code 93", "ITF"})
_ENDS = "ABCDabcd*"  # what NW-7 and Code 39 begin and end with

Span = tuple[int, int]  # where in a row's text it begins and ends


def in_bars(code: Code, *, is_mail: bool = False) -> str:
    """Give the digits of a bar code that carries nothing else; empty if it may hold a person's.

    A personal number stands in no bar code, but anything may be printed as one; only on mail
    (`is_mail`) nobody would.
    """
    digits = code.text.strip(_ENDS)
    is_plain = code.symbology in _BARS and digits.isascii() and digits.isdigit()
    is_short = len(digits) < _LENGTH - 1
    may_be_a_persons = is_my_number(digits) and not is_mail
    return "" if not is_plain or is_short or may_be_a_persons else digits


def tracking_numbers(
    row: Row, rows: Sequence[Row], codes: Iterable[Code], *, is_mail: bool = False
) -> Iterator[Span]:
    """Say where in a row such numbers stand.

    Args:
        row: where to look.
        rows: all rows of the page: a label may stand above.
        codes: those of the page: what stands below bars is what they carry.
        is_mail: the page is an envelope.
    """
    for digits in dict.fromkeys(in_bars(code, is_mail=is_mail) for code in codes):
        if digits:
            printed = "[ -]?".join(digits)
            yield from (m.span() for m in re.finditer(rf"(?<![0-9]){printed}(?![0-9])", row.text))
    for number in _NUMBER.finditer(row.text):
        if is_my_number(re.sub(r"[^0-9]", "", number[0])):
            continue
        words = row.words_between(*number.span())
        if _is_beside(row.text[: number.start()]) or any(_is_below(words, other) for other in rows):
            yield number.span()


def _is_beside(before: str) -> bool:
    """Say whether the text in front of a number ends with a label."""
    labels = list(_LABEL.finditer(before))
    between = before[labels[-1].end() :] if labels else ""
    return bool(labels) and len(between) <= _BESIDE and not re.search(r"[0-9]", between)


def _is_below(number: Sequence[Word], above: Row) -> bool:
    left, top, right, _ = around(number)
    for label in _LABEL.finditer(above.text):
        box = around(above.words_between(*label.span()))
        height = box[3] - box[1]
        if box[1] < top < box[3] + _BELOW * height and box[0] < right and left < box[2]:
            return True
    return False
