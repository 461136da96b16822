"""Which form a page is: by its title, else by words that only this form has.

A page is taken for an attachment only if nothing on it speaks for a form that starts a document: an
attachment joins the pages before it, and another person's form must never do that.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ledger.forms import FormKind
from ocr.form import GOES_ON, FormLayout
from ocr.reading import Code
from ocr.rows import COLUMN_GAP, Row

_SHORT = 5  # a title this short must be read without a mistake and stand alone in its row
_WRONG = 0.25  # part of a longer title that may be misread
_BESIDE = 12  # characters that may stand in the row beside a title
_BETWEEN = 8  # characters in place of the … of a title
_BEHIND = re.compile(r"[（(][^（(]*$|兼.*$")  # 控え in brackets, the second name of a form
_SENTENCE = re.compile(r"[はをが]")
# What a net that also learned Chinese reads for characters of our titles and words.
_TWINS = str.maketrans("书证请领发记认号", "書証請領発記認号")
_REMEMBERED = 1 << 12  # rows and words, of the pages that a process has just read
_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Recognised:
    """The form of a page, the row its title was read in if it was, and the form file that fits."""

    kind: FormKind = FormKind.UNKNOWN
    opens: bool = False
    title: Row | None = None
    file: str = ""


def by_title(rows: Sequence[Row], height: int, forms: Sequence[FormLayout]) -> Recognised:
    """Find the form whose title is read best in the upper part of an upright page."""
    best, best_score = Recognised(), (0.0, 0)
    for row in rows:
        for form in forms:
            if row.box[1] > form.title_above * height:
                continue
            score = max((_score(title, row.text) for title in form.titles), default=(0.0, 0))
            if score > best_score:
                best = Recognised(form.kind, form.starts_document, row, form.file)
                best_score = score
    return best


def by_words(rows: Sequence[Row], codes: Sequence[Code], forms: Sequence[FormLayout]) -> Recognised:
    """Find the form by its words or codes; one that starts a document goes before an attachment."""
    text = " ".join(folded(row.text) for row in rows)
    found: list[tuple[bool, float, FormLayout]] = []
    for form in forms:
        count = sum(is_in(word, text) for word in form.words)
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


def is_in(wanted: str, text: str) -> bool:
    """Say whether a few words stand in a folded text, a quarter of a longer one misread."""
    wanted = folded(wanted)
    return wanted in text or (
        len(wanted) > _SHORT and mistakes(wanted, text) <= _WRONG * len(wanted)
    )


def has_parts(title: str, text: str) -> bool:
    """Say whether both parts of a title with … in it stand in a row, the last one at its end.

    They must be read without a mistake, and what stands between them must be no sentence.
    """
    begin, end = map(folded, title.split(GOES_ON, 1))
    for column in text.split(COLUMN_GAP):
        before, found, rest = folded(_BEHIND.sub("", column)).partition(begin)
        between = rest.removesuffix(end)
        is_whole = bool(found) and between != rest
        if is_whole and len(before) <= _BESIDE and len(between) <= _BETWEEN:
            return not _SENTENCE.search(between)
    return False


@lru_cache(maxsize=_REMEMBERED)
def folded(text: str) -> str:
    """Give the letters and digits of a text, full width as half."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", text)).translate(_TWINS)


def mistakes(wanted: str, text: str) -> int:
    """Count the edits that make `wanted` of the best matching part of a text."""
    return min(_edits(wanted, text))


def end_of(wanted: str, text: str, wrong: float) -> int | None:
    """Say where the best match of some words ends in a folded text.

    Args:
        wanted: the words.
        text: where to look.
        wrong: the part of the words that may be misread; None comes back where it is more.
    """
    wanted = folded(wanted)
    edits = _edits(wanted, text)
    fewest = min(edits)
    return edits.index(fewest) if fewest <= wrong * len(wanted) else None


@lru_cache(maxsize=_REMEMBERED)
def _edits(wanted: str, text: str) -> tuple[int, ...]:
    """For each end in the text the edits of the best match that ends there (Sellers).

    Asked again for the same row with every line that is read: remembered.
    """
    row = [0] * (len(text) + 1)
    for at, char in enumerate(wanted, start=1):
        last, row = row, [at]
        for other_at, other in enumerate(text, start=1):
            row.append(min(last[other_at - 1] + (char != other), last[other_at] + 1, row[-1] + 1))
    return tuple(row)


def _score(title: str, text: str) -> tuple[float, int]:
    """How well a title stands in a row: the part read right, then its length; (0, 0): not there."""
    if GOES_ON in title:
        return (1.0, len(folded(title))) if has_parts(title, text) else (0.0, 0)
    title, text = folded(title), folded(text)
    if len(title) <= _SHORT:
        return (1.0, len(title)) if text == title else (0.0, 0)
    if len(text) > len(title) + _BESIDE:
        return 0.0, 0
    right = 1 - mistakes(title, text) / len(title)
    return (right, len(title)) if right >= 1 - _WRONG else (0.0, 0)
