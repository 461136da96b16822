"""Documents that were misread, or that mislead, each with its true owner.

Each carries something legible that speaks against the wrong person, or lacks what must speak for
them. Where neither is so no rule could tell: somebody laid a cover sheet before a page on which
nothing can be read; a person's older number is printed, and the newer one is not in the ledger.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from bench.rows import Legible, Papers, Row, is_told_apart
from bench.slips import Slips
from bench.town import Town
from ledger.evidence import Candidate, DocumentFacts, Person, Witness
from ledger.forms import FormKind
from ledger.ids import APPLICATION_ID_LENGTH, ApplicationId

_READERS = ("tesseract-page", "tesseract-row", "ppocr")
_INK, _BESIDE, _CODE = (600, 860, 1150, 900), (1200, 830, 1700, 880), (1330, 1400, 2250, 1500)
# So often another reader errs as the first one did. `slips.json` has counted far less (`alike` of
# `both_wrong`), but on few pages, and on damaged ink readers of one family err together.
_ALIKE = 0.85


class Kind(StrEnum):
    """What is wrong with a case."""

    UNDAMAGED = "undamaged"
    MISREAD = "misread digits"
    ALIKE = "readers that err alike"
    CORRECTED = "corrected by hand"
    RELATED = "twins, namesakes, families"
    WORDS = "misread names and dates"
    PROXY = "papers of a proxy"
    OTHER_CODE = "code of another person"
    GLUED = "two persons' papers"
    GLUED_UNREAD = "… the second number unread"
    UNKNOWN = "not in the ledger"


_OFTEN = {
    Kind.UNDAMAGED: 12,
    Kind.MISREAD: 12,
    Kind.ALIKE: 18,
    Kind.CORRECTED: 16,
    Kind.RELATED: 12,
    Kind.WORDS: 10,
    Kind.PROXY: 6,
    Kind.OTHER_CODE: 4,
    Kind.GLUED: 3,
    Kind.GLUED_UNREAD: 2,
    Kind.UNKNOWN: 5,
}
_ONE_EACH = [kind for kind, often in _OFTEN.items() for _ in range(often)]


@dataclass(frozen=True, slots=True)
class Case:
    """One document. `owner` is nobody where two people's papers are one document."""

    kind: Kind
    owner: Person | None
    form: FormKind
    candidates: tuple[Candidate, ...]
    rows: tuple[Row, ...]

    @property
    def facts(self) -> DocumentFacts:
        """As the reading desk hands it on."""
        lines = tuple(row.line for row in self.rows)
        return DocumentFacts(self.form, self.candidates, lines)

    @property
    def read(self) -> tuple[ApplicationId, ...]:
        """The numbers that somebody read."""
        return tuple(one.application_id for one in self.candidates)


