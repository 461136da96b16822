"""Words that a reader may have misread in part: how near they come to what was wanted. Pure."""

import re
import unicodedata
from functools import lru_cache

_SHORT = 5  # words this short must be read without a mistake
_WRONG = 0.25  # part of longer words that may be misread
# What a net that also learned Chinese reads for characters of our titles and words.
_TWINS = str.maketrans("书证请领颌颁发记认号力一", "書証請領領領発記認号カー")
_REMEMBERED = 1 << 12  # rows and words, of the pages that a process has just read
_NO_LETTER = re.compile(r"[\W_]+")


def is_in(wanted: str, text: str) -> bool:
    """Say whether a few words stand in a folded text, a quarter of a longer one misread."""
    wanted = folded(wanted)
    return wanted in text or (
        len(wanted) > _SHORT and mistakes(wanted, text) <= _WRONG * len(wanted)
    )


@lru_cache(maxsize=_REMEMBERED)
def folded(text: str) -> str:
    """Give the letters and digits of a text, full width as half."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", text)).translate(_TWINS)


def mistakes(wanted: str, text: str) -> int:
    """Count the edits that make `wanted` of the best matching part of a text."""
    return min(_edits(wanted, text))


def end_of(wanted: str, text: str, wrong: float) -> int | None:
    """Say where the best match of some words ends in a folded text.

    Args:
        wanted: the words.
        text: where to look.
        wrong: the part of the words that may be misread; None comes back where it is more.
    """
    wanted = folded(wanted)
    edits = _edits(wanted, text)
    fewest = min(edits)
    return edits.index(fewest) if fewest <= wrong * len(wanted) else None


@lru_cache(maxsize=_REMEMBERED)
def _edits(wanted: str, text: str) -> tuple[int, ...]:
    """For each end in the text the edits of the best match that ends there (Sellers).

    Asked again for the same row with every line that is read: remembered.
    """
    row = [0] * (len(text) + 1)
    for at, char in enumerate(wanted, start=1):
        last, row = row, [at]
        for other_at, other in enumerate(text, start=1):
            row.append(min(last[other_at - 1] + (char != other), last[other_at] + 1, row[-1] + 1))
    return tuple(row)
