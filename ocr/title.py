"""Where the title of a form stands in a row, and how well it was read. Pure.

The last word of a title tells what a paper is: 個人番号カード交付通知書在中 stands on an envelope,
個人番号カード交付のお知らせ on no application. So that word must be there, and the title must end
with it. What stands in brackets says more of a title, and is one only where nothing else is.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ocr.form import GOES_ON
from ocr.misread import end_of, folded, mistakes
from ocr.rows import COLUMN_GAP

_SHORT = 5  # a title this short must be read without a mistake and stand alone in its row
_WRONG = 0.25  # part of a longer title that may be misread
_BESIDE = 12  # characters that may stand in the row beside a longer title
_LAST = 3  # characters: the word that tells what a paper is
_VERY_LONG = 20  # characters: of so long a title two of the last ones may be misread
_GAP = 24  # characters that … stands for, at most
_REMEMBERED = 1 << 12  # rows, of the pages that a process has just read

_BRACKETS = re.compile(r"[(\[{【〔〈《「『]([^)\]}】〕〉》」』]*)(?:[)\]}】〕〉》」』]|$)")
_LIST_MARK = re.compile(r"\W*[□☐☑✓✔●○◯◎※→*]|\s*・|\W*\d{1,2}\s*[.,)、 \u3000]")
_SENTENCE = re.compile(r"[はをがへ。、!?]|ください|下さい|ます|です")
_NUMBERED = re.compile(r"兼?(?:別記|別紙|様式|書式|第|\d|号|条|関係)*")
_JOINED = re.compile(r"\W*[・/·•]|\W*(?:兼|及び|並びに)")
_BEHIND = re.compile(
    r"\W*(?:の?写し?|控え?|様式|用紙|本人用|No\W*\d|第|\d|令和|平成|整理番号|文書番号)|\W*$"
)
_LETTER = re.compile(r"\w")
_ENDS = re.compile(rf"\w?(?:\W(?!\W*(?:番号|I\W?D))|{_BEHIND.pattern}|{_JOINED.pattern})")


@dataclass(frozen=True, slots=True)
class Found:
    """A title in a folded text: where it stands, the part that was read right, how long it is."""

    start: int
    end: int
    right: float
    length: int

    def goes_before(self, other: "Found") -> bool:
        """Say whether this one tells what the paper is, and not the other.

        The first of several titles does, unless one that begins within it goes on behind it.
        """
        first, last = sorted((self, other), key=lambda one: (one.end, one.length))
        told = last if last.start < first.end else first
        return told is self


def levels(text: str) -> tuple[tuple[str, ...], ...]:
    """Give a row, and what stands outside its brackets; then what stands in them."""
    plain = _plain(text)
    outside = _BRACKETS.sub(" ", plain)
    inside = () if _is_sentence(outside) else tuple(_BRACKETS.findall(plain))
    return tuple(dict.fromkeys((outside, plain))), inside


def find_title(title: str, text: str) -> Found | None:
    """Find a title in a text.

    Args:
        title: as a form file says it; only one that has brackets is looked for in them.
        text: what `levels` gave.
    """
    pieces, has_brackets = _pieces(title)
    if _BRACKETS.search(text) and not has_brackets:
        return None
    letters, length = folded(text), sum(map(len, pieces))
    if len(pieces) == 1 and length > _SHORT:
        is_near = sum(char not in letters for char in pieces[0]) <= _WRONG * length
        return _misread(pieces[0], text) if is_near else None
    if not all(piece in letters for piece in pieces) or _is_sentence(text):
        return None
    return _whole(pieces, text)


@lru_cache(maxsize=_REMEMBERED)
def _pieces(title: str) -> tuple[tuple[str, ...], bool]:
    has_brackets = _BRACKETS.search(_plain(title)) is not None
    return tuple(map(folded, title.split(GOES_ON))), has_brackets


def right_part(title: str, text: str) -> float:
    """Say which part of a title was read right, wherever it stands in a text."""
    wanted = folded(title.replace(GOES_ON, ""))
    return max(1 - mistakes(wanted, folded(text)) / max(len(wanted), 1), 0.0)


def _whole(pieces: Sequence[str], text: str) -> Found | None:
    """Find the pieces of a title, read without a mistake; nothing else stands beside it."""
    letters, first, length = folded(text), pieces[0], sum(map(len, pieces))
    if len(letters) > length + 2 * _GAP:
        return None
    if first and letters == first * (len(letters) // len(first)):  # slips side by side
        return Found(0, length, 1.0, length)
    between = f".{{0,{_GAP}}}?"
    wanted = between.join(map(re.escape, pieces)).removeprefix(between)
    for match in re.finditer(f"(?=({wanted}))", letters):
        start, end = match.span(1)
        before, behind = text[: _unfolded(text, start)], text[_unfolded(text, end) :]
        is_fitting = _NUMBERED.fullmatch(letters[:start]) if first else _is_noun(before, text)
        if is_fitting and (_JOINED.match(behind) or _BEHIND.match(behind)):
            return Found(end - len(pieces[-1]), end, 1.0, length)
    return None


def _is_noun(before: str, text: str) -> bool:
    """Say whether what stands in front of a title may belong to it, and is no cell of its own."""
    is_cell = before and text[len(before) :].startswith(COLUMN_GAP)
    return len(folded(before)) <= _GAP and not is_cell


def _misread(title: str, text: str) -> Found | None:
    """Find a longer title of which some characters, but not its last word, may be misread."""
    letters = folded(text)
    if len(letters) > len(title) + _BESIDE:
        return None
    end = end_of(title, letters, _WRONG)
    if end is None:
        return None
    wrong = mistakes(title, letters)
    if wrong - mistakes(title[:-_LAST], letters) > (2 if len(title) > _VERY_LONG else 1):
        return None
    start = max(end - len(title), 0)
    before, behind = text[: _unfolded(text, start)], text[_unfolded(text, end) :]
    if _is_sentence(before) or not _ENDS.match(behind):
        return None
    if wrong > mistakes(title[:-1], letters) and not _LETTER.match(behind):
        return None  # its last character is not misread, but missing
    return Found(start, end, 1 - wrong / len(title), len(title))


def _is_sentence(text: str) -> bool:
    return bool(_SENTENCE.search(text) or _LIST_MARK.match(text))


def _unfolded(text: str, end: int) -> int:
    """Say where in a text so many of its folded letters have passed."""
    passed = 0
    for at, char in enumerate(text):
        if passed >= end:
            return at
        passed += len(folded(char))
    return len(text)


def _plain(text: str) -> str:
    """Give a text with full width as half; gaps between columns stay."""
    return COLUMN_GAP.join(unicodedata.normalize("NFKC", one) for one in text.split(COLUMN_GAP))
