"""Which printed form a page is, by the title in its upper part."""

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ledger.forms import FormKind
from ocr.errors import BadFormFileError
from ocr.rows import Row

_SHORT = 5  # a title this short must be read without a mistake and stand alone in its row
_WRONG = 0.25  # part of a longer title that may be misread
_BESIDE = 12  # characters that may stand in the row beside a title
_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class FormLayout:
    """How a form looks, as its file in `config/forms` tells.

    `title_above`: part of the page's height within which the title stands. `follows`: a form that
    starts no document joins the open one only behind one of these; empty: behind any.
    """

    kind: FormKind
    titles: tuple[str, ...]
    title_above: float
    starts_document: bool
    follows: tuple[FormKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Recognised:
    """The form of a page and the row its title was read in."""

    kind: FormKind = FormKind.UNKNOWN
    opens: bool = False
    title: Row | None = None


def load_forms(folders: Sequence[Path]) -> tuple[FormLayout, ...]:
    """Read the form files of some folders; a later folder overrides a file of the same name.

    Raises:
        BadFormFileError: a file is no TOML or does not describe a form.
    """
    files = {path.name: path for folder in folders for path in sorted(folder.glob("*.toml"))}
    return tuple(_load(path) for _, path in sorted(files.items()))


def classify(rows: Sequence[Row], height: int, forms: Sequence[FormLayout]) -> Recognised:
    """Find the form whose title is read best among the rows of an upright page."""
    best, best_score = Recognised(), (0.0, 0)
    for row in rows:
        for form in forms:
            if row.box[1] > form.title_above * height:
                continue
            score = max((_score(title, row.text) for title in form.titles), default=(0.0, 0))
            if score > best_score:
                best, best_score = Recognised(form.kind, form.starts_document, row), score
    return best


def _load(path: Path) -> FormLayout:
    try:
        fields: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        return FormLayout(
            kind=FormKind(fields.pop("kind")),
            titles=tuple(str(title) for title in fields.pop("titles")),
            title_above=float(fields.pop("title_above")),
            starts_document=bool(fields.pop("starts_document")),
            follows=tuple(FormKind(kind) for kind in fields.pop("follows", ())),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:  # bad TOML is a ValueError
        raise BadFormFileError(path.name, f"{type(error).__name__}: {error}") from error


def _score(title: str, text: str) -> tuple[float, int]:
    """How well a title stands in a row: the part read right, then its length; (0, 0): not there."""
    wanted, read = _folded(title), _folded(text)
    if len(wanted) <= _SHORT:
        return (1.0, len(wanted)) if read == wanted else (0.0, 0)
    if len(read) > len(wanted) + _BESIDE:
        return 0.0, 0
    right = 1 - _mistakes(wanted, read) / len(wanted)
    return (right, len(wanted)) if right >= 1 - _WRONG else (0.0, 0)


def _folded(text: str) -> str:
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", text))


def _mistakes(wanted: str, text: str) -> int:
    """Count the edits that make `wanted` of the best matching part of a text (Sellers)."""
    row = [0] * (len(text) + 1)
    for at, char in enumerate(wanted, start=1):
        last, row = row, [at]
        for other_at, other in enumerate(text, start=1):
            row.append(min(last[other_at - 1] + (char != other), last[other_at] + 1, row[-1] + 1))
    return min(row)
