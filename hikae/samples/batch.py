"""Makes a whole batch: scans, the ledger to import first, and the truth."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from PIL import Image

from hikae.samples.account import page_truth, set_truth
from hikae.samples.ledger_csv import with_others, write_ledger
from hikae.samples.looks import Kind
from hikae.samples.paper import Paper, draw
from hikae.samples.plans import FileEnding, Plan, PlannedFile, PlannedPaper, PlannedSet
from hikae.samples.profiles import Profile, plan
from hikae.samples.save import save, truncate
from hikae.samples.scanner import ScannedPage, scan
from hikae.samples.truth import FileTruth, PageTruth, size_and_digest, write_truth
from hikae.samples.wear import haunted


class FolderNotEmptyError(Exception):
    """There are scans in the folder already; mixed batches have no truth."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} holds scans already; name a new folder")
        self.folder = folder


@dataclass(frozen=True, slots=True)
class Batch:
    """What was made. `files` tells by file name what ought to come of it."""

    folder: Path
    scans: tuple[Path, ...]
    ledger: Path
    truth: Path
    files: dict[str, FileTruth]


@dataclass(frozen=True, slots=True)
class _Fed:
    """One page on its way: whose it is, by the number of its set in the file."""

    page: ScannedPage
    of: int | None


def make(
    folder: Path, seed: int, profile: Profile = Profile.DEMO, sets: int | None = None
) -> Batch:
    """Write a batch into `folder`; the same seed gives the same bytes on one machine.

    Args:
        folder: is created; `scans/`, `ledger.csv` and `truth.json` go into it.
        seed: draws the people, the numbers and the scanner's carelessness.
        profile: which batch.
        sets: how many sets; without, as many as the profile usually has. DEMO is always the same.

    Raises:
        FolderNotEmptyError: `scans/` holds files already.
        JapaneseFontMissingError: no Japanese font is installed.
    """
    scans = folder / "scans"
    scans.mkdir(parents=True, exist_ok=True)
    if any(scans.iterdir()):
        raise FolderNotEmptyError(scans)
    planned = plan(profile, Random(f"{seed} plan"), sets)  # noqa: S311 -- a lottery, no secret
    files: dict[str, FileTruth] = {}
    for number, file in enumerate(planned.files):
        files[file.name] = _make_file(file, scans, seed, f"F{number:02d}")
    ledger, truth = folder / "ledger.csv", folder / "truth.json"
    _write_ledger(ledger, planned, seed)
    write_truth(truth, files, seed, profile)
    return Batch(folder, tuple(scans / name for name in files), ledger, truth, files)


def _make_file(file: PlannedFile, scans: Path, seed: int, prefix: str) -> FileTruth:
    path = scans / file.name
    if file.copy_of:
        shutil.copyfile(scans / file.copy_of, path)
        return _file_truth(file, path, [], prefix)
    rng = Random(f"{seed} {file.name}")  # noqa: S311
    fed = list(_feed(file, rng))
    save([one.page.picture for one in fed], path, file.how, file.scanner.dpi)
    if file.expected is FileEnding.QUARANTINED:
        truncate(path)
        return _file_truth(file, path, [], prefix)
    return _file_truth(file, path, fed, prefix)


def _feed(file: PlannedFile, rng: Random) -> Iterator[_Fed]:
    """Scan the papers in the order in which a person fed them."""
    for number, planned in enumerate(file.sets):
        for divider, wanted in ((Kind.SEPARATOR, file.separators), (Kind.COVER, file.covers)):
            if wanted:
                yield from _sheet(file, planned, PlannedPaper(divider), None, rng)
        for paper in planned.papers:
            yield from _sheet(file, planned, paper, number, rng)


def _sheet(
    file: PlannedFile, planned: PlannedSet, paper: PlannedPaper, of: int | None, rng: Random
) -> Iterator[_Fed]:
    """Scan the front, and on a duplex scanner the back, through which the front shines."""
    front = draw(paper.kind, planned.applicant, paper.look, file.scanner.dpi)
    yield _Fed(scan(front, file.scanner, rng, paper.turn), of)
    if file.duplex:
        white = Image.new("RGB", front.picture.size, "white")
        back = Paper(Kind.BLANK, front.dpi, haunted(white, front.picture))
        yield _Fed(scan(back, file.scanner, rng), of)


def _file_truth(file: PlannedFile, path: Path, fed: list[_Fed], prefix: str) -> FileTruth:
    names = {number: f"{prefix}S{number:02d}" for number in range(len(file.sets))}
    pages: list[tuple[int | None, PageTruth]] = []
    for number, one in enumerate(fed, start=1):
        who = None if one.of is None else file.sets[one.of].applicant
        name = None if one.of is None else names[one.of]
        pages.append((one.of, page_truth(one.page, number, name, who)))
    size, digest = size_and_digest(path)
    return FileTruth(
        format=file.how.value,
        mode=file.scanner.mode.value,
        dpi=file.scanner.dpi,
        separators="qr" if file.separators or file.covers else None,
        n_pages=len(pages),
        expected=file.expected.value,
        accept=(file.expected.value,) if file.expected is not FileEnding.PROCESS else (),
        trap=None if file.expected is FileEnding.PROCESS else file.expected.value,
        bytes=size,
        sha256=digest,
        sets=tuple(
            set_truth(planned, names[number], [page for of, page in pages if of == number])
            for number, planned in enumerate(file.sets)
            if pages
        ),
        pages=tuple(page for _, page in pages),
    )


def _write_ledger(path: Path, planned: Plan, seed: int) -> None:
    rng = Random(f"{seed} ledger")  # noqa: S311
    known = [one.applicant for file in planned.files for one in file.sets if one.in_ledger]
    write_ledger(path, [*with_others(known, rng), *planned.bystanders])
