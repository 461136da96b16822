"""What stands beside or below words like 暗証番号 and 数字4桁, and may be a PIN. On any form; pure.

The form files know the labels of some forms; others word and lay them out in their own way. This
keeps out what four to sixteen digits and capitals in one place may be, and hides too much rather.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import takewhile

from ocr.reading import Word
from ocr.rows import Row, around
from ocr.secret import Zone

_LABEL = re.compile(
    r"暗 ?証 ?番 ?.|暗 ?. ?番 ?号|暗 ?証 ?. ?号|設 ?定 ?番 ?号|パ ?ス ?ワ ?ー ?ド|八 ?又 ?. ?一 ?."
    r"|数 ?字 ?[4４6６](?![0-9０-９])|英 ?数 ?字|[0-9０-９] ?文 ?字"
)  # 八又7一下: パスワード to a fast net
_OTHER_LABEL = re.compile(r"申 ?請|氏 ?名|生 ?年|電 ?話|住 ?所|製 ?造|日")
_LETTERS = re.compile(r"[0-9A-Za-z]+")
_JOINED = re.compile(r"[0-9A-Za-z]{4,16}\W*$")
_LENGTH = range(4, 17)
_BELOW = 4  # heights of the label


def pins_by_word(rows: Sequence[Row]) -> tuple[Zone, ...]:
    """Say where they stand."""
    return tuple(zone for row in rows for zone in _of_row(row, rows))


def _of_row(row: Row, rows: Sequence[Row]) -> Iterator[Zone]:
    for label in _LABEL.finditer(row.text):
        other = _OTHER_LABEL.search(row.text, label.end())
        words = row.words_between(label.start(), other.start() if other else len(row.text))
        named = [word for word in words if not _is_letters(word)]
        joined = tuple(word for word in named if _JOINED.search(_plain(word)))
        behind = tuple(takewhile(_is_letters, words[words.index(named[-1]) + 1 :])) if named else ()
        if joined:
            yield Zone(around(joined), joined)
        if _may_be_pin(behind):
            yield Zone(around(behind))
        elif not joined:
            yield from _below(row.words_between(*label.span()), rows)


def _below(label: Sequence[Word], rows: Sequence[Row]) -> Iterator[Zone]:
    """Rows that hold nothing else, under the label."""
    left, top, _, bottom = around(label)
    reach = bottom + _BELOW * (bottom - top)
    for row in rows:
        middle = (row.box[1] + row.box[3]) / 2
        if bottom < middle < reach and row.box[2] > left and _may_be_pin(row.words):
            yield Zone(row.box)


def _may_be_pin(words: Sequence[Word]) -> bool:
    count = sum(len(_plain(word)) for word in words)
    return count in _LENGTH and all(map(_is_letters, words))


def _is_letters(word: Word) -> bool:
    return _LETTERS.fullmatch(_plain(word)) is not None


def _plain(word: Word) -> str:
    return unicodedata.normalize("NFKC", word.text)
