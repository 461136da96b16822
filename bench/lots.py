"""Draws whose number may stand on somebody's paper, and how readers misread it."""

from dataclasses import dataclass
from random import Random

from bench.case import READERS
from bench.rows import Legible, Papers, is_told_apart
from bench.slips import Slips
from bench.town import Town
from ledger.evidence import Person
from ledger.ids import APPLICATION_ID_LENGTH, ApplicationId

# So often another reader errs as the first one did. `slips.json` has counted far less (`alike` of
# `both_wrong`), but on few pages, and on damaged ink readers of one family err together.
_ALIKE = 0.85


@dataclass(frozen=True, slots=True)
class Lots:
    """Draws in one town."""

    town: Town
    slips: Slips
    rng: Random

    @property
    def papers(self) -> Papers:
        """Write papers by the same lots."""
        return Papers(self.rng, self.slips)

    def lot(self, chance: float) -> bool:
        """Say yes so often."""
        return self.rng.random() < chance

    def legible(self) -> Legible:
        """Draw how much of the words is read."""
        lot = self.rng.random()
        if lot < 0.4:
            return Legible.WELL
        return Legible.PARTLY if lot < 0.8 else Legible.BADLY

    def mistaken_for(self, person: Person) -> Person:
        """Draw whose number may stand on this person's paper."""
        lot = self.rng.random()
        if lot < 0.5:
            return self.relative(person)
        found = self.digits_away(person) if lot < 0.8 else None
        return found or self.other_person(person)

    def relative(self, person: Person) -> Person:
        """Draw from the household, or a namesake; whoever is near if there is neither."""
        household = self.town.households[person.application_id]
        namesakes = self.town.namesakes.get(person.name, ())
        for among in (household, namesakes) if self.lot(0.6) else (namesakes, household):
            if among:
                other = among[int(self.rng.random() * len(among))]
                if other is not person:
                    return other
        return self.digits_away(person) or self.other_person(person)

    def digits_away(self, person: Person) -> Person | None:
        """Look for somebody at one or two digits, where numbers issued in order differ."""
        for _ in range(8):
            digits = list(person.application_id.digits)
            for _ in range(1 if self.lot(0.5) else 2):
                place = APPLICATION_ID_LENGTH - 1 - int(self.rng.random() * 4)
                digits[place] = str(int(self.rng.random() * 10))
            found = self.town.by_id.get(ApplicationId("".join(digits)))
            if found is not None and found is not person:
                return found
        return None

    def other_person(self, person: Person) -> Person:
        """Draw somebody who is surely another person."""
        other = self.town.stranger(self.rng)
        return other if is_told_apart(person, other) else self.other_person(person)

    def wrong_alike(self, owner: Person) -> list[Person | str]:
        """Misread a number by all readers, most of them as the first one does."""
        wrong = self.wrong(owner)
        others = (wrong if self.lot(_ALIKE) else self.perhaps_wrong(owner) for _ in READERS[1:])
        return [wrong, *others]

    def perhaps_wrong(self, owner: Person) -> Person | str:
        """Misread a number, or not."""
        return self.wrong(owner) if self.lot(0.5) else owner

    def wrong(self, owner: Person) -> str:
        """Misread a number. Too short or too long it is no candidate: most are drawn again."""
        number = self.slips.number(owner.application_id.digits, self.rng)
        while len(number) != APPLICATION_ID_LENGTH and self.lot(0.8):
            number = self.slips.number(owner.application_id.digits, self.rng)
        return number
