"""Which lines of a page stand beside a label that names or dates a person. Pure.

Reading every line with the best net takes most of the time of a page; name and birth date stand
beside their labels, or right below them. Sentences speak of names and dates, too, and are the
longest lines of a page: they are left to the closest look.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from ocr.detector import LineBox
from ocr.reading import Word

# As read by a fast net: one character of each may be wrong.
_LABEL = re.compile(
    r"氏.|.名(?!用)|フリ|リガ|ガナ|カナ|生.月|生年|年月|月日|自署|本人|請者|領者|取人|請人|[様殿]$"
    r"|引受|追跡|書留|合[わせ]*番|知書?番|[明大昭平令][治正和成]"
)
_WHOLE_DATE = re.compile(r"年.{1,3}月.{1,3}日")
_SENTENCE = 16  # times as long as high: hardly a name, date or number is, with its label
_LEVEL = 1.2  # heights: lines that differ less stand side by side
_BELOW = 3.0  # heights


def beside_labels(
    lines: Mapping[int, LineBox], words: Mapping[int, Sequence[Word]]
) -> frozenset[int]:
    """Give the numbers of the lines with a label, beside one, or right below one."""
    texts = {number: _text(some) for number, some in words.items() if number in lines}
    short = [
        number
        for number, line in lines.items()
        if line.length < _SENTENCE * line.height or _WHOLE_DATE.search(texts.get(number, ""))
    ]
    labels = [number for number in short if _LABEL.search(texts.get(number, ""))]
    return frozenset(
        number
        for number in short
        if any(number == label or _is_beside(lines[number], lines[label]) for label in labels)
    )


def _text(words: Iterable[Word]) -> str:
    return unicodedata.normalize("NFKC", "".join(word.text for word in words))


def _is_beside(line: LineBox, label: LineBox) -> bool:
    height = max(line.height, label.height)
    down = line.y - label.y
    if abs(down) < _LEVEL * height:
        return line.x > label.x
    left, right = line.x - line.length / 2, line.x + line.length / 2
    is_over = left < label.x + label.length / 2 and label.x - label.length / 2 < right
    return 0 < down < _BELOW * height and is_over
