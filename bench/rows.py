"""The rows of an invented paper, as readers give them, and whose words each row holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from random import Random
from typing import TypeVar

from bench.slips import Slips
from hikae.samples.people import japanese_date
from ledger.evidence import Line, Person, Witness
from ledger.forms import FormKind

T = TypeVar("T")

_NAME_ROWS = ("氏名 {}", "氏 名　{}", "受領者 {}", "氏名　{}　印", "申請者氏名（自署） {}")
_KANA_ROWS = ("フリガナ {}", "フリガナ　{}")
_BIRTH_ROWS = ("生年月日 {}", "生年月日　{}", "生年月日　{}　性別　男")
_PROXY_ROWS = ("代理人氏名 {}", "代理人 {} 続柄 父", "法定代理人　{}")
CARRIED = {
    FormKind.APPLICATION_FORM: (Witness.KANA, Witness.NAME, Witness.BIRTH_DATE),
    FormKind.RECEIPT: (Witness.NAME, Witness.BIRTH_DATE),
    FormKind.RETURNED_MAIL: (Witness.NAME, Witness.TRACKING_NUMBER),
}
_TITLES = {
    FormKind.APPLICATION_FORM: "個人番号カード交付申請書",
    FormKind.RECEIPT: "個人番号カード等受領書",
    FormKind.RETURNED_MAIL: "個人番号カード交付通知書 在中",
    FormKind.POWER_OF_ATTORNEY: "委 任 状",
}


class Legible(Enum):
    """How much of a person's words is read: chances that a field is not read, or misread."""

    WELL = (0.0, 0.0)
    PARTLY = (0.25, 0.25)
    MISREAD = (0.15, 0.5)
    BADLY = (0.7, 0.2)


@dataclass(frozen=True, slots=True)
class Row:
    """One row and whose words it holds; `about` is None where it is the form's own."""

    line: Line
    about: Person | None = None
    ink: Witness | None = None
    is_misread: bool = False

    def agrees_with(self, person: Person) -> bool:
        """Say whether nothing in this row is another person's."""
        if self.about is None or self.ink is None:
            return True
        return not self.is_misread and _word(self.about, self.ink) == _word(person, self.ink)


def is_told_apart(one: Person, other: Person) -> bool:
    """Say whether two people differ in name or birth date: one may have applied twice."""
    return (one.name, one.birth_date) != (other.name, other.birth_date)


def differ(one: Person, other: Person, form: FormKind, inks: frozenset[Witness]) -> bool:
    """Say whether a form tells two people apart where only these fields of it are read."""
    return any(_word(one, ink) != _word(other, ink) for ink in CARRIED[form] if ink in inks)


