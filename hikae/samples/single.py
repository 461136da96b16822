"""Single papers with chosen facts, for tests that need one document and no batch."""

from pathlib import Path
from random import Random

from PIL import Image

from hikae.samples.looks import PLAIN, Kind, Look
from hikae.samples.paper import draw
from hikae.samples.people import Applicant, Status, invent
from hikae.samples.save import How, save
from hikae.samples.scanner import Scanner, scan

STRAIGHT = Scanner(skew=0.0, noise=0.0)


def applicant(seed: int = 1, status: Status = Status.TRANSFERRED) -> Applicant:
    """Invent an applicant; `dataclasses.replace` changes what a test wants to choose."""
    return invent(Random(seed), status)  # noqa: S311 -- a lottery, no secret


def paper(
    kind: Kind, person: Applicant, look: Look = PLAIN, scanner: Scanner = STRAIGHT, turn: int = 0
) -> Image.Image:
    """Draw one paper and scan it; grey, 200 dpi and straight unless told otherwise."""
    drawn = draw(kind, person, look, scanner.dpi)
    return scan(drawn, scanner, Random(person.application_id.digits), turn).picture  # noqa: S311


def one_receipt(path: Path, person: Applicant, look: Look = PLAIN, how: How = How.PDF_JPEG) -> Path:
    """Write a file with one receipt."""
    return save([paper(Kind.RECEIPT, person, look)], path, how, STRAIGHT.dpi)
