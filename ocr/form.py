"""How the printed forms look, read from the files in `config/forms`."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ledger.forms import FormKind
from ocr.errors import BadFormFileError


@dataclass(frozen=True, slots=True)
class FormLayout:
    """How a form looks, as its file in `config/forms` tells.

    `title_above`: part of the page's height within which the title stands. `words`: so
    many as `words_needed` tell the form without its title. `personal_number_code`: a code with a
    12-digit number tells it too. `secret_labels`: what stands right of them is not kept.
    `one_field_is_enough`: it carries no more of a person than the name.
    """

    kind: FormKind
    titles: tuple[str, ...]
    title_above: float
    starts_document: bool
    words: tuple[str, ...] = ()
    words_needed: int = 1
    personal_number_code: bool = False
    secret_labels: tuple[str, ...] = ()
    one_field_is_enough: bool = False


def load_forms(folders: Sequence[Path]) -> tuple[FormLayout, ...]:
    """Read the form files of some folders; a later folder overrides a file of the same name.

    Raises:
        BadFormFileError: a file is no TOML or does not describe a form.
    """
    files = {path.name: path for folder in folders for path in sorted(folder.glob("*.toml"))}
    return tuple(_load(path) for _, path in sorted(files.items()))


def _load(path: Path) -> FormLayout:
    try:
        fields: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        form = FormLayout(
            kind=FormKind(fields.pop("kind")),
            titles=_texts(fields.pop("titles")),
            title_above=float(fields.pop("title_above")),
            starts_document=_truth(fields.pop("starts_document")),
            words=_texts(fields.pop("words", [])),
            words_needed=int(fields.pop("words_needed", 1)),
            personal_number_code=_truth(fields.pop("personal_number_code", False)),
            secret_labels=_texts(fields.pop("secret_labels", [])),
            one_field_is_enough=_truth(fields.pop("one_field_is_enough", False)),
        )
    except KeyError as error:
        raise BadFormFileError(path.name, f"{error} is missing") from error
    except (OSError, ValueError, TypeError) as error:  # broken TOML is a ValueError
        raise BadFormFileError(path.name, str(error)) from error
    if fields:
        raise BadFormFileError(path.name, f"unknown: {', '.join(sorted(fields))}")
    if form.words_needed < 1 or not 0 < form.title_above <= 1:
        raise BadFormFileError(path.name, "words_needed ≥ 1 and 0 < title_above ≤ 1 wanted")
    return form


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TypeError("a list of texts wanted")
    return tuple(value)


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("true or false wanted")
    return value
