"""What may be a personal number (個人番号) in a text that is kept, such as the name of a file."""

import re

_DIGIT = "[0-9０-９]"
_FOUR = f"{_DIGIT}{{4}}"
_GAPS = (" ", "　", "-", "－", "_", r"\.")


def without_my_numbers(text: str) -> str:
    """Hide what may be a My Number: twelve digits that stand alone, together or in three fours.

    Other numbers stay: times, counters, application IDs.
    """
    return _MY_NUMBER.sub("*" * 12, text)


def _in_fours(gap: str) -> str:
    """Three fours; with one more four beside them it is a longer number."""
    before = rf"(?<!{_DIGIT})(?<!(?<!{_DIGIT}){_FOUR}{gap})"
    after = rf"(?!{_DIGIT})(?!{gap}{_FOUR}(?!{_DIGIT}))"
    return before + gap.join([_FOUR] * 3) + after


_MY_NUMBER = re.compile(
    "|".join([rf"(?<!{_DIGIT}){_DIGIT}{{12}}(?!{_DIGIT})", *map(_in_fours, _GAPS)])
)
