"""Is a page a separator sheet (仕切り用紙)? Pure.

Offices print their own or buy them: a QR code, a DataMatrix, bars, four thick bars, whatever their
payload, and a few words. A page that carries somebody's number, a word of the papers we file, or
ink that nobody could read is content: a separator is never looked at again.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Protocol

from ocr.application_id import COVER_PREFIX
from ocr.reading import Box

# What separators say of themselves, folded: a misread rest does no harm.
_SAYINGS = (
    *("仕切り", "仕切用紙", "仕切紙", "区切り", "区切用紙", "区切紙", "セパレータ"),
    *("次の方の書類", "次の人の書類", "ここから次の"),
    *("SEPARATOR", "SEPARATIONSHEET", "DIVIDERSHEET", "この用紙をはさ", "用紙を1枚はさ"),
)
_COVER_SAYINGS = ("登録票", "COVERSHEET")  # 登録票 are many papers: with a cover sheet's code only
_SAYING_LETTERS = 200  # our cover sheet has 130 as read
_TITLE_LETTERS = 60  # on a sheet that says it though no code could be read
_TITLE_INK = 0.15  # of the surface: room for the code that could not be read
_FEW_LETTERS = 40  # of a sheet that does not say what it is, its payload left out
_FEW_INK = 0.03
# Words of letters, forms and cards, which no separator has.
_PAPERS = (
    *("様", "殿", "〒", "氏名", "住所", "生年月日", "性別", "電話", "申請", "委任", "同意", "代理"),
    *("受領", "受取", "交付", "通知", "回答", "照会", "署名", "暗証", "個人番号", "マイナンバー"),
    *("被保険者", "免許", "在留", "旅券", "PASSPORT", "郵便", "料金", "返戻", "転送", "尋ねあたり"),
)
# Of cards and slips that are copied, on sheets that do not say what they are.
_CARDS = (
    *("証", "券", "手帳", "カード", "病院", "医院", "クリニック", "歯科", "診療", "薬局", "学校"),
    *(
        "大学",
        "学生",
        "社員",
        "会員",
        "会社",
        "銀行",
        "組合",
        "保険",
        "年金",
        "図書館",
        "受付",
        "障害者",
    ),
)
_NAME = re.compile(
    r"[一-龠々]{1,4}[ 　]{1,2}[一-龠々ぁ-ゖァ-ヶー]{1,4}|[ァ-ヶー]{2,}[ 　][ァ-ヶー]{2,}"
)
_ELSEWHERE = re.compile(r"(?i)\s*(?:https?:|www\.|mailto:|tel:|smsto:|wifi:|geo:|begin:|mecard:)")
_NUMBER = re.compile(r"\d(?:[ -]{0,2}\d)*")
_SOMEBODYS = 11  # digits and more: tracking, personal number, application ID
_UNBROKEN = re.compile(rf"\d{{{_SOMEBODYS},}}")
_LONGEST = (
    16  # digits of a payload with blanks and hyphens: a shorter one may be a date and a count
)
_DIFFERENT = 4  # digits in a number that is one
_HYPHENS = str.maketrans("‐‑–—−ー－―", "--------")


class CodeLike(Protocol):
    """A code as it was seen; a silenced one, which held a personal number, has no text."""

    @property
    def symbology(self) -> str:
        """Which kind of code."""

    @property
    def text(self) -> str:
        """Its payload."""

    @property
    def box(self) -> Box:
        """Where it stands."""


def is_separator(
    codes: Sequence[CodeLike], lines: Sequence[str], ink: float, payloads: Iterable[str]
) -> bool:
    """Say whether a page is a separator or cover sheet and nothing else.

    Args:
        codes: everything seen on it, patch codes included.
        lines: everything read on it.
        ink: part of the page that is covered beside the codes.
        payloads: what the codes of this office's separators say.
    """
    known, text = tuple(payloads), _folded(lines)
    covers = any(code.text.startswith(COVER_PREFIX) for code in codes)
    foreign = [code.text for code in codes if not is_separator_code(code.text, known)]
    if _are_somebodys(foreign, () if covers else lines):
        return False
    if any(saying in text for saying in (*_SAYINGS, *(_COVER_SAYINGS if covers else ()))):
        bare = not codes and (ink > _TITLE_INK or _letters(text) > _TITLE_LETTERS)
        return not bare and _letters(text) <= _SAYING_LETTERS
    if not codes or any(word in text for word in _PAPERS):
        return False
    if len(foreign) == len(codes) and _may_be_a_card(foreign, lines):
        return False
    return _letters(_without(text, codes)) <= _FEW_LETTERS and ink <= _FEW_INK


def _may_be_a_card(payloads: Iterable[str], lines: Iterable[str]) -> bool:
    """Say whether the few words beside codes that nobody knows are those of a card, or a name."""
    plain = [unicodedata.normalize("NFKC", line) for line in lines]
    columns = [column.strip() for line in plain for column in (line, *line.split("　"))]
    return (
        any(map(_ELSEWHERE.match, payloads))
        or any(word in line for word in _CARDS for line in plain)
        or any(map(_NAME.fullmatch, columns))
    )


def is_separator_code(payload: str, payloads: Iterable[str]) -> bool:
    """Say whether a code stands for "here the next document begins"."""
    return payload.startswith(COVER_PREFIX) or payload.strip().upper() in payloads


def _are_somebodys(payloads: Sequence[str], lines: Sequence[str]) -> bool:
    """Say whether a number of a person or of a parcel is among them; a silenced code held one."""
    if not all(payloads):
        return True
    for payload in payloads:  # a serial number, printed below its code
        lines = [line.replace(payload, "") for line in lines]
    return (
        any(map(_has_number_in_groups, lines))
        or any(_UNBROKEN.search(payload) for payload in payloads)
        or any(_has_number_in_groups(payload, _LONGEST) for payload in payloads)
    )


def _has_number_in_groups(text: str, digits: int = _SOMEBODYS) -> bool:
    plain = unicodedata.normalize("NFKC", text).translate(_HYPHENS)
    runs = ([char for char in found[0] if char.isdigit()] for found in _NUMBER.finditer(plain))
    # What readers make of bars is a long number, too, but all of 1.
    return any(len(run) >= digits and len(set(run)) >= _DIFFERENT for run in runs)


def _without(text: str, codes: Sequence[CodeLike]) -> str:
    """Leave out what stands below a code: its payload in letters."""
    for payload in {_folded([code.text]) for code in codes}:
        text = text.replace(payload, "") if payload else text
    return text


def _folded(lines: Sequence[str]) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", "".join(lines))).upper()


def _letters(text: str) -> int:
    return sum(char.isalnum() for char in text)
