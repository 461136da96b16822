"""Is a page a separator sheet (仕切り用紙)? Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from ocr.application_id import COVER_PREFIX

_TITLES = ("仕切り用紙", "区切り", "SEPARATOR")
_MOST_LETTERS = 60  # on the sheet beside its code


def is_separator_code(payload: str, payloads: Iterable[str]) -> bool:
    """Say whether a code stands for "here the next document begins"."""
    return payload.startswith(COVER_PREFIX) or payload.strip().upper() in payloads


def is_separator_text(lines: Sequence[str], *, has_code: bool) -> bool:
    """Say whether a page says that it is a separator and next to nothing else."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", "".join(lines))).upper()
    return has_code and len(text) <= _MOST_LETTERS and any(title in text for title in _TITLES)
