"""Which of the words of a page may be kept: no personal number, no PIN. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.forms import FormKind
from ocr import my_number
from ocr.form import FormLayout
from ocr.reading import Box, Code, Word
from ocr.recognise import Recognised
from ocr.rows import Row
from ocr.secret import beside_labels


@dataclass(frozen=True, slots=True)
class Kept:
    """What may go into text layer and index, and where the numbers stood that may not."""

    words: tuple[Word, ...]
    masked: tuple[Box, ...]


def keep(
    rows: Sequence[Row], form: Recognised, forms: Sequence[FormLayout], codes: Sequence[Code]
) -> Kept:
    """Take personal numbers and PINs out; of a request for PINs all but its title."""
    numbers = my_number.in_rows(rows, codes)
    words = [word for row in rows for word in row.words]
    if form.kind is FormKind.PIN_SETTING_REQUEST:
        title = frozenset(form.title.words if form.title else ())
        return Kept(tuple(word for word in words if word in title), my_number.boxes(numbers))
    labels = dict.fromkeys(label for layout in forms for label in layout.secret_labels)
    gone = frozenset(
        (*(word for number in numbers for word in number.words), *beside_labels(rows, labels))
    )
    return Kept(tuple(word for word in words if word not in gone), my_number.boxes(numbers))
