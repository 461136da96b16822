"""What of a page may be shown to nobody, wherever a picture of it is made. Pure.

Personal numbers, codes that hold one, what stands beside the labels of PINs; of a paper made for
PINs, and of a page whose words are not known, everything.
"""

from collections.abc import Iterable

from ledger.forms import FormKind
from ledger.scans import PageRole
from ocr.form import FormLayout
from ocr.reading import Box, Reading
from ocr.rows import rows_of
from ocr.secret import unexpected_zones

_ASIDE, _MORE = 4, 12  # parts of an inch at most: 6 and 2 mm


def hidden(reading: Reading, forms: Iterable[FormLayout]) -> tuple[Box, ...]:
    """Give the boxes to be blackened, in pixels of the upright page."""
    is_content = reading.role is PageRole.CONTENT
    if reading.form is FormKind.PIN_SETTING_REQUEST or (is_content and not reading.text_complete):
        return ((0, 0, reading.width, reading.height),)
    labels = dict.fromkeys(label for form in forms for label in form.secret_labels)
    beside = unexpected_zones(rows_of(reading.words), labels, reading.width)
    boxes = (
        *(_with_its_edge(box, reading.dpi) for box in reading.masked),
        *(code.box for code in reading.codes if code.is_silenced),
        *(zone.box for zone in beside),
    )
    return tuple(dict.fromkeys(_inside(box, reading) for box in boxes))


def _with_its_edge(box: Box, dpi: int) -> Box:
    """Widen a number's box: a reader may have missed its first digit, or its last."""
    left, top, right, bottom = box
    aside, more = min(2 * (bottom - top), dpi // _ASIDE), min((bottom - top) // 2, dpi // _MORE)
    return left - aside, top - more, right + aside, bottom + more


def _inside(box: Box, reading: Reading) -> Box:
    left, top, right, bottom = box
    return max(left, 0), max(top, 0), min(right, reading.width), min(bottom, reading.height)
