"""Documents that were misread, or that mislead, each with its true owner.

Each carries something legible that speaks against the wrong person, or lacks what must speak for
them. Where neither is so no rule could tell: somebody laid a cover sheet before a page on which
nothing can be read. A kind of its own are papers of people who applied twice, of whom the ledger
knows the newer application only: nothing but the number tells which of the two is meant.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random

from bench.case import BESIDE, READERS, Case, Kind, coded, printed
from bench.lots import Lots
from bench.mixed import Mixed
from bench.rows import Legible, is_told_apart
from bench.slips import Slips
from bench.town import Town
from hikae.samples import numbers
from ledger.evidence import Candidate, Person
from ledger.forms import FormKind

_OFTEN = {
    Kind.UNDAMAGED: 12,
    Kind.MISREAD: 12,
    Kind.ALIKE: 18,
    Kind.CORRECTED: 16,
    Kind.RELATED: 12,
    Kind.WORDS: 10,
    Kind.PROXY: 6,
    Kind.OTHER_CODE: 4,
    Kind.OTHER_CODE_BARE: 2,
    Kind.GLUED: 3,
    Kind.GLUED_UNREAD: 2,
    Kind.GLUED_NAME: 2,
    Kind.GLUED_DATE: 2,
    Kind.GLUED_NOTHING: 2,
    Kind.GLUED_AS_FIRST: 2,
    Kind.ATTACHED: 3,
    Kind.TWICE: 2,
    Kind.UNKNOWN: 5,
}
_ONE_EACH = [kind for kind, often in _OFTEN.items() for _ in range(often)]


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
        lots = Lots(self.town, self.slips, self.rng)
        owner, form = self.town.stranger(self.rng), lots.papers.form()
        makes = {**Alone(lots).makes, **Mixed(lots).makes}
        return makes[kind](kind, owner, form)


@dataclass(frozen=True, slots=True)
class Alone:
    """Draws cases whose pages are all of one person, or of who acts for them."""

    lots: Lots

    @property
    def makes(self) -> Mapping[Kind, Callable[[Kind, Person, FormKind], Case]]:
        """Give what draws each kind."""
        return {
            Kind.UNDAMAGED: self._undamaged,
            Kind.MISREAD: self._misread,
            Kind.ALIKE: self._alike,
            Kind.CORRECTED: self._corrected,
            Kind.RELATED: self._related,
            Kind.WORDS: self._words,
            Kind.PROXY: self._proxy,
            Kind.TWICE: self._twice,
            Kind.UNKNOWN: self._unknown,
        }

    def _undamaged(self, kind: Kind, owner: Person, form: FormKind) -> Case:
        codes = coded(owner) if self.lots.lot(0.4) else []
        return self._paper(kind, owner, form, [*codes, *printed([owner] * 3)], Legible.WELL)

    def _misread(self, kind: Kind, owner: Person, form: FormKind) -> Case:
        """Every reader for itself; one at least errs."""
        lots = self.lots
        read = [lots.wrong(owner), *(lots.perhaps_wrong(owner) for _ in READERS[1:])]
        lots.rng.shuffle(read)
        codes = coded(owner) if lots.lot(0.1) else []
        return self._paper(kind, owner, form, [*codes, *printed(read)])

    def _alike(self, kind: Kind, owner: Person, form: FormKind) -> Case:
        return self._paper(kind, owner, form, printed(self.lots.wrong_alike(owner)))

    def _corrected(self, kind: Kind, owner: Person, form: FormKind) -> Case:
        """Another person's number is printed, struck out; all readers read it as it stands."""
        lots = self.lots
        found = printed([lots.mistaken_for(owner)] * 3)
        if lots.lot(0.15):  # one reader sees the number written beside it
            found += printed([owner], BESIDE)
        if lots.lot(0.15):
            found += coded(owner)
        return self._paper(kind, owner, form, found)

    def _related(self, kind: Kind, owner: Person, form: FormKind) -> Case:
        """The number of a relative or namesake, read by some or all."""
        other = self.lots.relative(owner)
        read = [other if self.lots.lot(0.7) else owner for _ in READERS]
        return self._paper(kind, owner, form, printed(read))

    def _words(self, kind: Kind, owner: Person, form: FormKind) -> Case:
        lot = self.lots.rng.random()
        if lot < 0.4:
            read: list[Person | str] = [owner] * 3
        elif lot < 0.7:
            read = self.lots.wrong_alike(owner)
        else:
            read = [self.lots.mistaken_for(owner)] * 3
        return self._paper(kind, owner, form, printed(read), Legible.MISREAD)

    def _proxy(self, kind: Kind, owner: Person, form: FormKind) -> Case:
        """Who acts for another is in the ledger, too; half of the forms bear their number."""
        lots = self.lots
        proxy, lot = lots.mistaken_for(owner), lots.rng.random()
        if lot < 0.5:
            read: list[Person | str] = [proxy] * 3
        else:
            read = [owner] * 3 if lot < 0.8 else lots.wrong_alike(owner)
        case = self._paper(kind, owner, form, printed(read))
        rows = [*case.rows, *lots.papers.of_proxy(proxy, form)]
        if lots.lot(0.4):
            rows += lots.papers.attached(owner, proxy)
        return replace(case, rows=tuple(rows))

    def _unknown(self, kind: Kind, beside: Person, form: FormKind) -> Case:
        """The ledger has not heard of the owner, whose number is some digits from another's."""
        owner = self.lots.town.newcomer(beside, self.lots.rng)
        while not is_told_apart(owner, beside):  # that would be who applied twice
            owner = self.lots.town.newcomer(beside, self.lots.rng)
        return self._paper(kind, owner, form, printed(self._of_newcomer(owner, beside)))

    def _twice(self, kind: Kind, newer: Person, form: FormKind) -> Case:
        """Their older application, some digits off, which the ledger does not know."""
        rng, number = self.lots.rng, newer.application_id
        while number in self.lots.town.by_id:
            number = numbers.neighbour(newer.application_id, rng.choice((1, 1, 2, 3)), rng)
        owner = replace(newer, application_id=number, tracking_number=numbers.tracking_number(rng))
        found = printed(self._of_newcomer(owner, newer))
        return replace(self._paper(kind, owner, form, found), newer=newer.application_id)

    def _of_newcomer(self, owner: Person, beside: Person) -> list[Person | str]:
        lot = self.lots.rng.random()
        if lot < 0.4:
            return [owner] * 3
        return [beside] * 3 if lot < 0.7 else self.lots.wrong_alike(owner)

    def _paper(
        self,
        kind: Kind,
        owner: Person,
        form: FormKind,
        found: list[Candidate],
        legible: Legible | None = None,
    ) -> Case:
        rows = self.lots.papers.written(owner, form, legible or self.lots.legible())
        return Case(kind, owner, form, tuple(found), tuple(rows))
