"""How readers misread: digits as they were misread on scanned papers, letters at random.

`slips.json` holds the counts; `bench/slips_learned.py` makes it from folders with scans and truth.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from bench.town import FAMILIES, GIVENS

LEARNED = Path(__file__).with_name("slips.json")
_DIGITS = "0123456789"
_OF_NAMES = sorted({letter for name, _ in (*FAMILIES, *GIVENS) for letter in name})
_KANJI = [  # of JIS level 1: those that readers know best
    letter
    for row in range(0xB0, 0xD0)
    for cell in range(0xA1, 0xFF)
    for letter in bytes((row, cell)).decode("euc_jp", "ignore")
]
_A_NAMES_OWN = 0.2  # so often a letter of a name is taken for another letter of names
_KANA = sorted({letter for _, kana in (*FAMILIES, *GIVENS) for letter in kana} | set("ーッャュョ"))
_LOTS = 500  # so fine are the chances of one digit
_MORE_SLIPS = (0.75, 0.93)  # chance that a misread number has one slip; one or two; else three


@dataclass(frozen=True, slots=True)
class Slips:
    """Draws misreadings of numbers and words."""

    _taken_for: dict[str, str]  # by digit: the others, each as often as its chance
    _prone: dict[str, float]  # how easily a digit is misread, 1 for the easiest
    _dropped: float  # of all slips
    _added: float

    @classmethod
    def learned(cls, path: Path = LEARNED) -> "Slips":
        """Take the counts from a file."""
        return cls.of(json.loads(path.read_text("utf-8")))

    @classmethod
    def of(cls, counts: dict[str, Any]) -> "Slips":
        """Take counts; what was never seen may happen, too: it counts as one."""
        taken = {
            digit: {other: counts["taken_for"].get(digit, {}).get(other, 0) + 1 for other in others}
            for digit in _DIGITS
            for others in [_DIGITS.replace(digit, "")]
        }
        misread = {digit: sum(others.values()) for digit, others in taken.items()}
        slips = sum(misread.values()) + counts["dropped"] + counts["added"]
        return cls(
            {
                digit: "".join(
                    other * max(round(_LOTS * n / misread[digit]), 1) for other, n in others.items()
                )
                for digit, others in taken.items()
            },
            {digit: n / max(misread.values()) for digit, n in misread.items()},
            counts["dropped"] / slips,
            counts["added"] / slips,
        )

    def number(self, digits: str, rng: Random) -> str:
        """Misread a number in one to three places; it may become shorter or longer."""
        lot = rng.random()
        found = digits
        for _ in range(1 + sum(lot > chance for chance in _MORE_SLIPS)):
            found = self._slipped(found, rng)
        return found

    def words(self, text: str, rng: Random) -> str:
        """Misread one letter or digit of a text, seldom two."""
        letters = list(text)
        places = [at for at, letter in enumerate(letters) if letter.isalnum()]
        for at in rng.sample(places, 2 if rng.random() < 0.2 and len(places) > 1 else 1):
            letters[at] = self._other(letters[at], rng)
        return "".join(letters)

    def _slipped(self, digits: str, rng: Random) -> str:
        at = int(rng.random() * len(digits))
        while rng.random() > self._prone[digits[at]]:
            at = int(rng.random() * len(digits))
        lot = rng.random()
        if lot < self._dropped:
            return digits[:at] + digits[at + 1 :]
        if lot < self._dropped + self._added:
            return digits[:at] + _pick(_DIGITS, rng) + digits[at:]
        return digits[:at] + _pick(self._taken_for[digits[at]], rng) + digits[at + 1 :]

    def _other(self, letter: str, rng: Random) -> str:
        if letter in self._taken_for:
            return _pick(self._taken_for[letter], rng)
        others = _KANA if "ァ" <= letter <= "ー" else _KANJI
        if others is _KANJI and rng.random() < _A_NAMES_OWN:
            others = _OF_NAMES
        other = others[int(rng.random() * len(others))]
        return other if other != letter else self._other(letter, rng)


def _pick(choices: str, rng: Random) -> str:
    return choices[int(rng.random() * len(choices))]
