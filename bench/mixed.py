"""Papers of two persons that lie together as one document, and codes on other people's papers."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from bench.case import Case, Kind, coded, printed
from bench.lots import Lots
from bench.rows import CARRIED, Legible, differ, is_told_apart
from ledger.evidence import Candidate, Person, Witness
from ledger.forms import FormKind

_NAMES = frozenset({Witness.NAME, Witness.KANA})
_NUMBERS = frozenset(Witness) - _NAMES
_READ = {
    Kind.GLUED_NAME: _NAMES,
    Kind.GLUED_DATE: _NUMBERS,
    Kind.GLUED_NOTHING: frozenset[Witness](),
}


@dataclass(frozen=True, slots=True)
class Mixed:
    """Draws cases in which something is not the owner's; glued papers have none."""

    lots: Lots

    @property
    def makes(self) -> Mapping[Kind, Callable[[Kind, Person, FormKind], Case]]:
        """Give what draws each kind."""
        return {
            Kind.OTHER_CODE: self._other_code,
            Kind.OTHER_CODE_BARE: self._other_code,
            Kind.GLUED: self._glued,
            Kind.GLUED_UNREAD: self._glued_unread,
            Kind.GLUED_NAME: self._glued_unread,
            Kind.GLUED_DATE: self._glued_unread,
            Kind.GLUED_NOTHING: self._glued_unread,
            Kind.GLUED_AS_FIRST: self._glued_as_first,
            Kind.ATTACHED: self._attached,
        }

    def _other_code(self, kind: Kind, owner: Person, form: FormKind) -> Case:
        """Somebody's code lies or sticks on the paper, whose own number or words are legible."""
        lots, papers = self.lots, self.lots.papers
        other, lot = lots.mistaken_for(owner), lots.rng.random()
        is_bare = kind is Kind.OTHER_CODE_BARE
        if is_bare and not is_told_apart(owner, other):
            other = lots.other_person(owner)  # nothing legible would speak against the code
        if lot < 0.7 or not is_told_apart(owner, other):
            read: list[Person | str] = [owner] * (1 if lot < 0.2 else 3)
        else:
            read = [] if lot < 0.85 else [lots.wrong(owner), lots.wrong(owner)]
        found = [*coded(other, cover=lots.lot(0.3)), *printed(read)]
        rows = papers.bare(owner, form) if is_bare else papers.written(owner, form, Legible.WELL)
        return Case(kind, owner, form, tuple(found), tuple(rows))

    def _glued(self, kind: Kind, owner: Person, form: FormKind) -> Case:
        lots, papers = self.lots, self.lots.papers
        second, legible = lots.other_person(owner), lots.legible()
        found = self._own(owner)
        found += printed([second] * (1 if lots.lot(0.3) else 3), page=2)
        if lots.lot(0.2):
            found += coded(second, page=2)
        rows = [*papers.written(owner, form, legible), *papers.written(second, form, legible, 2)]
        return Case(kind, None, form, tuple(found), tuple(rows))

    def _glued_unread(self, kind: Kind, owner: Person, form: FormKind) -> Case:
        """The number of the second paper is not read, or misread as nobody's."""
        lots, papers = self.lots, self.lots.papers
        behind, inks = self._form_behind(form), _READ.get(kind, frozenset(Witness))
        second, found = self._told_apart(owner, behind, inks), self._own(owner)
        if lots.lot(0.5):
            found += printed([lots.wrong(second), lots.wrong(second)], page=2)
        rows = [
            *papers.written(owner, form, Legible.WELL),
            *papers.written(second, behind, Legible.WELL, 2, inks),
        ]
        return Case(kind, None, form, tuple(found), tuple(rows))

    def _glued_as_first(self, kind: Kind, owner: Person, form: FormKind) -> Case:
        """One reader or all misread the second number as the first; some of its words are read."""
        lots, papers = self.lots, self.lots.papers
        behind = self._form_behind(form)
        inks = lots.rng.choice([frozenset(Witness), _NAMES, _NUMBERS])
        second = self._told_apart(owner, behind, inks, lots.mistaken_for(owner))
        by_all = lots.lot(0.5)
        read: list[Person | str] = [owner] * 3 if by_all else [owner, *self._perhaps_wrong(second)]
        lots.rng.shuffle(read)
        found = [*self._own(owner), *printed(read, page=2)]
        rows = [
            *papers.written(owner, form, Legible.WELL),
            *papers.written(second, behind, Legible.WELL, 2, inks),
        ]
        return Case(kind, None, form, tuple(found), tuple(rows))

    def _attached(self, kind: Kind, owner: Person, form: FormKind) -> Case:
        """A power of attorney, the copy of a card or both lie behind, of people who are not meant.

        Who gave the power is not the owner, and no proxy of the owner is named.
        """
        lots = self.lots
        stranger, proxy = lots.other_person(owner), lots.other_person(owner)
        while stranger.name == owner.name:  # where the date is misread, nothing tells them apart
            stranger = lots.other_person(owner)
        rows = [
            *lots.papers.written(owner, form, Legible.WELL),
            *lots.papers.handed_in(stranger, proxy, lots.rng.choice(("power", "copy", "both"))),
        ]
        return Case(kind, None, form, tuple(self._own(owner)), tuple(rows))

    def _told_apart(
        self,
        owner: Person,
        form: FormKind,
        inks: frozenset[Witness],
        second: Person | None = None,
    ) -> Person:
        """Draw whom the words that are read do not make the owner, if any are read."""
        second = second or self.lots.other_person(owner)
        while inks and not differ(owner, second, form, inks):
            second = self.lots.other_person(owner)
        return second

    def _own(self, owner: Person) -> list[Candidate]:
        return [*(coded(owner) if self.lots.lot(0.3) else []), *printed([owner] * 3)]

    def _perhaps_wrong(self, second: Person) -> Iterator[Person | str]:
        yield from (self.lots.perhaps_wrong(second) for _ in range(2))

    def _form_behind(self, form: FormKind) -> FormKind:
        """Draw which form the second paper is: the same, or another."""
        return form if self.lots.lot(0.5) else self.lots.rng.choice(list(CARRIED))