@dataclass(frozen=True, slots=True)
class Cases:
    """Draws cases in one town."""

    town: Town
    slips: Slips
    rng: Random

    def draw(self) -> Case:
        """Draw a case of any kind."""
        return self.of(_ONE_EACH[int(self.rng.random() * len(_ONE_EACH))])

    def of(self, kind: Kind) -> Case:
        """Draw a case of this kind."""
        owner, papers = self.town.stranger(self.rng), Papers(self.rng, self.slips)
        form = papers.form()
        makes: dict[Kind, Callable[[Person], _Drawn]] = {
            Kind.UNDAMAGED: self._undamaged,
            Kind.MISREAD: self._misread,
            Kind.ALIKE: self._alike,
            Kind.CORRECTED: self._corrected,
            Kind.RELATED: self._related,
            Kind.WORDS: self._words,
            Kind.PROXY: self._proxy,
            Kind.OTHER_CODE: self._other_code,
            Kind.GLUED: self._glued,
            Kind.GLUED_UNREAD: self._glued_unread,
            Kind.UNKNOWN: self._unknown,
        }
        drawn = makes[kind](owner)
        rows = list(papers.written(drawn.owner, form, drawn.legible))
        if drawn.second is not None:
            rows += papers.written(drawn.second, form, drawn.legible, page=2)
        if drawn.proxy is not None:
            rows += papers.of_proxy(drawn.proxy, form)
            if self._lot(0.4):
                rows += papers.attached(drawn.owner, drawn.proxy)
        whose = None if drawn.second else drawn.owner
        return Case(kind, whose, form, tuple(drawn.candidates), tuple(rows))

    def _undamaged(self, owner: Person) -> "_Drawn":
        codes = _coded(owner) if self._lot(0.4) else []
        return _Drawn(owner, [*codes, *_printed([owner] * 3)], Legible.WELL)

    def _misread(self, owner: Person) -> "_Drawn":
        """Every reader for itself; one at least errs."""
        read = [self._wrong(owner), *(self._perhaps_wrong(owner) for _ in _READERS[1:])]
        self.rng.shuffle(read)
        codes = _coded(owner) if self._lot(0.1) else []
        return _Drawn(owner, [*codes, *_printed(read)], self._legible())

    def _alike(self, owner: Person) -> "_Drawn":
        return _Drawn(owner, _printed(self._wrong_alike(owner)), self._legible())

    def _corrected(self, owner: Person) -> "_Drawn":
        """Another person's number is printed, struck out; all readers read it as it stands."""
        printed = self._mistaken_for(owner)
        found = _printed([printed] * 3)
        if self._lot(0.15):  # one reader sees the number written beside it
            found += _printed([owner], _BESIDE)
        if self._lot(0.15):
            found += _coded(owner)
        return _Drawn(owner, found, self._legible())

    def _related(self, owner: Person) -> "_Drawn":
        """The number of a relative or namesake, read by some or all."""
        other = self._relative(owner)
        read = [other if self._lot(0.7) else owner for _ in _READERS]
        return _Drawn(owner, _printed(read), self._legible())

    def _words(self, owner: Person) -> "_Drawn":
        lot = self.rng.random()
        if lot < 0.4:
            read: list[Person | str] = [owner] * 3
        elif lot < 0.7:
            read = self._wrong_alike(owner)
        else:
            read = [self._mistaken_for(owner)] * 3
        return _Drawn(owner, _printed(read), Legible.MISREAD)

    def _proxy(self, owner: Person) -> "_Drawn":
        """Who acts for another is in the ledger, too; half of the forms bear their number."""
        proxy = self._mistaken_for(owner)
        lot = self.rng.random()
        if lot < 0.5:
            read: list[Person | str] = [proxy] * 3
        else:
            read = [owner] * 3 if lot < 0.8 else self._wrong_alike(owner)
        return _Drawn(owner, _printed(read), self._legible(), proxy=proxy)

    def _other_code(self, owner: Person) -> "_Drawn":
        """Somebody's code lies or sticks on the paper, whose own number or words are legible."""
        other = self._mistaken_for(owner)
        lot = self.rng.random()
        if lot < 0.7 or not is_told_apart(owner, other):
            read: list[Person | str] = [owner] * (1 if lot < 0.2 else 3)
        else:
            read = [] if lot < 0.85 else [self._wrong(owner), self._wrong(owner)]
        found = [*_coded(other, cover=self._lot(0.3)), *_printed(read)]
        return _Drawn(owner, found, Legible.WELL)

    def _glued(self, owner: Person) -> "_Drawn":
        second = self._other_person(owner)
        found = _coded(owner) if self._lot(0.3) else []
        found += _printed([owner] * 3)
        found += _printed([second] * (1 if self._lot(0.3) else 3), page=2)
        if self._lot(0.2):
            found += _coded(second, page=2)
        return _Drawn(owner, found, self._legible(), second=second)

    def _glued_unread(self, owner: Person) -> "_Drawn":
        """Of the second paper only what stands beside the labels can be read."""
        second = self._other_person(owner)
        found = _coded(owner) if self._lot(0.3) else []
        found += _printed([owner] * 3)
        if self._lot(0.5):
            found += _printed([self._wrong(second), self._wrong(second)], page=2)
        return _Drawn(owner, found, Legible.WELL, second=second)

    def _unknown(self, beside: Person) -> "_Drawn":
        """The ledger has not heard of the owner, whose number is some digits from another's."""
        owner = self.town.newcomer(beside, self.rng)
        lot = self.rng.random()
        if lot < 0.4:
            read: list[Person | str] = [owner] * 3
        elif lot < 0.7:
            read = [beside] * 3
        else:
            read = self._wrong_alike(owner)
        return _Drawn(owner, _printed(read), self._legible())

    def _mistaken_for(self, person: Person) -> Person:
        """Draw whose number may stand on this person's paper."""
        lot = self.rng.random()
        if lot < 0.5:
            return self._relative(person)
        found = self._digits_away(person) if lot < 0.8 else None
        return found or self._other_person(person)

    def _relative(self, person: Person) -> Person:
        household = self.town.households[person.application_id]
        namesakes = self.town.namesakes.get(person.name, ())
        for among in (household, namesakes) if self._lot(0.6) else (namesakes, household):
            if among:
                other = among[int(self.rng.random() * len(among))]
                if other is not person:
                    return other
        return self._digits_away(person) or self._other_person(person)

    def _digits_away(self, person: Person) -> Person | None:
        """Look for somebody at one or two digits, where numbers issued in order differ."""
        for _ in range(8):
            digits = list(person.application_id.digits)
            for _ in range(1 if self._lot(0.5) else 2):
                place = APPLICATION_ID_LENGTH - 1 - int(self.rng.random() * 4)
                digits[place] = str(int(self.rng.random() * 10))
            found = self.town.by_id.get(ApplicationId("".join(digits)))
            if found is not None and found is not person:
                return found
        return None

    def _other_person(self, person: Person) -> Person:
        other = self.town.stranger(self.rng)
        return other if is_told_apart(person, other) else self._other_person(person)

    def _wrong_alike(self, owner: Person) -> "list[Person | str]":
        wrong = self._wrong(owner)
        others = (wrong if self._lot(_ALIKE) else self._perhaps_wrong(owner) for _ in _READERS[1:])
        return [wrong, *others]

    def _perhaps_wrong(self, owner: Person) -> Person | str:
        return self._wrong(owner) if self._lot(0.5) else owner

    def _wrong(self, owner: Person) -> str:
        """Misread a number. Too short or too long it is no candidate: most are drawn again."""
        number = self.slips.number(owner.application_id.digits, self.rng)
        while len(number) != APPLICATION_ID_LENGTH and self._lot(0.8):
            number = self.slips.number(owner.application_id.digits, self.rng)
        return number

    def _legible(self) -> Legible:
        lot = self.rng.random()
        if lot < 0.4:
            return Legible.WELL
        return Legible.PARTLY if lot < 0.8 else Legible.BADLY

    def _lot(self, chance: float) -> bool:
        return self.rng.random() < chance


@dataclass(frozen=True, slots=True)
class _Drawn:
    owner: Person
    candidates: list[Candidate]
    legible: Legible
    second: Person | None = None  # whose papers follow, as if they belonged to it
    proxy: Person | None = None


def _coded(person: Person, *, cover: bool = False, page: int = 1) -> list[Candidate]:
    reader = "cover-sheet" if cover else "zxing"
    return [Candidate(person.application_id, Witness.CODE, reader, page, _CODE)]


def _printed(
    read: Iterable[Person | str], box: tuple[int, int, int, int] = _INK, page: int = 1
) -> list[Candidate]:
    """Give what the readers made of one ink; a number too short or too long is none."""
    found = []
    for reader, one in zip(_READERS, read, strict=False):
        if isinstance(one, Person):
            found.append(Candidate(one.application_id, Witness.PRINT, reader, page, box))
        elif len(one) == APPLICATION_ID_LENGTH:
            found.append(Candidate(ApplicationId(one), Witness.PRINT, reader, page, box))
    return found
