"""Is a page a separator sheet (仕切り用紙)? Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from ocr.application_id import COVER_PREFIX

_TITLES = ("仕切り用紙", "区切り", "SEPARATOR")
_MOST_LETTERS = 60  # on the sheet beside its code
# What our own sheets say, five letters and more so that misreading the rest does no harm.
_SAYINGS = (*_TITLES, "登録票", "COVERSHEET", "この用紙をはさ", "用紙を1枚はさ")
_SAYING_LETTERS = 200  # our cover sheet has 130 as read
_SILENT_LETTERS = 25  # a bought sheet: its code in letters, and what readers make of bars
_SILENT_INK = 0.03  # of the surface, beside the codes that were read


def is_separator_code(payload: str, payloads: Iterable[str]) -> bool:
    """Say whether a code stands for "here the next document begins"."""
    return payload.startswith(COVER_PREFIX) or payload.strip().upper() in payloads


def is_separator_sheet(lines: Sequence[str], ink: float) -> bool:
    """Say whether a page with a separator's code holds nothing else: codes get onto papers too.

    `ink`: part of the page that is covered beside its codes.
    """
    text = _folded(lines)
    if any(saying in text for saying in _SAYINGS):
        return _letters(text) <= _SAYING_LETTERS
    return _letters(text) <= _SILENT_LETTERS and ink <= _SILENT_INK


def is_separator_text(lines: Sequence[str], *, has_code: bool) -> bool:
    """Say whether a page says that it is a separator and next to nothing else."""
    text = _folded(lines)
    return has_code and len(text) <= _MOST_LETTERS and any(title in text for title in _TITLES)


def _folded(lines: Sequence[str]) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", "".join(lines))).upper()


def _letters(text: str) -> int:
    return sum(char.isalnum() for char in text)
