"""The PDF files that are raced through the speed bench, each with its truth where there is one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bench.steps import kind_in
from bench.truth import Corpus, TrueFile, corpus_in, samples
from ledger.scans import ScanKind
from ocr.raster import count_pages


@dataclass(frozen=True, slots=True)
class Paper:
    """One PDF file. `ledger`: the list to import first."""

    source: Path
    pages: int
    truth: TrueFile | None = None
    ledger: Path | None = None


def given(paths: Sequence[Path], folder: Path, sets: int) -> list[Paper]:
    """Give the PDF files that were named, alone or by the folder of their truth; or samples.

    Raises:
        ValueError: none of them is a PDF.
    """
    if paths:
        found = [paper for path in paths for paper in _papers(path.absolute())]
    else:
        found = list(_of_corpus(samples(folder / "samples", seed=1, sets=sets)))
    if not found:
        raise ValueError("no PDF was given")
    return found


def _papers(path: Path) -> Iterator[Paper]:
    if path.is_dir():
        yield from _of_corpus(_corpus(path))
    elif (path.parent.parent / "truth.json").is_file():
        corpus = _corpus(path.parent.parent)
        yield from (one for one in _of_corpus(corpus) if one.source == path)
    else:
        yield Paper(path, count_pages(path, ScanKind.PDF))


def _of_corpus(corpus: Corpus) -> Iterator[Paper]:
    for file in corpus.sound:
        source = corpus.scans / file.name
        if kind_in(source) is ScanKind.PDF:
            yield Paper(source, len(file.pages), file, corpus.ledger)


@cache
def _corpus(folder: Path) -> Corpus:
    return corpus_in(folder)
