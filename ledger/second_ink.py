"""Does something other than the digits say whose document it is? Name, kana, birth date. Pure.

Everything must be found exactly after folding, as a whole span with borders on both sides: 森 翔太
is not confirmed inside 大森 翔太, nor 由美 inside 由美子. Silence is no contradiction.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ledger.evidence import Line, Person, Witness

_BIRTH_LABEL = re.compile(r"生\s?年\s?月\s?日")
_NAME_MIN, _KANA_MIN = 2, 4
_BETWEEN = r"[ .,・、。'|]{0,2}"  # what may stand between two characters of one name
_COLUMN = "　"  # the reading desk writes a gap between columns like this

_VARIANTS = str.maketrans(
    "髙﨑碕嵜邊邉齋齊斎澤濵濱廣眞惠桒嶋嶌冨德櫻龍瀧應壽彌關國圓榮實靜曾藏禮祿鐵豐萬淺繩龜渕淵",
    "高崎崎崎辺辺斉斉斉沢浜浜広真恵桑島島富徳桜竜滝応寿弥関国円栄実静曽蔵礼禄鉄豊万浅縄亀淵淵",
)
_KANA_LOOKS = str.maketrans(
    "力二口一八夕工卜千才又三ァィゥェォャュョッヮヵヶ",
    "カニロー" + "ハタエトチオヌミ" + "アイウエオヤユヨツワカケ",
)
_BEFORE_NAME = ("名", "者", "人", "署", "称", "主", "ナ")  # how labels in front of a name end
_AFTER_NAME = frozenset("様殿印氏男女年生明大昭平令")

_ERAS = {
    **{"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018},
    **{"M": 1867, "T": 1911, "S": 1925, "H": 1988, "R": 2018},
}
_TWO = r"(\d(?:\s?\d)?)"
_FOUR = r"(\d(?:\s?\d){3})"
_ERA = r"(明\s?治|大\s?正|昭\s?和|平\s?成|令\s?和|(?<![A-Za-z])[MTSHR])"
_DATES = (
    re.compile(rf"{_ERA}\s?(元|\d(?:\s?\d)?)\s?年\s?{_TWO}\s?月\s?{_TWO}\s?日"),
    re.compile(rf"{_ERA}\s?(元|\d{{1,2}})\s?[./\-]\s?(\d{{1,2}})\s?[./\-]\s?(\d{{1,2}})(?!\d)"),
    re.compile(rf"(?<!\d)(){_FOUR}\s?年\s?{_TWO}\s?月\s?{_TWO}\s?日"),
    re.compile(r"(?<!\d)()(\d{4})\s?[./\-]\s?(\d{1,2})\s?[./\-]\s?(\d{1,2})(?!\d)"),
)


def confirmed(person: Person, lines: Iterable[Line]) -> frozenset[Witness]:
    """Give the inks that say: it is this person."""
    lines = tuple(lines)
    found = set()
    if _stands(fold_name(person.name), lines, fold_name, _NAME_MIN):
        found.add(Witness.NAME)
    if _stands(fold_kana(person.kana), lines, fold_kana, _KANA_MIN):
        found.add(Witness.KANA)
    if person.birth_date is not None and person.birth_date in dates(lines):
        found.add(Witness.BIRTH_DATE)
    return frozenset(found)


def contradicted(person: Person, lines: Iterable[Line]) -> frozenset[Witness]:
    """Give the inks that say: it is somebody else.

    Only complete dates beside the label 生年月日 contradict, and only if none is the person's.
    """
    births = birth_dates(lines)
    if person.birth_date is not None and births and person.birth_date not in births:
        return frozenset({Witness.BIRTH_DATE})
    return frozenset()


def dates(lines: Iterable[Line]) -> frozenset[date]:
    """Give every complete date, 和暦 or western."""
    return frozenset(found.day for line in lines for found in _dates(_plain(line.text)))


def birth_dates(lines: Iterable[Line]) -> frozenset[date]:
    """Give the complete dates behind a label 生年月日 in its row."""
    births: set[date] = set()
    for line in lines:
        text = _plain(line.text)
        labels = [match.end() for match in _BIRTH_LABEL.finditer(text)]
        found = sorted(_dates(text), key=lambda dated: dated.start)
        for label in labels:
            births.update(dated.day for dated in found if dated.start >= label)
    return frozenset(births)


def fold_name(text: str) -> str:
    """Fold what writers and readers confuse in a name: width, case and variants of a character."""
    return _plain(text).upper().translate(_VARIANTS)


def fold_kana(text: str) -> str:
    """Fold what writers and readers confuse in kana, kanji that look alike included."""
    return "".join(_katakana(char) for char in _plain(text)).translate(_KANA_LOOKS)


@dataclass(frozen=True, slots=True)
class _Dated:
    start: int
    day: date


def _dates(text: str) -> Iterator[_Dated]:
    for pattern in _DATES:
        for match in pattern.finditer(text):
            day = _date(*(re.sub(r"\s", "", part) for part in match.groups()))
            if day is not None:
                yield _Dated(match.start(), day)


def _date(era: str, year: str, month: str, day: str) -> date | None:
    first = _ERAS[era] if era else 0
    try:
        return date(first + (1 if year == "元" else int(year)), int(month), int(day))
    except ValueError:  # the 31st of April: misread
        return None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _katakana(char: str) -> str:
    return chr(ord(char) + 0x60) if "ぁ" <= char <= "ゖ" else char


def _stands(wanted: str, lines: tuple[Line, ...], fold: Callable[[str], str], least: int) -> bool:
    letters = [char for char in wanted if _is_letter(char)]
    if len(letters) < least:
        return False
    pattern = re.compile(_BETWEEN.join(re.escape(char) for char in letters))
    return any(
        _is_border_before(text[: match.start()]) and _is_border_after(text[match.end() :])
        for line in lines
        for text in map(fold, line.text.split(_COLUMN))
        for match in pattern.finditer(text)
    )


def _is_border_before(text: str) -> bool:
    text = text.rstrip(" ")
    return not text or not _is_letter(text[-1]) or text.endswith(_BEFORE_NAME)


def _is_border_after(text: str) -> bool:
    text = text.lstrip(" ")
    return not text or not _is_letter(text[0]) or text[0] in _AFTER_NAME


def _is_letter(char: str) -> bool:
    """Kanji, kana with their marks, Latin letters: what a name may go on with."""
    return char.isalpha() or char in "々ー〆"
