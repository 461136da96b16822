"""What a batch is made of, before anything is drawn: files, sets, papers."""

from dataclasses import dataclass, field
from enum import StrEnum

from hikae.samples.looks import PLAIN, Kind, Look
from hikae.samples.people import Applicant
from hikae.samples.save import How
from hikae.samples.scanner import Scanner


class Ending(StrEnum):
    """What ought to become of a set; the words are those of truth.json."""

    FILED = "filed"
    HELD = "review"


class FileEnding(StrEnum):
    """What ought to become of a file."""

    PROCESS = "process"
    QUARANTINED = "quarantined"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class PlannedPaper:
    """One sheet, printed on one side."""

    kind: Kind
    look: Look = PLAIN
    turn: int = 0


@dataclass(frozen=True, slots=True)
class PlannedSet:
    """The papers of one application, in the order in which they were fed."""

    applicant: Applicant
    papers: tuple[PlannedPaper, ...]
    expected: Ending = Ending.FILED
    also: tuple[Ending, ...] = ()  # other endings that are right
    in_ledger: bool = True
    readable: bool = True


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """One file that the scanner writes."""

    name: str
    how: How
    sets: tuple[PlannedSet, ...]
    scanner: Scanner = field(default_factory=Scanner)
    separators: bool = False  # a separator sheet before each set
    covers: bool = False  # a cover sheet before each set
    duplex: bool = False  # the blank back of every sheet is scanned too
    expected: FileEnding = FileEnding.PROCESS
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole batch."""

    files: tuple[PlannedFile, ...]
    bystanders: tuple[Applicant, ...] = ()  # in the ledger, without a paper here
