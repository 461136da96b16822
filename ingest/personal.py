"""What may be a personal number (個人番号) in a text that is kept, such as the name of a file."""

import re
import unicodedata
from datetime import datetime

_DIGIT = "[0-9０-９]"
_FOUR = f"{_DIGIT}{{4}}"
_CENTURIES = ("19", "20")
_GAPS = (" ", "　", "-", "－", "_", r"\.")


def without_my_numbers(text: str) -> str:
    """Hide what may be a My Number: twelve digits that stand alone, together or in three fours.

    Other numbers stay: times, counters, application IDs. A day and a time to the minute have twelve
    digits, too, as scanners name their files. They stay: of ten thousand personal numbers one looks
    so, and without its name nobody finds a file again.
    """
    return _MY_NUMBER.sub(_hidden, text)


def _hidden(found: re.Match[str]) -> str:
    return found.group() if _is_time(found.group()) else "*" * 12


def _is_time(text: str) -> bool:
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", text))
    if not digits.startswith(_CENTURIES):
        return False
    try:
        datetime.strptime(digits, "%Y%m%d%H%M")  # noqa: DTZ007
    except ValueError:
        return False
    return True


def _in_fours(gap: str) -> str:
    """Three fours; with one more four beside them it is a longer number."""
    before = rf"(?<!{_DIGIT})(?<!(?<!{_DIGIT}){_FOUR}{gap})"
    after = rf"(?!{_DIGIT})(?!{gap}{_FOUR}(?!{_DIGIT}))"
    return before + gap.join([_FOUR] * 3) + after


_MY_NUMBER = re.compile(
    "|".join([rf"(?<!{_DIGIT}){_DIGIT}{{12}}(?!{_DIGIT})", *map(_in_fours, _GAPS)])
)
