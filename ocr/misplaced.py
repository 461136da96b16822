"""Does a document look as if a separator was forgotten or a page swapped? Pure.

An ID that all readers agree on says whose one page is, not whose all pages are. What is said here
holds a document whatever its ID: better a minute of a person's than a page in another's file.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_

from ledger.evidence import Line
from ledger.forms import FormKind
from ledger.ids import ApplicationId
from ledger.persons import Persons
from ledger.why import Why
from ocr.reading import Reading

Group = Sequence[Reading]


def doubts_about(groups: Sequence[Group], pages_most: Mapping[FormKind, int]) -> list[Why | None]:
    """Give for each document of a scan why its pages may be several persons', None if they are not.

    Args:
        groups: the pages of each, in the order of the scan.
        pages_most: how many pages a document of a form may have.
    """
    return [
        _doubt(group, [*groups[max(at - 1, 0) : at], *groups[at + 1 : at + 2]], pages_most)
        for at, group in enumerate(groups)
    ]


def form_of(group: Group) -> FormKind:
    """Say which form a document is; with a page of PINs in it, it is such a page."""
    if any(page.form is FormKind.PIN_SETTING_REQUEST for page in group):
        return FormKind.PIN_SETTING_REQUEST
    return titled(group).form


def titled(group: Group) -> Reading:
    """Give the page that says which form a document is."""
    return next((page for page in group if page.opens), group[0])


def lines_of(*pages: Reading) -> tuple[Line, ...]:
    """Give every row of some pages, with the form of its page."""
    return tuple(Line(page.page, text, page.form) for page in pages for text in page.lines)


def concerned_by(pages: Iterable[Reading]) -> Persons:
    """Give those whom some pages concern, without those who act for them."""
    return reduce(or_, (Persons.concerned(lines_of(page)) for page in pages), Persons())


def everybody(pages: Iterable[Reading]) -> Persons:
    """Give everybody whom some pages name."""
    return reduce(or_, (Persons.among(lines_of(page)) for page in pages), Persons())


def _doubt(
    group: Group, neighbours: Sequence[Group], pages_most: Mapping[FormKind, int]
) -> Why | None:
    family, strangers = _parted(group)
    own = own_ids(group)
    others = [one for other in neighbours if not own & own_ids(other) for one in other]
    if (ids(*group) - own) & ids(*others) or any(
        _is_foreign(page, family, others) for page in strangers
    ):
        return Why.SWAPPED_PAGE
    most = pages_most.get(form_of(group))
    return Why.MISSING_SEPARATOR if most is not None and len(group) > most else None


def _parted(group: Group) -> tuple[list[Reading], list[Reading]]:
    """Part the pages that name nobody but whom the first pages name from those that do not.

    Two pages of somebody else's do not speak for each other.
    """
    family, strangers = [group[0]], list(group[1:])
    while True:
        known = everybody(family)
        akin = [page for page in strangers if _is_akin(page, known)]
        if not akin:
            return family, strangers
        family += akin
        joined = {page.page for page in akin}
        strangers = [page for page in strangers if page.page not in joined]


def _is_akin(page: Reading, known: Persons) -> bool:
    concerned = concerned_by([page])
    return not known.are_known() or not concerned.are_known() or concerned.touch(known)


def _is_foreign(page: Reading, family: Group, neighbours: Sequence[Reading]) -> bool:
    """Say whether a page that does not name the family's person is surely somebody else's.

    It is where the last or next document names the same person. Without, name and birth date must
    differ; and a copy of an identity document may be that of a proxy whose name nobody could read.
    """
    concerned = concerned_by([page])
    if concerned.touch(concerned_by(neighbours)):
        return True
    if page.form is FormKind.IDENTITY_DOCUMENT_COPY and _has_nameless_proxy(family):
        return False
    return concerned.are_others_than(everybody(family))


def _has_nameless_proxy(pages: Sequence[Reading]) -> bool:
    powers = [[one] for one in pages if one.form is FormKind.POWER_OF_ATTORNEY]
    return any(everybody(one).names == concerned_by(one).names for one in powers)


def own_ids(group: Group) -> frozenset[ApplicationId]:
    """Give the IDs of the first page that carries any: a misreading further on binds nobody."""
    return next((ids(page) for page in group if page.candidates), frozenset())


def ids(*pages: Reading) -> frozenset[ApplicationId]:
    """Give every ID that was read on some pages."""
    return frozenset(one.application_id for page in pages for one in page.candidates)
