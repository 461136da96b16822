"""The batches that can be made: what a demonstration, a crash test and a benchmark need."""

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from random import Random

from hikae.samples.looks import PLAIN, Damage, IdCode, IdPrint, Kind, Look
from hikae.samples.numbers import neighbour
from hikae.samples.people import Applicant, Status, invent
from hikae.samples.plans import Ending, FileEnding, Plan, PlannedFile, PlannedPaper, PlannedSet
from hikae.samples.save import How
from hikae.samples.scanner import Mode, Scanner
from hikae.samples.wear import Wear


class Profile(StrEnum):
    """A ready-made batch."""

    DEMO = "demo"  # small, and shows every ending
    KILL = "kill"  # small pages with codes: cheap to read while processes die
    READING = "reading"  # for benchmarks: as many sets as wanted


_KILL_SETS, _READING_SETS = 30, 24
_STATUS = {
    Kind.APPLICATION: Status.AWAITING_SETUP,
    Kind.NOTICE: Status.TRANSFERRED,
    Kind.REPLY: Status.TRANSFERRED,
    Kind.RECEIPT: Status.TRANSFERRED,
    Kind.SLIP: Status.TRANSFERRED,
    Kind.ENVELOPE: Status.NOTICE_SENT,
}
_BITONAL = (How.PDF_G4, How.TIFF_G4, How.PDF_FLATE1)
_WEAR = (Wear.HOLES, Wear.STREAK, Wear.SHADOW)
_NO_ID = Look(IdPrint.ABSENT)


def plan(profile: Profile, rng: Random, sets: int | None) -> Plan:
    """Plan a batch; DEMO is always the same, of the others there are as many sets as wanted."""
    plans: dict[Profile, Callable[[], Plan]] = {
        Profile.DEMO: lambda: _demo(rng),
        Profile.KILL: lambda: _kill(rng, sets or _KILL_SETS),
        Profile.READING: lambda: _reading(rng, sets or _READING_SETS),
    }
    return plans[profile]()


def _demo(rng: Random) -> Plan:
    bystander = invent(rng, Status.TRANSFERRED)
    files = (
        _by_code(rng),
        _by_print(rng),
        _at_the_counter(rng),
        PlannedFile(
            "KM_C25110510040001.jpg",
            How.JPEG,
            (_set(rng, PlannedPaper(Kind.ENVELOPE)),),
            Scanner(mode=Mode.COLOUR),
        ),
        PlannedFile(
            "KM_C25110510110002.png",
            How.PNG,
            (_set(rng, PlannedPaper(Kind.APPLICATION, Look(id_code=IdCode.QR_URL), turn=90)),),
            Scanner(wear=frozenset({Wear.SHADOW})),
        ),
        _doubtful(rng, bystander),
        _sideways(rng),
        _covered(rng),
        _cancelled(rng),
        PlannedFile(
            "20251105093040_2.pdf",  # sorts after the file it repeats
            How.PDF_G4,
            (),
            expected=FileEnding.DUPLICATE,
            copy_of="20251105093040.pdf",
        ),
    )
    return Plan(files, (bystander,))


def _by_code(rng: Random) -> PlannedFile:
    application = PlannedPaper(Kind.APPLICATION, Look(id_code=IdCode.QR_URL))
    notice = PlannedPaper(Kind.NOTICE, Look(IdPrint.HYPHENS, IdCode.CODE128))
    sets = (
        _set(rng, application, PlannedPaper(Kind.ID_COPY)),
        _set(rng, notice, PlannedPaper(Kind.REPLY, _NO_ID)),
    )
    scanner = Scanner(wear=frozenset({Wear.STREAK}))
    return PlannedFile("20251105091512.pdf", How.PDF_JPEG, sets, scanner, separators=True)


def _by_print(rng: Random) -> PlannedFile:
    sets = (
        _set(rng, PlannedPaper(Kind.RECEIPT, Look(IdPrint.GROUPED))),
        _set(rng, PlannedPaper(Kind.RECEIPT, Look(IdPrint.HYPHENS)), PlannedPaper(Kind.PROXY)),
        _set(rng, PlannedPaper(Kind.RECEIPT, Look(IdPrint.UNBROKEN))),
    )
    scanner = Scanner(300, Mode.BITONAL, wear=frozenset({Wear.HOLES}))
    return PlannedFile("20251105093040.pdf", How.PDF_G4, sets, scanner)


def _at_the_counter(rng: Random) -> PlannedFile:
    boxes = PlannedPaper(Kind.RECEIPT, Look(IdPrint.BOXES))
    turned = PlannedPaper(Kind.NOTICE, Look(id_code=IdCode.QR), turn=180)
    sets = (_set(rng, boxes, also=(Ending.HELD,)), _set(rng, turned))
    scanner = Scanner(300, Mode.BITONAL)
    return PlannedFile("窓口 受領書.tif", How.TIFF_G4, sets, scanner, duplex=True)


