"""Names that one misread letter turns into each other: 健一 and 健二, チヨ and チナ. Pure.

Twins are called so, and share the birth date. Name and kana are two inks: where both stand on the
paper, not both were misread into another's.
"""

from ledger.evidence import Person, Witness
from ledger.names import fold_kana, fold_name

_NAMES = frozenset({Witness.NAME, Witness.KANA})


def taken_for(person: Person, other: Person, found: frozenset[Witness]) -> frozenset[Witness]:
    """Say which of a person's names on a paper may be another's, misread.

    `found`: what of the person stands there.
    """
    names = found & _NAMES
    if Witness.NAME in names and Witness.KANA in names:
        return frozenset()
    theirs = {Witness.NAME: _letters(other.name), Witness.KANA: _kana(other.kana)}
    own = {Witness.NAME: _letters(person.name), Witness.KANA: _kana(person.kana)}
    return frozenset(one for one in names if _is_one_letter_off(own[one], theirs[one]))


def _letters(name: str) -> str:
    return "".join(fold_name(name).split())


def _kana(kana: str) -> str:
    return "".join(fold_kana(kana).split())


def _is_one_letter_off(one: str, other: str) -> bool:
    """A letter was taken for another, seen where none is, or not seen."""
    if len(one) < len(other):
        one, other = other, one
    same = next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if len({*pair}) > 1),
        len(other),
    )
    behind = other[same + 1 :] if len(one) == len(other) else other[same:]
    return len(one) - len(other) <= 1 and one[same + 1 :] == behind
