"""Twelve digits among the groups of digits in a text, beside other digits too. Pure.

Numbers stand close to each other on a paper: "2. 1234 5678 9012", "1234 5678 9012 1/2". So every
sequence of whole groups that makes twelve digits counts, unless it lies in a longer number: an
application ID (23 digits), a card's number (16), a reference (24), digits in more boxes than
twelve, groups that hyphens hold together.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from ledger.ids import APPLICATION_ID_LENGTH
from ocr.form import ID_GROUPS, Groups, group_ends

_LENGTH = 12
_RUN = re.compile(r"[0-9]+(?:[ 　-]{1,4}[0-9]+)*")
_BROKEN_UP = 4  # gaps and more: fewer stand between a personal number and a telephone number, too
_BOXED = 10  # so many breaks and more: each digit stands in a box of its own
_CLEAN_GAP = re.compile(r"[ ‐‑–—−ー－―-]*")  # what stands inside an ID
_CARD = 4  # groups of four digits, and more
_IN_BOX = 3  # digits: readers run a few together
_NO_BOX = re.compile(r"[-/‐‑–—−ー－―]")  # what no line of a box is read as
_BOXES = 14  # digits in boxes side by side: two more may be specks, a third is not
_YEAR = "年"
IdGroups = frozenset[Groups]
PRINTED: IdGroups = frozenset({ID_GROUPS})


def twelve_digits(
    text: str, plain: str, id_groups: IdGroups = PRINTED
) -> tuple[tuple[int, int], ...]:
    """Find them.

    Args:
        text: as it was read.
        plain: the text with its digits and marks folded to 0–9 and `-`.
        id_groups: how the digits of an application ID are set apart.
    """
    return tuple(
        (groups[first][0], groups[last - 1][1])
        for groups in _runs(plain)
        for first, last in _windows(groups, _LENGTH)
        if not _kept(groups, text, id_groups) & set(range(first, last))
    )


def application_ids(
    text: str, plain: str, id_groups: IdGroups = PRINTED
) -> tuple[tuple[int, int], ...]:
    """Find every number of 23 digits that may be an application ID."""
    return tuple(
        (groups[first][0], groups[last - 1][1])
        for groups in _runs(plain)
        for first, last in _ids(groups, text, id_groups)
    )


def longer_numbers(
    text: str, plain: str, id_groups: IdGroups = PRINTED
) -> tuple[tuple[int, int], ...]:
    """Find the numbers in groups of which twelve digits may be a part."""
    return tuple(
        (groups[first][0], groups[last - 1][1])
        for groups in _runs(plain)
        for first, last in _longer(groups, text, id_groups)
    )


_Group = tuple[int, int]  # where it begins and ends


def _runs(plain: str) -> Iterator[tuple[_Group, ...]]:
    for run in _RUN.finditer(plain):
        yield tuple(
            (run.start() + group.start(), run.start() + group.end())
            for group in re.finditer(r"[0-9]+", run[0])
        )


def _windows(groups: Sequence[_Group], length: int) -> Iterator[tuple[int, int]]:
    """Give every sequence of whole groups with so many digits together."""
    for first in range(len(groups)):
        count = 0
        for at in range(first, len(groups)):
            count += groups[at][1] - groups[at][0]
            if count >= length:
                if count == length:
                    yield first, at + 1
                break


def _kept(groups: Sequence[_Group], text: str, id_groups: IdGroups) -> set[int]:
    """Say which groups belong to a longer number."""
    return {at for first, last in _longer(groups, text, id_groups) for at in range(first, last)}


def _longer(groups: Sequence[_Group], text: str, id_groups: IdGroups) -> Iterator[tuple[int, int]]:
    yield from _ids(groups, text, id_groups)
    yield from _cards(groups, text)
    yield from _boxed(groups, text)
    yield from _hyphened(groups, text)


def _ids(groups: Sequence[_Group], text: str, id_groups: IdGroups) -> Iterator[tuple[int, int]]:
    for first, last in _windows(groups, APPLICATION_ID_LENGTH):
        if _is_id(groups[first:last], text, id_groups):
            yield first, last


def _is_id(groups: Sequence[_Group], text: str, id_groups: IdGroups) -> bool:
    """Printed in its groups, of which readers run some together and break others up."""
    sizes = tuple(end - start for start, end in groups)
    if sizes == ID_GROUPS:
        return True
    if not all(_CLEAN_GAP.fullmatch(gap) for gap in _gaps(groups, text)):
        return False
    ends = group_ends(sizes)
    return len(ends) >= _BOXED or any(
        ends <= printed or (len(printed) >= _BROKEN_UP and ends >= printed)
        for printed in map(group_ends, id_groups)
    )


def _cards(groups: Sequence[_Group], text: str) -> Iterator[tuple[int, int]]:
    """Sixteen digits and more in fours with the same gap between all; no year at the end."""
    first = 0
    while first < len(groups):
        last = first
        while last < len(groups) and groups[last][1] - groups[last][0] == 4:
            last += 1
        fours = groups[first:last]
        is_even = len(fours) >= _CARD and len(set(_gaps(fours, text))) == 1
        if is_even and not text.startswith(_YEAR, fours[-1][1]):
            yield first, last
        first = max(last, first + 1)


def _boxed(groups: Sequence[_Group], text: str) -> Iterator[tuple[int, int]]:
    """Digits that stand alone or nearly so, as boxes are read, more than twelve."""

    def fits(one: _Group, gap: str) -> bool:
        most = 1 if "　" in gap else _IN_BOX
        return one[1] - one[0] <= most and not _NO_BOX.search(gap)

    yield from _stretches(groups, fits, text, _BOXES)


def _hyphened(groups: Sequence[_Group], text: str) -> Iterator[tuple[int, int]]:
    """Groups with a hyphen between all of them and nothing else, more than twelve digits."""
    yield from _stretches(groups, lambda _, gap: gap in ("", "-"), text, _LENGTH)


def _stretches(
    groups: Sequence[_Group], fits: Callable[[_Group, str], bool], text: str, digits: int
) -> Iterator[tuple[int, int]]:
    """Give the longest sequences of fitting groups with more digits than that."""
    gaps = ["", *_gaps(groups, text)]
    first = 0
    for at in range(len(groups) + 1):
        if at < len(groups) and fits(groups[at], gaps[at] if at > first else ""):
            continue
        if sum(end - start for start, end in groups[first:at]) > digits:
            yield first, at
        first = at if at < len(groups) and fits(groups[at], "") else at + 1


def _gaps(groups: Sequence[_Group], text: str) -> list[str]:
    return [text[end:start] for (_, end), (start, _) in pairwise(groups)]
