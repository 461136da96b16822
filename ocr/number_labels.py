"""Which label stands right in front of a number on its row: the ID's or another number's. Pure."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ocr.form import FormLayout, OtherNumber

_BETWEEN = 3  # letters that may stand between a label and its number: 桁, No, 第
_LONG_ENOUGH = 4  # letters: a label so long may have one of them misread
_NUMBER = 6  # digits: what is shorter (16桁, 1.) is no number that a label could speak of
_PLAIN = dict(zip("０１２３４５６７８９‐‑–—−ー－―", "0123456789--------", strict=True))


@dataclass(frozen=True, slots=True)
class Label:
    """A label in a row: where it ends, how it was found, of which number (None: of the ID)."""

    end: int
    misread: int
    length: int
    number: OtherNumber | None

    def rank(self) -> tuple[int, int, int, bool]:
        """The last one; of those that end there the one read best, the longest, the ID's."""
        return self.end, -self.misread, self.length, self.number is None


def label_before(row: str, start: int, forms: Sequence[FormLayout]) -> Label | None:
    """Give the label right in front of a run, if there is one."""
    text, places = _folded(row[:start])
    labels = [
        Label(*found, len(folded), number)
        for wanted, number in dict.fromkeys(_labels(forms))
        if (folded := _folded(wanted)[0]) and (found := _last(folded, text)) is not None
    ]
    if not labels:
        return None
    last = max(labels, key=Label.rank)
    between = row[places[last.end - 1] + 1 : start]
    return last if is_right_behind(between) else None


def is_right_behind(between: str) -> bool:
    """Say whether a label speaks of what follows: no other number and few letters between."""
    plain = plain_digits(between)
    if any(len(re.sub(r"\D", "", one)) >= _NUMBER for one in re.findall(r"[0-9][0-9 -]*", plain)):
        return False
    return sum(char.isalpha() for char in plain) <= _BETWEEN


def plain_digits(text: str) -> str:
    """Fold digits and hyphens, each to one character: places stay the same."""
    return "".join(_PLAIN.get(char, char) for char in text)


def _labels(forms: Sequence[FormLayout]) -> Iterator[tuple[str, OtherNumber | None]]:
    for form in forms:
        for label in form.application_id.labels:
            yield label, None
        for number in form.other_numbers:
            for label in number.labels:
                yield label, number


def _last(wanted: str, text: str) -> tuple[int, int] | None:
    """Say where a label ends last in a folded text, and how many of its letters are misread.

    Of a longer one it may be one.
    """
    wrong = 1 if len(wanted) >= _LONG_ENOUGH else 0
    for end in range(len(text), len(wanted) - 1, -1):
        part = text[end - len(wanted) : end]
        misread = sum(a != b for a, b in zip(part, wanted, strict=True))
        if misread <= wrong:
            return end, misread
    return None


def _folded(text: str) -> tuple[str, tuple[int, ...]]:
    """Give the letters and digits of a text, and where in it each of them stands."""
    kept = [
        (letter.casefold(), at)
        for at, char in enumerate(text)
        for letter in unicodedata.normalize("NFKC", char)
        if letter.isalnum()
    ]
    return "".join(letter for letter, _ in kept), tuple(at for _, at in kept)