@dataclass(frozen=True, slots=True)
class Papers:
    """Writes papers, and reads them as well as is wanted."""

    rng: Random
    slips: Slips

    def form(self) -> FormKind:
        """Draw which paper it is."""
        return self._choice(tuple(CARRIED))

    def written(
        self,
        person: Person,
        form: FormKind,
        legible: Legible,
        page: int = 1,
        inks: frozenset[Witness] = frozenset(Witness),
    ) -> Iterator[Row]:
        """Give the rows of a form that this person filled in, or that came back from them.

        Of fields that are not among `inks` only the label is read.
        """
        yield Row(Line(page, _TITLES[form], form))
        for ink in CARRIED[form]:
            pattern = self._pattern(ink, form)
            if ink in inks:
                yield from self._row(pattern, ink, person, form, legible, page)
            else:
                yield Row(Line(page, pattern.format("").strip(), form))
        yield self._signed(form, page)

    def bare(self, person: Person, form: FormKind) -> Iterator[Row]:
        """Give the same without labels: as on a letter, or where they were not read."""
        yield Row(Line(1, _TITLES[form], form))
        for ink in CARRIED[form]:
            pattern = "{}生" if ink is Witness.BIRTH_DATE else "{}"
            yield from self._row(pattern, ink, person, form, Legible.WELL, 1)
        yield self._signed(form, 1)

    def of_proxy(self, proxy: Person, form: FormKind) -> Iterator[Row]:
        """Give what somebody who acts for another writes on the form, below everything else."""
        if self.rng.random() < 0.5:
            pattern = self._choice(_PROXY_ROWS)
            if self.rng.random() < 0.1:  # 代埋人
                pattern = pattern.replace("理", "埋")
            yield from self._row(pattern, Witness.NAME, proxy, form, Legible.PARTLY, 1)
            return
        yield Row(Line(1, "代理人記載欄", form))
        for pattern, ink in (("氏名　{}", Witness.NAME), ("生年月日　{}", Witness.BIRTH_DATE)):
            yield from self._row(pattern, ink, proxy, form, Legible.PARTLY, 1)

    def attached(self, person: Person, proxy: Person) -> Iterator[Row]:
        """Give the rows of a power of attorney and of a copy of the proxy's licence."""
        power, copy = FormKind.POWER_OF_ATTORNEY, FormKind.IDENTITY_DOCUMENT_COPY
        yield Row(Line(2, _TITLES[power], power))
        yield from self._row("委任者 氏名 {}", Witness.NAME, person, power, Legible.PARTLY, 2)
        yield from self._row("受任者 氏名 {}", Witness.NAME, proxy, power, Legible.PARTLY, 2)
        for ink in (Witness.NAME, Witness.BIRTH_DATE):
            yield from self._row(self._pattern(ink, copy), ink, proxy, copy, Legible.PARTLY, 3)

    def handed_in(self, person: Person, proxy: Person, which: str) -> Iterator[Row]:
        """Give the power of attorney from one to the other, the copy of the proxy's card, or both.

        Of each at least the title is read.
        """
        power, copy = FormKind.POWER_OF_ATTORNEY, FormKind.IDENTITY_DOCUMENT_COPY
        page = 2
        if which != "copy":
            yield Row(Line(page, _TITLES[power], power))
            yield from self._row("受任者 氏名 {}", Witness.NAME, proxy, power, Legible.PARTLY, page)
            for pattern, ink in (
                ("委任者 氏名 {}", Witness.NAME),
                ("生年月日 {}", Witness.BIRTH_DATE),
            ):
                yield from self._row(pattern, ink, person, power, Legible.PARTLY, page)
            page += 1
        if which != "power":
            yield Row(Line(page, "運転免許証", copy))
            for ink in (Witness.NAME, Witness.BIRTH_DATE):
                pattern = self._pattern(ink, copy)
                yield from self._row(pattern, ink, proxy, copy, Legible.PARTLY, page)

    def _signed(self, form: FormKind, page: int) -> Row:
        day = int(self.rng.random() * 28) + 1
        return Row(Line(page, f"令和7年10月{day}日　見本市長 様", form))

    def _row(
        self,
        pattern: str,
        ink: Witness,
        person: Person,
        form: FormKind,
        legible: Legible,
        page: int,
    ) -> Iterator[Row]:
        unread, misread = legible.value
        lot = self.rng.random()
        if lot >= unread:
            text, is_misread = self._text(person, ink), lot < unread + misread
            if is_misread:
                text = self.slips.words(text, self.rng)
            yield Row(Line(page, pattern.format(text), form), person, ink, is_misread)

    def _pattern(self, ink: Witness, form: FormKind) -> str:
        match ink:
            case Witness.NAME:
                mail = form is FormKind.RETURNED_MAIL
                return "{} 様" if mail else self._choice(_NAME_ROWS)
            case Witness.KANA:
                return self._choice(_KANA_ROWS)
            case Witness.BIRTH_DATE:
                return self._choice(_BIRTH_ROWS)
            case _:
                return "引受番号 {}"

    def _text(self, person: Person, ink: Witness) -> str:
        lot = self.rng.random()
        match ink:
            case Witness.NAME:
                return person.name.replace("　", " " if lot < 0.7 else "")
            case Witness.KANA:
                return person.kana.replace("　", " ")
            case Witness.BIRTH_DATE:
                day = person.birth_date
                if day is None:
                    return ""
                return japanese_date(day) if lot < 0.8 else f"{day.year}年{day.month}月{day.day}日"
            case _:
                number = person.tracking_number or ""
                return f"{number[:4]}-{number[4:8]}-{number[8:]}"

    def _choice(self, of: tuple[T, ...]) -> T:
        return of[int(self.rng.random() * len(of))]


def _word(person: Person, ink: Witness) -> object:
    match ink:
        case Witness.NAME:
            return person.name
        case Witness.KANA:
            return person.kana
        case Witness.BIRTH_DATE:
            return person.birth_date
        case _:
            return person.tracking_number
