"""Which IDs the readings of one document speak for, and how they stand to each other. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from ledger.evidence import Candidate, Known, Witness
from ledger.ids import ApplicationId

_READERS_TO_AGREE = 2
_MISREAD = 4  # digits read wrong, dropped or doubled: what is further off is another number
_CAPTION = 1.0  # heights of the digits: so near to a code they are a part of its label


@dataclass(frozen=True, slots=True)
class Claims:
    """The candidates of one document, in the order they were read.

    `everything`, `coded`: the IDs of all, and of codes. `agreed`: two readers of the print gave the
    same digits.
    """

    everything: tuple[ApplicationId, ...]
    coded: tuple[ApplicationId, ...]
    codes: tuple[Candidate, ...]
    prints: tuple[Candidate, ...]
    agreed: tuple[ApplicationId, ...]

    @classmethod
    def of(cls, candidates: tuple[Candidate, ...]) -> Self:
        """Sort the candidates."""
        codes = tuple(item for item in candidates if item.witness is Witness.CODE)
        prints = tuple(item for item in candidates if item.witness is Witness.PRINT)
        readers: dict[ApplicationId, set[str]] = {}
        for item in prints:
            readers.setdefault(item.application_id, set()).add(item.reader)
        return cls(
            everything=_distinct(candidates),
            coded=_distinct(codes),
            codes=codes,
            prints=prints,
            agreed=tuple(one for one, by in readers.items() if len(by) >= _READERS_TO_AGREE),
        )

    def live(self, known: Known) -> tuple[ApplicationId, ...]:
        """Give the IDs of entries, whoever read them."""
        return tuple(one for one in self.everything if one in known.people)

    def stands_apart(self, one: ApplicationId, other: ApplicationId) -> bool:
        """Say whether an ID was read where the other was not: then it is no misreading of it."""
        places = [item for item in self.prints if item.application_id == other]
        return any(
            not any(_same_place(item, place) for place in places)
            for item in self.prints
            if item.application_id == one
        )

    def has_print(self, coded: ApplicationId) -> bool:
        """Say whether an ID from a code is in print, too: digits right at it are on its label."""
        codes = [item for item in self.codes if item.application_id == coded]
        return any(
            not any(_is_caption(item, code) for code in codes)
            for item in self.prints
            if item.application_id == coded
        )

    def is_far_from_print(self) -> bool:
        """Say whether some print is no misreading of what the code says, but another number."""
        return any(
            _edits(item.application_id.digits, one.digits) > _MISREAD
            for item in self.prints
            for one in self.coded
        )

    def suggestions(self, known: Known) -> tuple[ApplicationId, ...]:
        """Everything that was read, best first; never an ID that nobody read."""

        def rank(one: ApplicationId) -> tuple[bool, ...]:
            return one not in known.people, one not in self.coded, one not in self.agreed

        return tuple(sorted(self.everything, key=rank))


def _distinct(candidates: Iterable[Candidate]) -> tuple[ApplicationId, ...]:
    return tuple(dict.fromkeys(item.application_id for item in candidates))


def _same_place(one: Candidate, other: Candidate) -> bool:
    if one.page != other.page or one.box is None or other.box is None:
        return False
    return _overlap(one.box, other.box, 0)


def _is_caption(print_: Candidate, code: Candidate) -> bool:
    if print_.page != code.page or print_.box is None or code.box is None:
        return False
    return _overlap(print_.box, code.box, _CAPTION * (print_.box[3] - print_.box[1]))


def _overlap(
    one: tuple[int, int, int, int], other: tuple[int, int, int, int], reach: float
) -> bool:
    left, top, right, bottom = one
    return (
        left < other[2]
        and other[0] < right
        and top - reach < other[3]
        and other[1] - reach < bottom
    )


def _edits(one: str, other: str) -> int:
    """Count the digits to change, drop or add (Levenshtein)."""
    row = list(range(len(other) + 1))
    for at, digit in enumerate(one, start=1):
        before, row[0] = row[0], at
        for place, wanted in enumerate(other, start=1):
            changed = before + (digit != wanted)
            before = row[place]
            row[place] = min(changed, row[place] + 1, row[place - 1] + 1)
    return row[-1]
