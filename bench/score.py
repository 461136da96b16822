"""What became of sets whose truth is known. Pure.

A set is filed right if a document with a page that carries its ID (any of its pages, where none
does) was filed under that ID, and no page of it under another; filed falsely if any page was filed
under another. Straight-through are the readable sets filed right, of all readable ones. A set is
separated if a document has its content pages and no other content. Its form is right if that of the
document with most of its pages is. A content page in no document is lost.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from bench.truth import TrueFile, TrueSet

_TYPES = {  # of the truth, by form
    "application_form": "application",
    "issuance_notice": "notice",
    "reply_form": "notice",  # a part of it
    "receipt": "receipt",
    "returned_mail": "envelope",
    "power_of_attorney": "proxy",
    "identity_document_copy": "idcopy",
}


@dataclass(frozen=True, slots=True)
class Ended:
    """A document that the product made. `filed_under`: None where a person has to look at it."""

    pages: frozenset[int]
    type: str
    filed_under: str | None


@dataclass(frozen=True, slots=True)
class Score:
    """Counted sets and pages, of one file or of many."""

    sets: int = 0
    readable: int = 0
    right: int = 0
    readable_right: int = 0
    false: int = 0
    separated: int = 0
    documents: int = 0
    typed: int = 0
    type_right: int = 0
    content_pages: int = 0
    lost_pages: int = 0

    @property
    def straight_through(self) -> float:
        """Of the sets that a person could name, how many needed no person."""
        return _part(self.readable_right, self.readable)

    @property
    def false_bound(self) -> float:
        """With 0 false in n filings, the rate is below 3/n at 95 %."""
        return 3 / max(1, self.right + self.false)

    @property
    def separation_f1(self) -> float:
        """Twice the separated sets, of sets and documents together."""
        return _part(2 * self.separated, self.sets + self.documents)

    @property
    def type_accuracy(self) -> float:
        """Of the sets of which a page is somewhere, how many have the right form."""
        return _part(self.type_right, self.typed)


def scored(files: Iterable[TrueFile], ended: Mapping[str, Sequence[Ended]]) -> Score:
    """Compare the truth about files with the documents that came of each."""
    scores = [_of_file(file, ended.get(file.name, ())) for file in files]
    return Score(*map(sum, zip(*map(astuple, scores), strict=True))) if scores else Score()


def documents_of(scan: Mapping[str, Any]) -> tuple[Ended, ...]:
    """Give the documents of one row of `hikae scans --json`."""
    return tuple(
        Ended(
            frozenset(document["pages"]),
            _TYPES.get(document["form"], document["form"]),
            document["application_id"] if document["outcome"] == "filed" else None,
        )
        for document in scan["documents"]
    )


def _of_file(file: TrueFile, ended: Sequence[Ended]) -> Score:
    if not file.is_sound:
        return Score(false=_filed_for_strangers(file, ended))
    content = frozenset(page.number for page in file.pages if page.is_content)
    with_id = frozenset(page.number for page in file.pages if page.application_id)
    found = {one.pages & content for one in ended} - {frozenset()}
    touching = {one: [each for each in ended if each.pages & one.pages] for one in file.sets}
    false = [one for one in file.sets if _is_false(one, touching[one])]
    right = [
        one for one in file.sets if one not in false and _is_right(one, touching[one], with_id)
    ]
    typed = [one for one in file.sets if touching[one]]
    return Score(
        sets=len(file.sets),
        readable=sum(one.readable for one in file.sets),
        right=len(right),
        readable_right=sum(one.readable for one in right),
        false=len(false),
        separated=sum(one.pages in found for one in file.sets),
        documents=sum(bool(one.pages & content) for one in ended),
        typed=len(typed),
        type_right=sum(_main(one, touching[one]).type == one.type for one in typed),
        content_pages=len(content),
        lost_pages=len(content.difference(*(one.pages for one in ended))),
    )


def _filed_for_strangers(file: TrueFile, ended: Sequence[Ended]) -> int:
    """Of a file that was to be refused: documents filed under an ID that is not even on it."""
    own = {None, *(one.application_id for one in file.sets)}
    return sum(one.filed_under not in own for one in ended)


def _is_false(one: TrueSet, touching: Sequence[Ended]) -> bool:
    return any(each.filed_under not in (None, one.application_id) for each in touching)


def _is_right(one: TrueSet, touching: Sequence[Ended], with_id: frozenset[int]) -> bool:
    named = one.pages & with_id or one.pages
    return any(each.filed_under == one.application_id and each.pages & named for each in touching)


def _main(one: TrueSet, touching: Sequence[Ended]) -> Ended:
    return max(touching, key=lambda each: len(each.pages & one.pages))


def _part(some: int, of_all: int) -> float:
    return some / of_all if of_all else 1.0
