"""How well the papers are read, separated and identified, and what that costs.

The product's own samples, and every folder named on the command line that holds `scans/`,
`ledger.csv` and `truth.json`, go through a fresh office; then each page is read once more in this
process, stage by stage. What each figure means stands in `bench/score.py`, `bench/characters.py`,
`bench/my_numbers.py` and `bench/pins.py`. Nothing is asserted; CPU seconds are those of every
process of the run.
"""

import argparse
import json
import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from bench.characters import Characters
from bench.machine import Machine, machine
from bench.my_numbers import Kept, any_holds, is_masked, stands_in
from bench.pages import PageShown, shown
from bench.pins import PinsKept, pins_kept
from bench.score import Score, documents_of, scored
from bench.steps import ToldBy
from bench.taken import Cost, Taken, taken, told_by
from bench.truth import Corpus, TruePage, corpus_in, samples

RESULTS = Path(__file__).with_name("results")


@dataclass(frozen=True, slots=True)
class Took:
    """CPU seconds a content page: what for, on how many pages, half and 95 in 100 take no more."""

    what: str
    pages: int
    median_s: float
    p95_s: float


@dataclass(frozen=True, slots=True)
class Shown:
    """What one corpus showed."""

    corpus: str
    pages: int
    score: Score
    held: dict[str, int]  # by reason: documents held, files refused
    characters: Characters
    numbers: Kept
    pins: PinsKept
    cost: Cost
    together_mib: float
    took: list[Took]
    told_by: dict[ToldBy, int]  # pages, by what had to be read before the ledger could tell
    sums_hold: bool
    archive_sound: bool


def measure(corpora: Iterable[Corpus], home: Path) -> Iterator[Shown]:
    """Take each corpus through an office of its own, then read its pages here."""
    for number, corpus in enumerate(corpora):
        office = taken(corpus, home / str(number))
        with told_by(home / str(number)) as is_told:
            pages = list(shown(corpus, office.method, office.layers, is_told))
        ended = {scan["file"]: [*documents_of(scan)] for scan in office.scans if scan["documents"]}
        yield Shown(
            corpus=corpus.name,
            pages=corpus.page_count,
            score=scored(corpus.files, ended),
            held=dict(Counter(_reasons(office)).most_common()),
            characters=sum((page.characters for page in pages), Characters()),
            numbers=_kept(corpus, office, pages),
            pins=_pins_kept(corpus, office),
            cost=office.cost,
            together_mib=office.together_mib,
            took=list(_took(pages)),
            told_by={by: sum(page.told_by is by for page in pages) for by in ToldBy},
            sums_hold=office.sums_hold,
            archive_sound=office.archive_sound,
        )


def main() -> None:
    """Measure, print, write."""
    options = argparse.ArgumentParser(prog="script/bench reading", description=__doc__)
    options.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    options.add_argument("--sets", type=int, default=40, help="of our own samples; 0: none")
    options.add_argument("--seed", type=int, default=1, help="of our own samples")
    given = options.parse_args()
    corpora = [corpus_in(folder.absolute()) for folder in given.folders]
    with TemporaryDirectory() as folder:
        seen = machine(Path(folder))
        if given.sets:
            corpora.insert(0, samples(Path(folder) / "samples", given.seed, given.sets))
        found = list(measure(corpora, Path(folder)))
    _print(found, seen)
    RESULTS.mkdir(exist_ok=True)
    content = {"machine": asdict(seen), "corpora": [asdict(one) for one in found]}
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (RESULTS / "reading.json").write_text(text + "\n", "utf-8")


def _reasons(office: Taken) -> Iterator[str]:
    for scan in office.scans:
        if scan["why"]:
            yield str(scan["why"])
        yield from (
            str(document["why"]) for document in scan["documents"] if document["outcome"] == "held"
        )


def _kept(corpus: Corpus, office: Taken, pages: Sequence[PageShown]) -> Kept:
    """Look for every personal number in all that the office keeps, and for IDs under masks."""
    places = [(file.name, page) for file in corpus.sound for page in file.pages]
    kept = [
        number
        for name, page in places
        for number, _ in page.numbers
        if _is_kept(number, name, page, office)
    ]
    legible = Counter(chain.from_iterable(page.legible for page in pages)) | Counter(kept)
    masked = [
        (name, page)
        for name, page in places
        if (name, page.number) in office.readings
        and is_masked(page, office.readings[name, page.number])
    ]
    return Kept(
        numbers=sum(len(page.numbers) for _, page in places),
        legible=legible.total(),
        kept=len(kept),
        ids=sum(page.id_box is not None or bool(page.code_boxes) for _, page in places),
        masked_ids=len(masked),
        lost_ids=sum(
            not any_holds(_texts(name, page, office), page.application_id or "")
            for name, page in masked
        ),
    )


