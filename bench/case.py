"""One invented document: what is wrong with it, what was read of it, and whose it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bench.rows import Row
from ledger.evidence import Candidate, DocumentFacts, Person, Witness
from ledger.forms import FormKind
from ledger.ids import APPLICATION_ID_LENGTH, ApplicationId

READERS = ("tesseract-page", "tesseract-row", "ppocr")
BESIDE = (1200, 830, 1700, 880)
_INK, _CODE = (600, 860, 1150, 900), (1330, 1400, 2250, 1500)


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
    OTHER_CODE_BARE = "… and the name has no label"
    GLUED = "two persons' papers"
    GLUED_UNREAD = "… the second number unread"
    GLUED_NAME = "… and of the second only the name read"
    GLUED_DATE = "… and of the second only the date read"
    GLUED_NOTHING = "… and of the second neither read"
    GLUED_AS_FIRST = "… the second number misread as the first"
    ATTACHED = "attachments of strangers"
    TWICE = "applied twice"
    UNKNOWN = "not in the ledger"


@dataclass(frozen=True, slots=True)
class Case:
    """One document. `owner` is nobody where papers of two people are one document.

    `newer`: the application of the same person that the ledger knows, where it does not know this.
    """

    kind: Kind
    owner: Person | None
    form: FormKind
    candidates: tuple[Candidate, ...]
    rows: tuple[Row, ...]
    newer: ApplicationId | None = None

    @property
    def facts(self) -> DocumentFacts:
        """As the reading desk hands it on."""
        lines = tuple(row.line for row in self.rows)
        return DocumentFacts(self.form, self.candidates, lines)

    @property
    def read(self) -> tuple[ApplicationId, ...]:
        """The numbers that somebody read."""
        return tuple(one.application_id for one in self.candidates)


def coded(person: Person, *, cover: bool = False, page: int = 1) -> list[Candidate]:
    """Give the code that carries a person's number."""
    reader = "cover-sheet" if cover else "zxing"
    return [Candidate(person.application_id, Witness.CODE, reader, page, _CODE)]


def printed(
    read: Iterable[Person | str], box: tuple[int, int, int, int] = _INK, page: int = 1
) -> list[Candidate]:
    """Give what the readers made of one ink; a number too short or too long is none."""
    found = []
    for reader, one in zip(READERS, read, strict=False):
        if isinstance(one, Person):
            found.append(Candidate(one.application_id, Witness.PRINT, reader, page, box))
        elif len(one) == APPLICATION_ID_LENGTH:
            found.append(Candidate(ApplicationId(one), Witness.PRINT, reader, page, box))
    return found