def _doubtful(rng: Random, bystander: Applicant) -> PlannedFile:
    """Plan what a person has to decide; the struck-out number is a bystander's live one."""
    struck_out = Look(damage=Damage.CORRECTED, misprint=bystander.application_id)
    right_id = neighbour(bystander.application_id, 1, rng)
    corrected = _held(rng, PlannedPaper(Kind.RECEIPT, struck_out))
    stranger = _held(rng, PlannedPaper(Kind.NOTICE, Look(id_code=IdCode.CODE128)))
    sets = (
        replace(corrected, applicant=replace(corrected.applicant, application_id=right_id)),
        _held(rng, PlannedPaper(Kind.RECEIPT, Look(damage=Damage.BLOT))),
        replace(stranger, in_ledger=False),
        _set(rng, PlannedPaper(Kind.RECEIPT, Look(damage=Damage.STAMP)), also=(Ending.HELD,)),
    )
    return PlannedFile("20251105101807.pdf", How.PDF_JPEG, sets, Scanner(mode=Mode.COLOUR))


def _sideways(rng: Random) -> PlannedFile:
    papers = (PlannedPaper(Kind.REPLY, turn=270), PlannedPaper(Kind.CARD_BACK, turn=180))
    sets = (_set(rng, *papers),)
    return PlannedFile("20251105102233.pdf", How.PDF_FLATE1, sets, Scanner(mode=Mode.BITONAL))


def _covered(rng: Random) -> PlannedFile:
    """Plan a receipt that carries no ID itself; a cover sheet says it."""
    sets = (_set(rng, PlannedPaper(Kind.RECEIPT, _NO_ID), PlannedPaper(Kind.PROXY)),)
    scanner = Scanner(mode=Mode.BITONAL)
    return PlannedFile("20251105102900.pdf", How.PDF_G4, sets, scanner, covers=True)


def _cancelled(rng: Random) -> PlannedFile:
    sets = (_set(rng, PlannedPaper(Kind.APPLICATION, Look(id_code=IdCode.QR_URL))),)
    return PlannedFile("20251105103500.pdf", How.PDF_JPEG, sets, expected=FileEnding.QUARANTINED)


def _kill(rng: Random, sets: int) -> Plan:
    slip = PlannedPaper(Kind.SLIP, Look(IdPrint.ABSENT, IdCode.QR))
    kinds = (How.PDF_JPEG, How.PDF_G4, How.TIFF_G4, How.PNG, How.JPEG)
    files = []
    for number in range(sets):
        how = kinds[number % len(kinds)]
        suffix = how.split("-")[0]
        scanner = Scanner(150, Mode.GREY, skew=0.0, noise=0.0)
        files.append(PlannedFile(f"slip{number:02d}.{suffix}", how, (_set(rng, slip),), scanner))
    return Plan(tuple(files))


def _reading(rng: Random, sets: int) -> Plan:
    """Plan files of up to four sets, each drawn by lot from what an office sends."""
    files: list[PlannedFile] = []
    left = sets
    while left > 0:
        many = min(left, rng.randint(1, 4))
        files.append(_lot(rng, len(files), many))
        left -= many
    return Plan(tuple(files))


def _lot(rng: Random, number: int, sets: int) -> PlannedFile:
    """Plan a file by lot: how it is scanned, whether somebody put separators in."""
    mode = rng.choice((Mode.BITONAL, Mode.GREY, Mode.GREY, Mode.COLOUR))
    dpi = 200 if mode is Mode.COLOUR else rng.choice((200, 300))
    how = rng.choice(_BITONAL) if mode is Mode.BITONAL else How.PDF_JPEG
    wear = frozenset(blemish for blemish in _WEAR if rng.random() < 0.2)
    scanner = Scanner(dpi, mode, skew=1.0, noise=round(rng.uniform(2, 12), 1), wear=wear)
    return PlannedFile(
        f"202511{rng.randint(4, 28):02d}{number:06d}.{'tif' if how is How.TIFF_G4 else 'pdf'}",
        how,
        tuple(_drawn_set(rng) for _ in range(sets)),
        scanner,
        separators=rng.random() < 0.5,
        duplex=rng.random() < 0.3,
    )


def _drawn_set(rng: Random) -> PlannedSet:
    kinds = (Kind.APPLICATION, Kind.NOTICE, Kind.REPLY, Kind.RECEIPT, Kind.RECEIPT)
    manners = (IdPrint.GROUPED, IdPrint.GROUPED, IdPrint.HYPHENS, IdPrint.UNBROKEN, IdPrint.BOXES)
    kind = rng.choice(kinds)
    codes = {Kind.APPLICATION: IdCode.QR_URL, Kind.NOTICE: rng.choice((IdCode.CODE128, IdCode.QR))}
    code = codes.get(kind, IdCode.NONE) if rng.random() < 0.6 else IdCode.NONE
    turn = rng.choice((0, 0, 0, 0, 0, 180, 90, 270))
    papers = [PlannedPaper(kind, Look(rng.choice(manners), code), turn)]
    extras = rng.sample((Kind.PROXY, Kind.ID_COPY), rng.choice((0, 0, 1, 2)))
    papers += [PlannedPaper(extra, PLAIN) for extra in extras]
    return _set(rng, *papers)


def _set(rng: Random, *papers: PlannedPaper, also: tuple[Ending, ...] = ()) -> PlannedSet:
    """Plan papers that ought to be filed; `also` are other endings that are right."""
    return PlannedSet(invent(rng, _STATUS[papers[0].kind]), papers, also=also)


def _held(rng: Random, paper: PlannedPaper) -> PlannedSet:
    """Plan a paper that a person has to decide on."""
    who = invent(rng, _STATUS[paper.kind])
    return PlannedSet(who, (paper,), expected=Ending.HELD, readable=False)
