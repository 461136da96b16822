"""Rows that carry a label of their own, such as 生年月日: no zone of PINs reaches over them. Pure.

Where labels of PINs were not read, their zones are guessed, and a guess too high hides the birth
date, by which a paper's person is known.
"""

import re
from collections.abc import Iterator, Sequence

from ocr.reading import Box
from ocr.rows import Row, around

_LABEL = re.compile(
    r"\W*(?:氏 ?名|生 ?年 ?月|住 ?所|電 ?話|連 ?絡 ?先|申 ?[請请] ?[書日年者]|届 ?出|記 ?入 ?[日年]"
    r"|回 ?答 ?[日年]|受 ?[領颁颌取] ?[日年者]|委 ?任|代 ?理|フ ?リ ?ガ ?ナ|カ ?ナ|性 ?別|続 ?柄"
    r"|製 ?造)"
)
_OF_PINS = re.compile(r"暗|証明|证明|台 ?[帳帐]|券 ?面|パ ?ス|[数文] ?字")
_HALF = 0.75  # heights of the label above and below its middle: what is written beside it


def outside_own_rows(zone: Box, rows: Sequence[Row], slope: float) -> Iterator[Box]:
    """Give what is left of a zone without the rows whose labels stand left of it.

    Args:
        zone: a place of PINs, short enough for the page's tilt.
        rows: what was read so far.
        slope: how far the rows sink per pixel to the right.
    """
    left, top, right, bottom = zone
    for first, last in sorted(_lines(zone, rows, slope)):
        if top < (first + last) / 2 < bottom:
            if top < first:
                yield left, top, right, first
            top = last
    if top < bottom:
        yield left, top, right, bottom


def _lines(zone: Box, rows: Sequence[Row], slope: float) -> Iterator[tuple[int, int]]:
    """Say from where to where each such row reaches at the zone."""
    for row in rows:
        label = _LABEL.match(row.text)
        if label is None or _OF_PINS.search(row.text):
            continue
        box = around(row.words_between(*label.span()))
        if box[0] < zone[0]:
            aside = (zone[0] + zone[2] - box[0] - box[2]) / 2
            middle, half = (box[1] + box[3]) / 2 + slope * aside, _HALF * (box[3] - box[1])
            yield round(middle - half), round(middle + half)
