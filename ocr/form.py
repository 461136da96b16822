"""How the printed forms look, read from the files in `config/forms`.

A form that is new to the office is a file there and a sample to try it with (`hikae forms try`);
nothing in the program names a form's title, labels or numbers.
"""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from pathlib import Path

from ledger.forms import FormKind
from ledger.ids import APPLICATION_ID_LENGTH
from ocr.errors import BadFormFileError
from ocr.fields import Fields

ZoneMm = tuple[float, float, float, float]  # left, top, right, bottom on the upright page
Groups = tuple[int, ...]  # so many digits in each of the groups of a number

ID_GROUPS: Groups = (4, 4, 4, 4, 4, 3)
_LARGEST_MM = 500  # A3 is 420 mm long
GOES_ON = "…"  # in a title: other words; a label of PINs that ends so has none beside it, but below
_LONGEST = 40  # digits of a number on a form
# What zxing-cpp calls the codes that forms and envelopes carry.
SYMBOLOGIES = frozenset(
    {
        *("QR Code", "Micro QR Code", "rMQR Code", "Data Matrix", "Aztec", "PDF417"),
        *("Code 128", "Code 39", "Code 93", "Codabar", "ITF"),
    }
)


class UnknownToLedger(StrEnum):
    """What becomes of a form whose application ID the ledger does not know."""

    HOLD = "hold"  # it waits for a person
    OPEN = "open"  # it opens an entry, if code and print agree and nothing speaks against it


@dataclass(frozen=True, slots=True)
class PrintedId:
    """How a form shows the application ID.

    `labels`: what stands in front of it; blanks and width do not matter. `groups`: how its digits
    are set apart. `zones_mm`: where on the upright page; none: anywhere. `codes`: which codes are
    expected to carry it.
    """

    labels: tuple[str, ...] = ()
    groups: Groups = ID_GROUPS
    zones_mm: tuple[ZoneMm, ...] = ()
    codes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if sum(self.groups) != APPLICATION_ID_LENGTH:
            raise ValueError(f"application_id.groups: {APPLICATION_ID_LENGTH} digits in all wanted")
        for left, top, right, bottom in self.zones_mm:
            if not (0 <= left < right <= _LARGEST_MM and 0 <= top < bottom <= _LARGEST_MM):
                raise ValueError(
                    "application_id.zones_mm: [left, top, right, bottom] in millimetres wanted"
                )
        if unknown := sorted(set(self.codes) - SYMBOLOGIES):
            known = ", ".join(sorted(SYMBOLOGIES))
            raise ValueError(f"application_id.codes: {unknown[0]} is none of {known}")


@dataclass(frozen=True, slots=True)
class DayOfSigning:
    """How a form shows the day on which it was signed.

    `labels`: what stands in front of it. `not_before_notice`: it cannot lie before the day of the
    notice that the ledger has.
    """

    labels: tuple[str, ...] = ()
    not_before_notice: bool = False

    def __or__(self, other: "DayOfSigning") -> "DayOfSigning":
        return DayOfSigning(
            tuple(dict.fromkeys((*self.labels, *other.labels))),
            self.not_before_notice or other.not_before_notice,
        )


@dataclass(frozen=True, slots=True)
class OtherNumber:
    """A number that is printed on a form and must never be taken for the application ID.

    It needs something to be told by: its labels, its groups, or that it has not 23 digits.
    """

    name: str
    digits: int
    labels: tuple[str, ...] = ()
    groups: Groups = ()

    def __post_init__(self) -> None:
        if self.digits > _LONGEST:
            raise ValueError(f"other_numbers: {self.name}: digits: at most {_LONGEST} wanted")
        if self.groups and sum(self.groups) != self.digits:
            raise ValueError(f"other_numbers: {self.name}: groups: {self.digits} in all wanted")
        if self.digits == APPLICATION_ID_LENGTH and not self.labels and not self.groups:
            raise ValueError(f"other_numbers: {self.name}: labels or groups wanted")


@dataclass(frozen=True, slots=True)
class FormLayout:
    """How a form looks, as its file in `config/forms` tells; `file` is that file's name.

    `title_above`: part of the page's height within which the title stands. `words`: so
    many as `words_needed` tell the form without its title. `my_number_code`: a code with a
    12-digit number tells it too. `secret_labels`: what stands right of them is not kept.
    `unknown_to_ledger`: see there. `pages_most`: of a document that begins
    with the form, attachments included; None: any number. `mask_image`: what is not kept of the
    text is black in the filed picture too. `dated`: see there.
    """

    kind: FormKind
    titles: tuple[str, ...]
    title_above: float
    starts_document: bool
    words: tuple[str, ...] = ()
    words_needed: int = 1
    my_number_code: bool = False
    secret_labels: tuple[str, ...] = ()
    mask_image: bool = False
    application_id: PrintedId = PrintedId()
    other_numbers: tuple[OtherNumber, ...] = ()
    dated: DayOfSigning = DayOfSigning()
    unknown_to_ledger: UnknownToLedger = UnknownToLedger.HOLD
    pages_most: int | None = None
    file: str = ""

    def __post_init__(self) -> None:
        if not 0 < self.title_above <= 1:
            raise ValueError("title_above: more than 0 and at most 1 wanted")
        if any(title.endswith(GOES_ON) for title in self.titles):
            raise ValueError(f"titles: a word behind {GOES_ON} wanted")
        if self.secret_labels and all(one.endswith(GOES_ON) for one in self.secret_labels):
            raise ValueError("secret_labels: a label beside which PINs stand wanted")


