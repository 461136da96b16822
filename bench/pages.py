"""Every page of a corpus read once more in this process: what each stage takes, what text comes.

The text is that of the filed document, or of one composed here where the page was not filed. A page
that the product finds blank, or cannot read, has none. Composing is done file by file and shared
out evenly over its pages. Nets and programs are warmed up on the first page before.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.errors import CannotComposeError
from bench.characters import Characters, compared
from bench.extract import texts_of
from bench.my_numbers import stands_in
from bench.steps import ToldBy, opened, searchable, until_decided, with_words
from bench.truth import Corpus, TruePage
from ledger.scans import PageRole
from ocr.engine import Engine
from ocr.errors import OcrError
from ocr.method import Method
from ocr.page import Picture, grey, turned
from ocr.ppocr import PpOcr
from ocr.reading import Box, Reading
from ocr.stages import cpu_s, listening
from ocr.tesseract import Tesseract


@dataclass(frozen=True, slots=True)
class PageShown:
    """One content page. `to_id_s`, `to_text_s`: CPU seconds from the file on, in all."""

    page: TruePage
    to_id_s: float
    to_text_s: float
    stages_s: Mapping[str, float]
    characters: Characters
    legible: tuple[str, ...]  # personal numbers
    told_by: ToldBy


def shown(
    corpus: Corpus,
    how: Method,
    filed: Mapping[tuple[str, int], str],
    is_told: Callable[[Reading], bool],
) -> Iterator[PageShown]:
    """Read all content pages of the files that are to be processed.

    Args:
        corpus: with its truth.
        how: as the office reads.
        filed: the text layers of filed pages, by file and number.
        is_told: whether the ledger can say whose a page is, by itself.
    """
    for number, file in enumerate(corpus.sound):
        source = corpus.scans / file.name
        if number == 0:
            _read(source, file.pages[0], how, is_told)
        layers = {page: text for (name, page), text in filed.items() if name == file.name}
        pages = [_read(source, page, how, is_told) for page in file.pages if page.is_content]
        yield from _of_file(source, pages, layers)


@dataclass(frozen=True, slots=True)
class _Read:
    page: TruePage
    reading: Reading | None
    told_by: ToldBy
    to_id_s: float
    to_text_s: float
    stages_s: Mapping[str, float]


def _of_file(source: Path, pages: Sequence[_Read], filed: Mapping[int, str]) -> Iterator[PageShown]:
    readings = [
        one.reading for one in pages if one.reading and one.reading.role is PageRole.CONTENT
    ]
    began = cpu_s()
    with listening() as spent:
        pdf = _composed(source, readings)
    share, many = cpu_s() - began, max(len(readings), 1)
    texts = {**_texts(pdf, readings), **filed}
    for one in pages:
        yield PageShown(
            page=one.page,
            to_id_s=one.to_id_s,
            to_text_s=one.to_text_s + share / many,
            stages_s={**one.stages_s, **{name: took / many for name, took in spent.items()}},
            characters=compared(one.page.texts, texts.get(one.page.number, "")),
            legible=_legible(source, one.page),
            told_by=one.told_by,
        )


def _read(source: Path, page: TruePage, how: Method, is_told: Callable[[Reading], bool]) -> _Read:
    began, reading, told_by = cpu_s(), None, ToldBy.NOTHING_YET
    with listening() as spent:
        with suppress(OcrError):
            reading, told_by = until_decided(source, page.number, how, is_told)
        decided = cpu_s()
        if reading is not None and reading.role is PageRole.CONTENT:
            reading = with_words(source, reading, how)
    return _Read(page, reading, told_by, decided - began, cpu_s() - began, dict(spent))


def _composed(source: Path, readings: list[Reading]) -> bytes | None:
    try:
        return searchable(source, readings) if readings else None
    except CannotComposeError:
        return None


def _texts(pdf: bytes | None, readings: list[Reading]) -> dict[int, str]:
    if pdf is None:
        return {}
    with TemporaryDirectory() as folder:
        file = Path(folder) / "searchable.pdf"
        file.write_bytes(pdf)
        texts = texts_of(file)
    return {reading.page: text for reading, text in zip(readings, texts, strict=True)}


def _legible(source: Path, page: TruePage) -> tuple[str, ...]:
    """The personal numbers that a reader can read if it is told where they stand."""
    if not page.numbers:
        return ()
    seen = opened(source, page.number)
    scale = seen.width / page.width
    found = []
    for number, box in page.numbers:
        cut = _cut(grey(seen.picture), box, scale, page.rotation)
        if any(stands_in(number, text) for text in _looked_at(cut, seen.dpi)):
            found.append(number)
    return tuple(found)


def _cut(picture: Picture, box: Box, scale: float, rotation: int) -> Picture:
    left, top, right, bottom = (round(edge * scale) for edge in box)
    margin = min(right - left, bottom - top) // 3
    cut = picture[max(top - margin, 0) : bottom + margin, max(left - margin, 0) : right + margin]
    return turned(cut, -rotation % 360)


def _looked_at(cut: Picture, dpi: int) -> Iterator[str]:
    engines: tuple[Engine, ...] = (PpOcr(), Tesseract())
    for engine in engines:
        yield " ".join(word.text for word in engine.read_zone(cut, dpi))
        for reader in engine.digit_readers:
            yield " ".join(word.text for word in engine.read_digits(cut, reader))
