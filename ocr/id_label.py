"""Digits that the label 申請書ID claims, though some of them were lost in reading. Pure."""

import re
from collections.abc import Sequence

from ledger.ids import APPLICATION_ID_LENGTH
from ocr.reading import Word
from ocr.rows import Row, around

_LABEL = re.compile(  # 1D alone may be digits of a number
    r"(?:[IiＩ] ?[DＤ]|[申請書N] ?[l1] ?[DＤ]|申 ?請 ?書 ?[:：]|^\W?[DＤ] ?[:：])[:： 　]*"
)
LEGIBLE_LABEL = re.compile(r"[申請書].{0,3}[Iil1Ｉ] ?[DＤ]")  # where more depends on it
_COLUMN = re.compile(r"[^　]+")
_OTHER = 12  # digits of a number that may be somebody's
_BELOW = 3  # heights


def is_beside_id_label(text: str, start: int) -> bool:
    """Say whether digits are a part of the number beside the label 申請書ID, misread as it may be.

    That is so only if what stands there has more digits than twelve and no more than an ID:
    another number may stand beside a whole one.
    """
    label = _LABEL.search(text)
    if label is None or label.start() > start:
        return False
    if start < label.end():  # I and D look like digits
        return True
    number = _COLUMN.match(text, label.end())
    if number is None or start >= number.end():
        return False
    return _OTHER < sum(char.isdigit() for char in number[0]) <= APPLICATION_ID_LENGTH


def is_below_id_label(word: Word, rows: Sequence[Row]) -> bool:
    """Say whether a word stands in the row of boxes right below the label."""
    for row in rows:
        for label in LEGIBLE_LABEL.finditer(row.text):
            left, top, _, bottom = around(row.words_between(*label.span()))
            is_under = top < word.top < bottom + _BELOW * (bottom - top)
            if is_under and left < word.right and word not in row.words:
                return True
    return False
