"""What `ledger.known` finds in a ledger, found in memory some thousand times as fast.

The people of a town, in the order of their numbers, are the bits of whole numbers: whoever has
another digit at one place is one of these, so people within two digits are found by counting for
everybody at once. A test compares it with the real thing.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from bench.town import Town
from ledger.evidence import DocumentFacts, Known, Line, Person
from ledger.ids import APPLICATION_ID_LENGTH, ApplicationId
from ledger.labelled import perhaps_names
from ledger.names import fold_kana, fold_name
from ledger.speaking import speaking

_ISSUED_TOGETHER = 20  # numbers before and behind, as in `ledger.known`
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The ledger of a town, ready to be asked who lives around a number."""

    town: Town
    _differ: tuple[tuple[int, ...], ...]  # by place and digit: people with another digit there
    _numbers: tuple[int, ...]
    _born: dict[date, tuple[tuple[str, int], ...]]  # folded names and bits, by birth date
    _called: dict[str, int]  # by folded name
    _told_by: "_ToldBy"
    _found: dict[ApplicationId, int] = field(default_factory=dict)  # around those in the ledger

    @classmethod
    def of(cls, town: Town) -> "Neighbourhood":
        """Lay the ledger out."""
        born: dict[date, list[tuple[str, int]]] = {}
        called: dict[str, int] = {}
        for at, person in enumerate(town.people):
            name, bit = fold_name(person.name), 1 << at
            called[name] = called.get(name, 0) | bit
            if person.birth_date is not None:
                born.setdefault(person.birth_date, []).append((name, bit))
        return cls(
            town,
            tuple(tuple(_differing(town, place)) for place in range(APPLICATION_ID_LENGTH)),
            tuple(int(person.application_id.digits) for person in town.people),
            {day: tuple(people) for day, people in born.items()},
            called,
            _ToldBy.of(town.people),
        )

    def known(self, ids: Iterable[ApplicationId], names: Iterable[str] = ()) -> Known:
        """Give what `ledger.known.known` gives."""
        return self._known(ids, names, -1)

    def known_beside(
        self, ids: Iterable[ApplicationId], names: Iterable[str], lines: Iterable[Line]
    ) -> Known:
        """Give the same without those neighbours of whom these lines do not speak.

        A hundred neighbours take a hundred times as long to weigh. Whoever weighs with this weighs
        some with all of them, too, and compares.
        """
        return self._known(ids, names, self._told_by.people(lines))

    def _known(self, ids: Iterable[ApplicationId], names: Iterable[str], among: int) -> Known:
        everybody, ids = self.town.by_id, dict.fromkeys(ids)
        people = {one: everybody[one] for one in ids if one in everybody}
        named = 0
        for name in names:
            named |= self._called.get(fold_name(name), 0)
        return Known(
            people,
            {one: tuple(self._people(self._around(one) & among)) for one in ids},
            tuple(self._people(named)),
        )

    def _people(self, bits: int) -> Iterator[Person]:
        while bits:
            lowest = bits & -bits
            yield self.town.people[lowest.bit_length() - 1]
            bits ^= lowest

    def _around(self, application_id: ApplicationId) -> int:
        found = self._found.get(application_id)
        if found is None:
            person = self.town.by_id.get(application_id)
            found = self._within_two(application_id.digits) | self._together(application_id.digits)
            if person is not None:
                own = 1 << bisect_left(self._numbers, int(application_id.digits))
                self._found[application_id] = found = (found | self._born_with(person)) & ~own
        return found

    def _within_two(self, digits: str) -> int:
        one = two = three = 0  # who differs in so many places and more
        for differ, digit in zip(self._differ, digits, strict=True):
            here = differ[ord(digit) - ord("0")]
            three |= two & here
            two |= one & here
            one |= here
        return ((1 << len(self._numbers)) - 1) & ~three

    def _together(self, digits: str) -> int:
        here = int(digits)
        first = bisect_left(self._numbers, here - _ISSUED_TOGETHER)
        end = bisect_right(self._numbers, here + _ISSUED_TOGETHER)
        return (1 << end) - (1 << first)

    def _born_with(self, person: Person) -> int:
        if person.birth_date is None or not person.name.strip():
            return 0
        family, *given = person.name.split()
        begins = fold_name(family if given else family[0])
        found = 0
        for name, bit in self._born[person.birth_date]:
            if name.startswith(begins):
                found |= bit
        return found


def named(facts: DocumentFacts) -> tuple[str, ...]:
    """Give the names that the ledger is asked for, as `hikae.weighing` does."""
    return perhaps_names(speaking(facts.lines))


def _differing(town: Town, place: int) -> Iterator[int]:
    bits = [int(person.application_id.digits[place]) for person in town.people]
    for digit in range(10):
        text = "".join("0" if here == digit else "1" for here in reversed(bits))
        yield int(text or "0", 2)


@dataclass(frozen=True, slots=True)
class _ToldBy:
    """Of whom a text may speak: it has both parts of a name, or of its reading, or a number."""

    parts: tuple[dict[str, dict[str, int]], ...]  # by first letter; family, given, both in kana
    numbers: dict[str, int]

    @classmethod
    def of(cls, people: Iterable[Person]) -> "_ToldBy":
        parts: tuple[dict[str, dict[str, int]], ...] = ({}, {}, {}, {})
        numbers: dict[str, int] = {}
        for at, person in enumerate(people):
            words = *_name_parts(person.name), *_kana_parts(person.kana)
            for part, word in zip(parts, words, strict=True):
                alike = part.setdefault(word[0], {})
                alike[word] = alike.get(word, 0) | 1 << at
            for number in _numbers_of(person):
                numbers[number] = numbers.get(number, 0) | 1 << at
        return cls(parts, numbers)

    def people(self, lines: Iterable[Line]) -> int:
        texts = [line.text for line in lines]
        text = "\n".join(texts)
        name, kana = fold_name(text), fold_kana(text)
        family, given, family_kana, given_kana = (
            self._with_part(part, words)
            for part, words in zip(self.parts, (name, name, kana, kana), strict=True)
        )
        told = (family & given) | (family_kana & given_kana)
        for number in _numbers_in(texts):
            told |= self.numbers.get(number, 0)
        return told

    @staticmethod
    def _with_part(part: dict[str, dict[str, int]], text: str) -> int:
        found = 0
        for letter in part.keys() & set(text):
            for word, people in part[letter].items():
                if word in text:
                    found |= people
        return found


def _name_parts(name: str) -> tuple[str, str]:
    family, given = name.split()
    return fold_name(family), fold_name(given)


def _kana_parts(kana: str) -> tuple[str, str]:
    family, given = kana.split()
    return fold_kana(family), fold_kana(given)


def _numbers_of(person: Person) -> Iterator[str]:
    if person.birth_date is not None:
        yield f"{person.birth_date.month}/{person.birth_date.day}"
    if person.tracking_number:
        yield person.tracking_number


def _numbers_in(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        runs = _NUMBERS.findall(text)
        yield "".join(runs)
        yield from (f"{one.lstrip('0')}/{other.lstrip('0')}" for one, other in pairwise(runs))
