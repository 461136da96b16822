"""What stands beside or below the label 個人番号, however it was misread. Pure.

A digit that was misread, or not read at all, spoils the count of twelve, and boxes are read in
pieces; so beside the label go all digits, and whatever stands between them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ocr.boxed_digits import are_strewn, is_legible
from ocr.id_label import is_below_id_label
from ocr.reading import Box, Word
from ocr.rows import Row, around

_LABEL = re.compile(
    r"(個 ?人 ?番 ?号|個 ?人 ?番 ?.|個 ?人 ?. ?号|個 ?. ?番 ?号|. ?人 ?番 ?号"
    r"|個 ?人 ?[^\s\d]{2}(?= ?\d{3})|マ ?イ ?ナ ?ン ?バ ?ー|(?:什|千 ?十) ?>? ?[^\s\d] ?一)"
    r"(?! ?[カ力]| ?.[ー一]?[ドト])"  # 什八一: マイナンバー to a fast net
)
_OTHER_LABEL = re.compile(r"氏 ?名|生 ?年|住 ?所|電 ?話|性 ?別|有 ?効|申 ?請 ?書|受 ?付|製 ?造")
_DIGITS = 12
_ENOUGH = 8  # digits beside a label: then nothing is looked for below it
_LEVEL = 0.9  # heights: boxes that a reader put into another row
_BELOW = 4  # heights of the label: where the number stands on a card's back
_ASIDE = 12  # heights from the label's end, at most, where something below begins
_WORTH_HIDING = 3  # digits in a word below a label
_BOXED = 2  # digits at most that were read as one
_BOXES = range(5, 14)  # digits in a row of boxes: some unread, a line read as one
_WIDEST = 30  # heights: twelve boxes


@dataclass(frozen=True, slots=True)
class Labelled:
    """The words that go for a label's sake, and the place of the whole number."""

    words: tuple[Word, ...]
    box: Box


def labelled(rows: Sequence[Row], kept: frozenset[Word]) -> Iterator[Labelled]:
    """Give what stands beside each label, or else below it.

    Args:
        rows: of a page.
        kept: words of other numbers, such as an application ID, that no label reaches.
    """
    for row in rows:
        for match in _LABEL.finditer(row.text):
            label = around(row.words_between(*match.span()))
            beside = tuple(word for word in _beside(row, match.end(), label, rows, kept))
            if beside:
                yield Labelled(beside, _place(beside, label, row))
            if _count(beside) < _ENOUGH:
                below = tuple(word for word in _below(label, rows) if word not in kept)
                if not below and not beside:  # some forms name a number under it
                    below = tuple(word for word in _above(label, rows) if word not in kept)
                if below:
                    yield Labelled(below, _place_by(below, label))


def is_behind_label(text: str, start: int) -> bool:
    """Say whether the label stands right before a place in a row."""
    labels = list(_LABEL.finditer(text, 0, start))
    if not labels:
        return False
    between = text[labels[-1].end() : start]
    return not is_legible(between) and not _OTHER_LABEL.search(between)


def _beside(
    row: Row, start: int, label: Box, rows: Sequence[Row], kept: frozenset[Word]
) -> Iterator[Word]:
    other = _OTHER_LABEL.search(row.text, start)
    words = row.words_between(start, other.start() if other else len(row.text))
    words = tuple(word for word in words if word.left >= label[2] - (label[3] - label[1]))
    digits = [at for at, word in enumerate(words) if _count([word])]
    if digits:
        between = words[: digits[-1] + 1]
        rest = words[digits[-1] + 1 :]
        found = (*between, *(word for word in rest if not is_legible(word.text)))
        yield from (word for word in found if not is_legible(word.text) and word not in kept)
    for word in _level(label, words, rows):
        if word not in kept and word not in row.words and _count([word]):
            yield word


def _level(label: Box, words: Sequence[Word], rows: Sequence[Row]) -> Iterator[Word]:
    """Give the words of other rows that lie on the line of the label and what is beside it."""
    height, end = label[3] - label[1], max([label[2], *(word.right for word in words)])
    line = [label, *(word.box for word in words)]
    for word in (word for row in rows for word in row.words):
        if label[2] <= word.left < max(end, label[2] + _WIDEST * height // 2):
            near = min(line, key=lambda box: abs(box[0] + box[2] - word.left - word.right))
            if abs(word.top + word.bottom - near[1] - near[3]) / 2 < _LEVEL * height:
                yield word


def _below(label: Box, rows: Sequence[Row]) -> Iterator[Word]:
    bottom, height = label[3], label[3] - label[1]
    for row in rows:
        boxes = _boxes(row, rows)
        for word in row.words:
            is_under = bottom < (word.top + word.bottom) / 2 < bottom + _BELOW * height
            is_number = _count([word]) >= _WORTH_HIDING and _is_near(word, label)
            if is_under and (is_number or (word in boxes and _is_near(boxes[0], label))):
                yield word


def _above(label: Box, rows: Sequence[Row]) -> Iterator[Word]:
    top, height = label[1], label[3] - label[1]
    for row in rows:
        middle = (row.box[1] + row.box[3]) / 2
        if top - _BELOW * height < middle < top and _is_near(row.words[0], label):
            yield from _boxes(row, rows)


def _boxes(row: Row, rows: Sequence[Row]) -> tuple[Word, ...]:
    """Give the digits of a row of boxes, one of each read at least, that may be a person's.

    A row with a label of its own is none, nor is one below the label of an application ID, or one
    that reaches too far.
    """
    if any(is_legible(word.text) or is_below_id_label(word, rows) for word in row.words):
        return ()
    boxes = tuple(word for word in row.words if _count([word]) > 0 and len(word.text) <= _BOXED)
    return boxes if _count(boxes) in _BOXES and not are_strewn(row, boxes) else ()


def _is_near(word: Word, label: Box) -> bool:
    left, top, right, bottom = label
    height = bottom - top
    return word.right > left - height and word.left < right + _ASIDE * height


def _place(words: Sequence[Word], label: Box, row: Row) -> Box:
    """Reach from the label to where twelve digits would end: the last may not have been read."""
    left, top, right, bottom = around(words)
    found = max(_count(words), 1)
    if found < _DIGITS:
        wider = (right - label[2]) * _DIGITS // found
        limit = label[2] + min(wider, _WIDEST * (label[3] - label[1]))
        after = [word.left for word in row.words if word.left >= right and is_legible(word.text)]
        right = max(right, min([limit, *after]))
    return min(left, label[2]), top, right, bottom


def _place_by(words: Sequence[Word], label: Box) -> Box:
    """Reach from under the label to where twelve digits would end, where some were not read."""
    left, top, right, bottom = around(words)
    found, height = _count(words), label[3] - label[1]
    if found < _DIGITS:
        left = min(left, label[0])
        right = max(right, min(left + (right - left) * _DIGITS // found, left + _WIDEST * height))
    return left, top, right, bottom


def _count(words: Sequence[Word]) -> int:
    return sum(char.isdigit() for word in words for char in word.text)
