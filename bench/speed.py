"""Searchable PDF/A files a minute, ours against OCRmyPDF; then our whole job against it.

The same files go file by file through one and the other, who begins takes turns; the figure is the
median over rounds. Ours is what the product does for the text layer by Tesseract, and nothing else:
words, then the document. Beside it, once: the same with pytesseract, and Tesseract's own program
alone. The whole job takes these files into a fresh office that knows its ledger: reading,
separating, identifying, filing and recording, which OCRmyPDF does not do; once with a worker that
is there all day, as in an office, and once by `hikae take --wait`, which starts and ends one.

Errors of the text are told for pages that stand upright in the file, and for all: OCRmyPDF was not
asked to turn pages, which takes it time; ours always does. Nothing is asserted.
"""

import argparse
import json
import statistics
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from bench.characters import Characters, compared
from bench.contenders import RIVAL, Contender, OcrMyPdf, Spent, ours, tesseract_alone
from bench.extract import texts_of
from bench.machine import Machine, machine
from bench.offices import Place
from bench.papers import Paper, given
from bench.steps import words_alone, words_by_pytesseract
from bench.whole_job import in_a_running_office, started_for_it
from hikae.office import Office
from ocr.method import Method
from ocr.reading import Reading

RESULTS = Path(__file__).with_name("results")
_PROGRAM_MISSING = 3  # an exit code of OCRmyPDF
OURS, REFERENCE = "ours", "ours, by pytesseract"
_JOBS = {
    "the whole job, in a running office": in_a_running_office,
    "the whole job, started for it": started_for_it,
}


@dataclass(frozen=True, slots=True)
class Lap:
    """All files once through one contender."""

    name: str
    wall_s: float
    cpu_s: float


@dataclass(frozen=True, slots=True)
class Errors:
    """Characters of the text that one contender laid over the pages."""

    name: str
    upright: Characters
    all: Characters


@dataclass(frozen=True, slots=True)
class Shown:
    """What a run showed. `tesseract`: of its own program, in a lap over the pages with ink."""

    machine: Machine
    rival: str
    files: int
    pages: int
    left_out: list[str]  # files that OCRmyPDF refused
    laps: list[Lap]
    tesseract: Lap
    errors: list[Errors]

    def of(self, name: str) -> list[Lap]:
        """The laps of a contender."""
        return [lap for lap in self.laps if lap.name == name]

    def ratio(self, name: str) -> float:
        """How many times as fast as OCRmyPDF in the same round: the median."""
        rounds = zip(self.of(name), self.of(RIVAL), strict=False)
        return statistics.median(rival.wall_s / own.wall_s for own, rival in rounds)


def measure(papers: Sequence[Paper], rounds: int, folder: Path) -> Shown:
    """Let all take turns; then look at what they wrote."""
    how = _method(folder / "method")
    rival = OcrMyPdf(folder / "rival.log")
    warm_up = papers[0].source
    with (
        ours(OURS, words_alone, how, warm_up) as own,
        ours(REFERENCE, words_by_pytesseract, how, warm_up) as reference,
    ):
        papers, left_out = _taken_by(rival, papers, folder)
        laps: list[Lap] = []
        for number in range(rounds):
            once = [reference] if number == 0 else []
            laps += _round([own, rival, *once], papers, number, folder)
            for name, job in _JOBS.items():
                took = job(papers, folder / f"{job.__name__}{number}")
                laps.append(Lap(name, took.wall_s, took.cpu_s))
        tesseract = _tesseract(papers, [own.read(paper.source) for paper in papers], folder)
    return Shown(
        machine=machine(folder),
        rival=OcrMyPdf.version(),
        files=len(papers),
        pages=sum(paper.pages for paper in papers),
        left_out=left_out,
        laps=laps,
        tesseract=tesseract,
        errors=[_errors(name, papers, folder) for name in (OURS, REFERENCE, RIVAL)],
    )


def main() -> None:
    """Measure, print, write."""
    options = argparse.ArgumentParser(prog="script/bench speed", description=__doc__)
    options.add_argument("paths", nargs="*", type=Path, metavar="PDF", help="or folders with truth")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument(
        "--sets", type=int, default=12, help="of our own samples, if none is given"
    )
    chosen = options.parse_args()
    with TemporaryDirectory() as folder:
        papers = given(chosen.paths, Path(folder), chosen.sets)
        shown = measure(papers, chosen.rounds, Path(folder))
    _print(shown)
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps(asdict(shown), ensure_ascii=False, indent=1)
    (RESULTS / "speed.json").write_text(text + "\n", "utf-8")


