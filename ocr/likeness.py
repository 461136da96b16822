"""How much a page that was read looks like each form: for whoever writes a form file. Pure.

The page's form was decided while it was read; here is said by what.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ledger.forms import FormKind
from ocr.form import FormLayout
from ocr.misread import folded, is_in
from ocr.reading import Box, Reading
from ocr.recognise import by_title
from ocr.rows import Row, rows_of
from ocr.title import right_part


class ToldBy(StrEnum):
    """What told the form of a page."""

    TITLE = "title"
    WORDS = "words"  # other words of the form, or its code
    NOTHING = "nothing"  # the form is unknown


@dataclass(frozen=True, slots=True)
class Likeness:
    """What of one form file was found on a page.

    `title_score`: the part of its best title that was read right, 0–1; `title_box`: where, if that
    is near enough. `words`: those that were found, of which `words_needed` tell the form.
    """

    form: FormLayout
    title_score: float
    title_box: Box | None
    words: tuple[str, ...]
    has_code: bool

    @property
    def told_by_words(self) -> bool:
        """Do words and code suffice?"""
        return self.has_code or len(self.words) >= self.form.words_needed


def likenesses(reading: Reading, forms: Iterable[FormLayout]) -> tuple[Likeness, ...]:
    """Hold every form file against what was read on a page, the likest first."""
    rows = rows_of(reading.words)
    found = [_likeness(reading, rows, form) for form in forms]
    return tuple(
        sorted(
            found,
            key=lambda one: (
                one.form.kind is reading.form,
                one.title_box is not None,
                one.told_by_words,
                one.title_score,
            ),
            reverse=True,
        )
    )


def told_by(reading: Reading, found: Sequence[Likeness]) -> ToldBy:
    """Say what told the form of a page, given its likenesses."""
    if reading.form is FormKind.UNKNOWN:
        return ToldBy.NOTHING
    own = [one for one in found if one.form.kind is reading.form]
    if any(one.title_box is not None for one in own):
        return ToldBy.TITLE
    # Else by what stands in its words no more, for they are those of the full text.
    return ToldBy.WORDS if any(one.told_by_words for one in own) else ToldBy.TITLE


def _likeness(reading: Reading, rows: Sequence[Row], form: FormLayout) -> Likeness:
    text = " ".join(folded(row.text) for row in rows)
    title = by_title(rows, reading.height, (form,)).title
    looked_at = rows if title is None else (title,)
    scores = [
        right_part(wanted, row.text)
        for row in looked_at
        if title is not None or row.box[1] <= form.title_above * reading.height
        for wanted in form.titles
    ]
    return Likeness(
        form,
        max(scores, default=0.0),
        None if title is None else title.box,
        tuple(word for word in form.words if is_in(word, text)),
        form.my_number_code and any(code.is_silenced for code in reading.codes),
    )
