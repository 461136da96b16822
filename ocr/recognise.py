"""Which form a page is: by its title, else by words that only this form has.

A page is taken for an attachment only if nothing on it speaks for a form that starts a document: an
attachment joins the pages before it, and another person's form must never do that.
"""

import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledger.forms import FormKind
from ocr.form import FormLayout
from ocr.misread import folded, is_in
from ocr.reading import Code
from ocr.rows import COLUMN_GAP, Row
from ocr.title import Found, find_title, levels

_LARGE = 0.7  # of the height of the largest title: what is smaller only speaks of a form
_HIRAGANA = re.compile("[ぁ-ん]")
_COMMA = re.compile("[、，]")
_LONGEST = 30  # characters that stand side by side on a card
_AS_WELL = 0.15  # part of a title: what differs less was read as well


@dataclass(frozen=True, slots=True)
class Recognised:
    """The form of a page, the row its title was read in if it was, and the form file that fits."""

    kind: FormKind = FormKind.UNKNOWN
    opens: bool = False
    title: Row | None = None
    file: str = ""


@dataclass(frozen=True, slots=True)
class _Title:
    """A row with the title of a form."""

    row: Row
    form: FormLayout
    found: Found

    @property
    def height(self) -> float:
        return statistics.median(word.bottom - word.top for word in self.row.words)

    @property
    def score(self) -> tuple[float, int]:
        return self.found.right, self.found.length


def by_title(rows: Sequence[Row], height: int, forms: Sequence[FormLayout]) -> Recognised:
    """Find the form whose title is read best in the upper part of an upright page.

    The first row is at its top, wherever it stands: a slip was glued on a sheet.
    """
    first = min((row.box[1] for row in rows), default=0)
    titles = [
        title
        for row in rows
        if (
            title := _title_in(
                row, _wanted(forms, 0 if row.box[1] == first else row.box[1] / height)
            )
        )
    ]
    if not titles:
        return Recognised()
    largest = max(title.height for title in titles)
    large = [title for title in titles if title.height >= _LARGE * largest]
    best = max(large, key=lambda title: title.score)
    return Recognised(best.form.kind, best.form.starts_document, best.row, best.form.file)


def by_words(rows: Sequence[Row], codes: Sequence[Code], forms: Sequence[FormLayout]) -> Recognised:
    """Find the form by its words or codes; one that starts a document goes before an attachment."""
    cells = [cell for row in rows for cell in row.text.split(COLUMN_GAP)]
    text, labels = _joined(cells), _joined(cell for cell in cells if not _is_sentence(cell))
    found: list[tuple[bool, float, FormLayout]] = []
    for form in forms:
        count = sum(
            is_in(word, text if form.starts_document or _HIRAGANA.search(word) else labels)
            for word in form.words
        )
        if form.my_number_code and any(code.is_silenced for code in codes):
            count += form.words_needed
        # One word is not enough to tell a form, but enough to doubt that this is an attachment.
        if count >= (1 if form.starts_document else form.words_needed):
            found.append((form.starts_document, count / form.words_needed, form))
    if not found:
        return Recognised()
    starts, strength, form = max(found, key=lambda item: item[:2])
    if strength < 1:
        return Recognised()
    return Recognised(form.kind, starts, file=form.file)


def _joined(texts: Iterable[str]) -> str:
    return " ".join(map(folded, texts))


def _is_sentence(text: str) -> bool:
    """Say whether it names things one after the other, or goes on and on, as no card does."""
    return bool(_COMMA.search(text)) or len(folded(text)) > _LONGEST


def _wanted(forms: Sequence[FormLayout], y: float) -> list[FormLayout]:
    return [form for form in forms if y <= form.title_above]


def _title_in(row: Row, forms: Sequence[FormLayout]) -> _Title | None:
    """Find the title of a row: outside its brackets, else in them."""
    for level in levels(row.text):
        found = [
            _Title(row, form, title)
            for text in level
            for form in forms
            for one in form.titles
            if (title := find_title(one, text)) is not None
        ]
        if found:
            return _telling(found)
    return None


def _telling(found: Sequence[_Title]) -> _Title:
    """Of titles that were found in one row, choose the one that tells what the paper is."""
    best = max(title.score for title in found)
    told, *others = [one for one in found if one.found.right > best[0] - _AS_WELL]
    for other in others:
        if other.found.goes_before(told.found):
            told = other
    return told
