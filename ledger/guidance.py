"""Printed text about nobody: the back of a form, with what to bring and where to sign. Pure.

It follows the papers that it was printed on, and there is nothing on it that could be another's.
"""

import re
import unicodedata
from collections.abc import Sequence

from ledger.evidence import Line
from ledger.persons import Persons

_SENTENCE = 15  # letters
_HIRAGANA = re.compile(r"[ぁ-ゖ]")
_OFTEN = 0.2  # of the letters: names and labels have hardly any
_NEARLY_ALL, _ROWS = 0.8, 3
_NUMBER = re.compile(r"\d(?:[ -]?\d){5,}")


def is_about_nobody(lines: Sequence[Line]) -> bool:
    """Say whether nearly all of a page is sentences, and no name, date or number of anybody."""
    texts = ["".join(unicodedata.normalize("NFKC", line.text).split()) for line in lines]
    sentences = [text for text in texts if _is_sentence(text)]
    if len(sentences) < _ROWS or len("".join(sentences)) < _NEARLY_ALL * len("".join(texts)):
        return False
    has_number = any(_NUMBER.search(line.text) for line in lines)
    return not has_number and not Persons.among(lines).are_known()


def _is_sentence(text: str) -> bool:
    return len(text) >= _SENTENCE and len(_HIRAGANA.findall(text)) >= _OFTEN * len(text)