def load_forms(folders: Sequence[Path]) -> tuple[FormLayout, ...]:
    """Read the form files of some folders; a later folder overrides a file of the same name.

    Raises:
        BadFormFileError: a file is no TOML or does not describe a form.
    """
    files = {path.name: path for folder in folders for path in sorted(folder.glob("*.toml"))}
    return tuple(_load(path) for _, path in sorted(files.items()))


def pages_most(forms: Iterable[FormLayout]) -> dict[FormKind, int]:
    """Give how many pages a document of each form may have, where its files tell."""
    most: dict[FormKind, int] = {}
    for form in forms:
        if form.pages_most is not None:
            most[form.kind] = max(form.pages_most, most.get(form.kind, 0))
    return most


def dated(forms: Iterable[FormLayout]) -> dict[FormKind, DayOfSigning]:
    """Give how each form shows its day of signing; several files of one form say it together."""
    found: dict[FormKind, DayOfSigning] = {}
    for form in forms:
        found[form.kind] = found.get(form.kind, DayOfSigning()) | form.dated
    return found


def id_groups(forms: Iterable[FormLayout]) -> frozenset[Groups]:
    """Give how the digits of an ID are set apart: as the state prints them, and as a file says."""
    return frozenset((ID_GROUPS, *(form.application_id.groups for form in forms)))


def group_ends(groups: Groups) -> frozenset[int]:
    """Say how many digits stand in front of each gap of a number."""
    return frozenset(accumulate(groups[:-1]))


def opening(forms: Iterable[FormLayout]) -> frozenset[str]:
    """Name the files of the forms that may open an entry."""
    opens = UnknownToLedger.OPEN
    return frozenset(one.file for one in forms if one.file and one.unknown_to_ledger is opens)


def _load(path: Path) -> FormLayout:
    try:
        return _form(Fields(tomllib.loads(path.read_text(encoding="utf-8"))), path.name)
    except (OSError, ValueError) as error:  # broken TOML is a ValueError, no UTF-8 is one
        raise BadFormFileError(path.name, str(error)) from error


def _form(fields: Fields, file: str) -> FormLayout:
    form = FormLayout(
        kind=fields.word("kind", FormKind),
        titles=fields.texts("titles"),
        title_above=fields.number("title_above"),
        starts_document=fields.truth("starts_document"),
        words=_texts(fields, "words"),
        words_needed=fields.count("words_needed") if fields.has("words_needed") else 1,
        my_number_code=_truth(fields, "my_number_code"),
        secret_labels=_texts(fields, "secret_labels"),
        mask_image=_truth(fields, "mask_image"),
        application_id=_printed_id(fields.table("application_id")),
        other_numbers=tuple(map(_other_number, fields.tables("other_numbers"))),
        dated=_day_of_signing(fields.table("dated")),
        unknown_to_ledger=fields.word("unknown_to_ledger", UnknownToLedger)
        if fields.has("unknown_to_ledger")
        else UnknownToLedger.HOLD,
        pages_most=fields.count("pages_most") if fields.has("pages_most") else None,
        file=file,
    )
    fields.end()
    return form


def _printed_id(fields: Fields) -> PrintedId:
    zones = fields.numbers("zones_mm", 4) if fields.has("zones_mm") else ()
    printed = PrintedId(
        labels=_texts(fields, "labels"),
        groups=fields.counts("groups") if fields.has("groups") else ID_GROUPS,
        zones_mm=tuple((left, top, right, bottom) for left, top, right, bottom in zones),
        codes=_texts(fields, "codes"),
    )
    fields.end()
    return printed


def _day_of_signing(fields: Fields) -> DayOfSigning:
    day = DayOfSigning(_texts(fields, "labels"), _truth(fields, "not_before_notice"))
    fields.end()
    return day


def _other_number(fields: Fields) -> OtherNumber:
    number = OtherNumber(
        name=fields.text("name"),
        digits=fields.count("digits"),
        labels=_texts(fields, "labels"),
        groups=fields.counts("groups") if fields.has("groups") else (),
    )
    fields.end()
    return number


def _texts(fields: Fields, name: str) -> tuple[str, ...]:
    return fields.texts(name) if fields.has(name) else ()


def _truth(fields: Fields, name: str) -> bool:
    return fields.truth(name) if fields.has(name) else False
