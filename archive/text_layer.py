"""The invisible text over a page, laid so that it copies and searches as it is printed.

One run a stretch of a line, no blanks between Japanese characters, always level: extractors find
text on a skewed page better when it does not follow the skew.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from archive.lettering import Lettering, is_half, width_of
from archive.sheet import Box, Turn, number

_NEW_RUN_GAP = 2.0  # gaps, in heights of the line
_BLANK_GAP_WIDE = 0.9  # beside a full-width character: Japanese is often spaced out
_BLANK_GAP_HALF = 0.18
_BASELINE_ABOVE_BOTTOM = 0.12
_FONT = "F"


@dataclass(frozen=True, slots=True)
class LayerWord:
    """A word as read, its box in pixels of the upright page; `line` joins words of one line."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    line: int


@dataclass(frozen=True, slots=True)
class PageLayer:
    """What was read on one page of the source (`number` from 1).

    `turn` is how far, clockwise, the page as displayed today (after the source's own /Rotate or
    EXIF orientation) has to be turned to stand upright; `width` and `height` are of the upright
    raster in pixels. `extra` words become runs of their own, joined with nothing. What lies in
    the `masked` boxes, (left, top, right, bottom) on that raster, must not be seen.
    """

    number: int
    turn: Turn
    width: int
    height: int
    words: tuple[LayerWord, ...]
    extra: tuple[LayerWord, ...] = ()
    masked: tuple[tuple[int, int, int, int], ...] = ()

    def __post_init__(self) -> None:
        if self.number < 1 or self.width < 1 or self.height < 1:
            raise ValueError("a page has a number, a width and a height, from 1")
        if self.turn not in (0, 90, 180, 270):
            raise ValueError("a page is turned by quarters")


@dataclass(frozen=True, slots=True)
class Run:
    """One piece of text in pixels of the upright page; `baseline` is measured from the top."""

    text: str
    left: float
    right: float
    baseline: float
    height: float


def runs_of(layer: PageLayer) -> tuple[Run, ...]:
    """Join words into runs, line by line; the extra words come last."""
    lines: dict[int, list[LayerWord]] = {}
    for word in _legible(layer.words):
        lines.setdefault(word.line, []).append(word)
    joined = [run for words in lines.values() for run in _runs_of_line(words)]
    bare = [_run([word], _height([word])) for word in _legible(layer.extra)]
    return (*joined, *bare)


def laid_over(
    runs: Sequence[Run], layer: PageLayer, box: Box, rotate: Turn, font: Lettering
) -> bytes:
    """Write the runs as content that goes behind a page's own.

    Args:
        runs: of this layer.
        layer: tells the size of the raster the runs were measured on.
        box: the visible part of the page.
        rotate: the page's final /Rotate.
        font: encodes the text; the page's resources name it `F`.
    """
    if not runs:
        return b""
    scale = " ".join(map(number, _raster_to_page(layer, box, rotate)))
    shown = [_shown(run, layer.height, font) for run in runs]
    return b"\n".join([f"q {scale} cm BT 3 Tr".encode(), *shown, b"ET Q"])


def _legible(words: Sequence[LayerWord]) -> Iterator[LayerWord]:
    """Words with something to show; control characters would break a viewer's search."""
    for word in words:
        text = " ".join(
            "".join(
                c for c in word.text if c.isspace() or unicodedata.category(c)[0] != "C"
            ).split()
        )
        if text:
            yield LayerWord(text, word.left, word.top, word.right, word.bottom, word.line)


def _runs_of_line(words: Sequence[LayerWord]) -> Iterator[Run]:
    height = _height(words)
    stretch = [words[0]]
    for before, word in pairwise(words):
        if word.left < before.left or word.left - before.right > _NEW_RUN_GAP * height:
            yield _run(stretch, height)
            stretch = []
        stretch.append(word)
    yield _run(stretch, height)


def _run(words: Sequence[LayerWord], height: float) -> Run:
    text = words[0].text
    for before, word in pairwise(words):
        text += " " * _is_blank_between(before, word, height) + word.text
    return Run(
        text,
        left=words[0].left,
        right=max(max(word.right for word in words), words[0].left + 1),
        baseline=median(word.bottom for word in words) - _BASELINE_ABOVE_BOTTOM * height,
        height=height,
    )


def _is_blank_between(before: LayerWord, word: LayerWord, height: float) -> bool:
    halves = is_half(before.text[-1]) and is_half(word.text[0])
    return word.left - before.right > (_BLANK_GAP_HALF if halves else _BLANK_GAP_WIDE) * height


def _height(words: Sequence[LayerWord]) -> float:
    """The upper quartile: small marks do not shrink a line, one tall stroke does not blow it up."""
    heights = sorted(word.bottom - word.top for word in words)
    return max(1, heights[3 * len(heights) // 4])


def _shown(run: Run, page_height: int, font: Lettering) -> bytes:
    natural = width_of(run.text) / 1000 * run.height
    stretched = number(100 * (run.right - run.left) / natural)
    place = f"{number(run.left)} {number(page_height - run.baseline)}"
    setting = f"/{_FONT} {number(run.height)} Tf {stretched} Tz 1 0 0 1 {place} Tm "
    return setting.encode() + font.encode(run.text) + b" Tj"


def _raster_to_page(layer: PageLayer, box: Box, rotate: Turn) -> tuple[float, ...]:
    """From pixels of the upright page, counted from its lower left, to the page's own points."""
    match rotate:
        case 0:
            return (box.width / layer.width, 0, 0, box.height / layer.height, box.left, box.bottom)
        case 90:
            return (
                0,
                box.height / layer.width,
                -box.width / layer.height,
                0,
                box.right,
                box.bottom,
            )
        case 180:
            return (-box.width / layer.width, 0, 0, -box.height / layer.height, box.right, box.top)
        case 270:
            return (0, -box.height / layer.width, box.width / layer.height, 0, box.left, box.top)
