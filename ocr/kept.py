"""Which of the words of a page may be kept: no personal number, no PIN. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledger.forms import FormKind
from ocr import my_number
from ocr.form import FormLayout
from ocr.pin_word import pins_by_word
from ocr.reading import Box, Code, Word
from ocr.recognise import Recognised
from ocr.rows import Row
from ocr.secret import Zone, unexpected_zones, words_in, zones
from ocr.spaced import spaced_zones


@dataclass(frozen=True, slots=True)
class Kept:
    """What may go into text layer and index, and the places that must neither be read nor seen."""

    words: tuple[Word, ...]
    masked: tuple[Box, ...]


def keep(
    rows: Sequence[Row],
    form: Recognised,
    forms: Sequence[FormLayout],
    codes: Sequence[Code],
    size: tuple[int, int],
) -> Kept:
    """Take personal numbers and PINs out; of a request for PINs all but its title.

    Args:
        rows: all that was read on an upright page.
        form: what the page is.
        forms: all of them: a page whose form was not recognised has PINs too.
        codes: of the page; one that carries a tracking number tells it from a person's.
        size: width and height of the page.
    """
    words = [word for row in rows for word in row.words]
    width, height = size
    if form.kind is FormKind.PIN_SETTING_REQUEST:
        title = frozenset(form.title.words if form.title else ())
        below = form.title.box[3] if form.title else 0
        masked = ((0, below, width, height),)
        return Kept(tuple(word for word in words if word in title), masked)
    is_mail = form.kind is FormKind.RETURNED_MAIL
    numbers = my_number.in_rows(rows, codes, forms, is_mail=is_mail)
    secret = _secret(rows, form, forms, width)
    gone = frozenset(
        (*(word for number in numbers for word in number.words), *words_in(rows, secret))
    )
    places = (*my_number.boxes(numbers), *(zone.box for zone in secret))
    return Kept(tuple(word for word in words if word not in gone), tuple(dict.fromkeys(places)))


def within(word: Word, places: Iterable[Box]) -> bool:
    """Say whether the middle of a word lies in one of some places."""
    x, y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in places)


def _secret(
    rows: Sequence[Row], form: Recognised, forms: Sequence[FormLayout], width: int
) -> tuple[Zone, ...]:
    """Where PINs stand: by the labels of the page's own form, and by those of all others."""
    own = _labels(layout for layout in forms if layout.kind is form.kind)
    others = _labels(layout for layout in forms if layout.kind is not form.kind)
    found = (
        *(zones(rows, own, width) or spaced_zones(rows, own)),
        *unexpected_zones(rows, [label for label in others if label not in own], width),
    )
    more = pins_by_word(rows)
    return (*found, *(one for one in more if one.joined or not _is_inside(one, found)))


def _is_inside(zone: Zone, others: Iterable[Zone]) -> bool:
    left, top, right, bottom = zone.box
    return any(
        one.box[0] <= left and one.box[1] <= top and right <= one.box[2] and bottom <= one.box[3]
        for one in others
    )


def _labels(forms: Iterable[FormLayout]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(label for layout in forms for label in layout.secret_labels))