def _method(home: Path) -> Method:
    """How an office reads that changed no setting."""
    office = Office.open(Place(home).settings())
    office.engine.dispose()
    return office.method


def _taken_by(
    rival: OcrMyPdf, papers: Sequence[Paper], folder: Path
) -> tuple[list[Paper], list[str]]:
    """Leave out what OCRmyPDF refuses; its programs are loaded now, as ours are.

    Raises:
        CalledProcessError: it lacks a program.
        ValueError: it refuses everything.
    """
    taken, left_out = [], []
    for paper in papers:
        try:
            rival.make(paper.source, folder / "tried.pdf")
            taken.append(paper)
        except subprocess.CalledProcessError as error:
            if error.returncode == _PROGRAM_MISSING:
                raise
            left_out.append(paper.source.name)
    if not taken:
        raise ValueError("OCRmyPDF refuses every file")
    return taken, left_out


def _round(
    contenders: Sequence[Contender], papers: Sequence[Paper], number: int, folder: Path
) -> Iterator[Lap]:
    """All files, one after the other, each through all; another one begins each time."""
    spent: dict[str, list[Spent]] = {one.name: [] for one in contenders}
    for at, paper in enumerate(papers):
        first = (number + at) % len(contenders)
        for one in (*contenders[first:], *contenders[:first]):
            spent[one.name].append(one.make(paper.source, _made(folder, one.name, at)))
    for name, each in spent.items():
        yield Lap(name, sum(one.wall_s for one in each), sum(one.cpu_s for one in each))


def _made(folder: Path, name: str, at: int) -> Path:
    return folder / f"{name} {at}.pdf"


def _tesseract(papers: Sequence[Paper], readings: Sequence[Sequence[Reading]], folder: Path) -> Lap:
    laps = [
        tesseract_alone(paper.source, of_paper, folder)
        for paper, of_paper in zip(papers, readings, strict=True)
    ]
    return Lap("Tesseract alone", sum(one.wall_s for one in laps), sum(one.cpu_s for one in laps))


def _errors(name: str, papers: Sequence[Paper], folder: Path) -> Errors:
    upright = every = Characters()
    for at, paper in enumerate(papers):
        texts = texts_of(_made(folder, name, at)) if paper.truth else ()
        for page, text in zip(paper.truth.pages if paper.truth else (), texts, strict=True):
            if page.is_content:
                found = compared(page.texts, text)
                every += found
                upright += found if page.rotation == 0 else Characters()
    return Errors(name, upright, every)


def _print(shown: Shown) -> None:
    table = Table(
        *("", "pages/min", "× OCRmyPDF", "CPU s/page", "CER, upright pages", "CER, all"),
        title=f"{shown.files} files, {shown.pages} pages; {shown.rival}",
    )
    errors = {one.name: one for one in shown.errors}
    for name in dict.fromkeys(lap.name for lap in shown.laps):
        laps, pages = shown.of(name), shown.pages
        table.add_row(
            name,
            f"{pages / statistics.median(lap.wall_s for lap in laps) * 60:.1f}",
            f"{shown.ratio(name):.2f}",
            f"{statistics.median(lap.cpu_s for lap in laps) / pages:.2f}",
            *(_rates(errors[name]) if name in errors else ("–", "–")),
        )
    cpu_s = statistics.median(lap.cpu_s for lap in shown.of(OURS))
    table.add_row(
        shown.tesseract.name, "–", "–", f"{shown.tesseract.cpu_s / shown.pages:.2f}", "–", "–"
    )
    Console().print(
        table,
        f"ours takes {cpu_s / shown.tesseract.cpu_s:.2f} × the CPU time of Tesseract alone",
        *(f"left out, OCRmyPDF refused it: {name}" for name in shown.left_out),
        shown.machine.told(),
        sep="\n",
    )


def _rates(errors: Errors) -> tuple[str, str]:
    if not errors.all.true:
        return "–", "–"
    return f"{errors.upright.error_rate:.4f}", f"{errors.all.error_rate:.4f}"


if __name__ == "__main__":
    main()
