"""What a document says about whose it is. Filled by the reading desk, weighed by `identify`."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ledger.forms import FormKind
from ledger.ids import ApplicationId
from ledger.why import Why


class Witness(StrEnum):
    """An ink that can speak for an application. Readers of the same ink are one witness."""

    CODE = "code"  # a barcode or QR code that holds the ID
    PRINT = "print"  # the printed digits
    NAME = "name"
    KANA = "kana"
    BIRTH_DATE = "birth_date"
    TRACKING_NUMBER = "tracking_number"
    NOTICE_NUMBER = "notice_number"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of something that looks like an application ID.

    `reader` names who read it (`zxing`, `tesseract-page`, `tesseract-row` …): two readings agree
    only if two readers gave the same digits. `box` is (left, top, right, bottom) in pixels of the
    upright page, None where the reader does not know.
    """

    application_id: ApplicationId
    witness: Witness
    reader: str
    page: int
    box: tuple[int, int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One row of text on a page, as read: `text` as a `Reading` has it, `form` that of the page."""

    page: int
    text: str
    form: FormKind = FormKind.UNKNOWN


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """All that a document says, and nothing of what the ledger knows.

    `payloads`: what its codes hold, where that may be kept. `text_complete`: False if words are
    missing, since a page ran into the time limit. `dates`: on which days it says that it was
    signed. `not_before_notice`: none of them may lie before the day of the notice. `form_file`: the
    form file that tells its form. `is_set_apart`: whoever scanned it laid separators around it.
    """

    form: FormKind
    candidates: tuple[Candidate, ...]
    lines: tuple[Line, ...]
    text_complete: bool = True
    payloads: tuple[str, ...] = ()
    dates: tuple[date, ...] = ()
    not_before_notice: bool = False
    form_file: str = ""
    is_set_apart: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """The fields of a ledger entry that a paper may confirm or contradict."""

    application_id: ApplicationId
    name: str
    kana: str
    birth_date: date | None
    tracking_number: str | None = None
    notice_number: str | None = None
    notice_sent_on: date | None = None

    @property
    def is_bare(self) -> bool:
        """A paper opened the entry, and no list has said yet whose it is."""
        return not self.name


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger knows around the candidates of one document.

    `people` are the candidates that are live IDs; `near` are, for each candidate, the other live
    entries for which it may stand by mistake: numbers within two digits or twenty places, and
    people of the same family name born on the same day. `named` are the live entries whose whole
    name stands beside a label on the paper, before 様, or in Latin letters.
    """

    people: dict[ApplicationId, Person]
    near: dict[ApplicationId, tuple[Person, ...]]
    named: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Margin:
    """How far the second-best live entry was from the one that was chosen.

    `distance`: so many digits differ. `shared`: fields that the paper confirms for it, too.
    """

    application_id: ApplicationId
    distance: int
    shared: tuple[Witness, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """On what an identification rests: the inks that agree and the readers behind them.

    `versions`: programs and nets that had read the pages, as they called themselves then.
    `margin`: None where no other live entry was near. `opens_entry`: the ledger did not know the
    ID, and the paper may open its entry.
    """

    witnesses: tuple[Witness, ...]
    readers: tuple[str, ...]
    versions: tuple[str, ...] = ()
    margin: Margin | None = None
    opens_entry: bool = False


@dataclass(frozen=True, slots=True)
class Identified:
    """The document belongs to this application, and why we say so."""

    application_id: ApplicationId
    proof: Proof


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A person must decide. `candidates` are suggestions, best first; never an ID nobody read."""

    why: Why
    candidates: tuple[ApplicationId, ...] = ()