def _pins_kept(corpus: Corpus, office: Taken) -> PinsKept:
    each = (
        pins_kept(
            page, office.readings.get((file.name, page.number)), _texts(file.name, page, office)
        )
        for file in corpus.sound
        for page in file.pages
    )
    return sum(each, PinsKept())


def _is_kept(number: str, file: str, page: TruePage, office: Taken) -> bool:
    texts = _texts(file, page, office)
    return any(stands_in(number, text) for text in texts) or any_holds(office.values, number)


def _texts(file: str, page: TruePage, office: Taken) -> tuple[str, str]:
    """All that was read of a page, and what lies over it in the archive."""
    key = (file, page.number)
    return office.read.get(key, ""), office.layers.get(key, "")


def _took(pages: Sequence[PageShown]) -> Iterator[Took]:
    """The whole way by what stands on the page, then stage by stage."""
    with_code = [one.to_id_s for one in pages if one.page.id_by_code]
    print_only = [one.to_id_s for one in pages if one.page.id_box and not one.page.id_by_code]
    neither = [one.to_id_s for one in pages if not one.page.id_box and not one.page.id_by_code]
    yield from _of("to the ID, with a code", with_code)
    yield from _of("to the ID, print alone", print_only)
    yield from _of("to the ID, no ID on it", neither)
    yield from _of("to the text layer", [one.to_text_s for one in pages])
    for name in dict.fromkeys(chain.from_iterable(one.stages_s for one in pages)):
        yield from _of(f"stage: {name}", [one.stages_s.get(name, 0.0) for one in pages])


def _of(what: str, seconds: Sequence[float]) -> Iterator[Took]:
    if seconds:
        median, p95 = statistics.median(seconds), sorted(seconds)[ceil(0.95 * len(seconds)) - 1]
        yield Took(what, len(seconds), round(median, 3), round(p95, 3))


def _print(found: Sequence[Shown], seen: Machine) -> None:
    figures = Table("figure", *(one.corpus for one in found), title="reading")
    for name, figure in _FIGURES.items():
        figures.add_row(name, *map(figure, found))
    took = Table("CPU s a content page", *(one.corpus for one in found), title="median / 95 in 100")
    told = [
        {one.what: f"{one.median_s:.2f} / {one.p95_s:.2f}" for one in each.took} for each in found
    ]
    for what in dict.fromkeys(chain.from_iterable(told)):
        took.add_row(what, *(each.get(what, "–") for each in told))
    Console().print(figures, took, seen.told())


def _false(shown: Shown) -> str:
    score = shown.score
    return f"{score.false}" if score.false else f"0 (below {score.false_bound:.3f} at 95 %)"


def _recall(shown: Shown) -> str:
    numbers = shown.numbers
    recall = "–" if numbers.recall is None else f"{numbers.recall:.3f}"
    return f"{recall} ({numbers.kept} of {numbers.legible} legible kept, {numbers.numbers} there)"


_FIGURES: dict[str, Callable[[Shown], str]] = {
    "pages": lambda one: f"{one.pages}, {one.score.content_pages} with content",
    "sets, readable": lambda one: f"{one.score.sets}, {one.score.readable}",
    "straight through, of readable": lambda one: f"{one.score.straight_through:.4f}",
    "false filings": _false,
    "held or refused": lambda one: "\n".join(f"{why} {n}" for why, n in one.held.items()) or "–",
    "separation F1": lambda one: f"{one.score.separation_f1:.4f}",
    "form accuracy": lambda one: f"{one.score.type_accuracy:.4f}",
    "lost pages": lambda one: f"{one.score.lost_pages}",
    "CER of the text layer": lambda one: f"{one.characters.error_rate:.4f}",
    "surplus characters": lambda one: f"{one.characters.surplus_rate:.4f}",
    "My Number recall": _recall,
    "PINs kept": lambda one: (
        f"{one.pins.kept} of {one.pins.pins}, words where {one.pins.covered} stand"
    ),
    "IDs masked by mistake": lambda one: (
        f"{one.numbers.masked_ids} of {one.numbers.ids}, {one.numbers.lost_ids} lost"
    ),
    "CPU s a page, whole job": lambda one: f"{one.cost.cpu_s / one.pages:.2f}",
    "pages a minute, whole job": lambda one: f"{one.pages / one.cost.wall_s * 60:.1f}",
    "pages told by": lambda one: "\n".join(f"{by} {n}" for by, n in one.told_by.items()),
    "memory, MiB": lambda one: (
        f"{one.cost.largest_mib:.0f} largest, {one.together_mib:.0f} together"
    ),
    "sums hold, archive sound": lambda one: f"{one.sums_hold}, {one.archive_sound}",
}


if __name__ == "__main__":
    main()
