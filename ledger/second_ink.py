"""Does something other than the digits say whose paper it is? Name, kana, birth date. Pure.

Everything must be found exactly after folding, as a whole span with borders on both sides: 森 翔太
is not confirmed inside 大森 翔太, nor 由美 inside 由美子. Fathers and sons are called 正 and 正男:
what may be a letter of a name is a border only where it cannot be one. Silence is no contradiction.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Self

from ledger.evidence import Line, Person, Witness
from ledger.names import fold_kana, fold_name
from ledger.paper_dates import complete_dates, possible_dates

_BIRTH_LABEL = re.compile(r"生\s?年\s?月\s?日")
_BORN = re.compile(r"日\s?生(?!\s?年)")
_NAME_MIN, _KANA_MIN = 2, 4
_BETWEEN = 2  # so many marks may stand between two characters of one name
_COLUMN = "　"  # the reading desk writes a gap between columns like this

_KANA_LOOKS = str.maketrans(
    "力二口一八夕工卜千才又三ァィゥェォッャュョヮヵヶ",
    "カニローハタエトチオヌミアイウエオツヤユヨワカケ",
)
_DASHES = str.maketrans(dict.fromkeys("‐‑–—−ー－―", "-"))
_NUMBER = re.compile(r"(?<![0-9A-Z])[0-9A-Z]{2,}(?:(?: ?- ?| )[0-9]{1,7})*(?![0-9A-Z])")
_NUMBER_MIN = 9
_TRACKING_LABEL = re.compile(
    r"引 ?受 ?番 ?号|追 ?跡 ?番 ?号|書 ?留 ?番 ?号|お ?問 ?い ?合 ?わ ?せ ?番 ?号"
)
_TRACKING_LENGTHS = range(11, 14)
_POSTS = re.compile(r"(?<!\d)(?<!\d[ -])\d{4}-\d{4}-\d{3}(?![ -]?\d)")  # no telephone's groups
_NOISE = " .,・、。'|"
# Labels in front of a name, without blanks. A bare 名 counts at the row's beginning only: 椎名.
_LABEL_ENDS = re.compile(
    r"(?:[氏民区rk]名|署名|者名|人名|記名|名前|[請領取込当任]者|本人|[請込]人|世帯主|[自署]署|名称"
    r"|[氏名]カナ|[ルフワ]リ[ガカ]ナ|(?:^|[^\w])(?:[a-z]*名|カナ))$"
)
_WORD_BEHIND = re.compile(
    r"[様殿印氏]|生 ?年 ?月|年 ?齢|性 ?別|(?:明 ?治|大 ?正|昭 ?和|平 ?成|令 ?和) ?[\d元]|男/?女"
)
_WORD_APART = re.compile(
    r"[欄標棟榛橡樣稼棒槽](?![^\W\d])"  # what readers make of 様
    r"|[明大昭平令](?:\d{3,}|\d\d? ?[/年-])"  # folding took the dots away
)
_SEX_APART = re.compile(r"[男女](?![^\W\d])")


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on the rows of a document, folded once to be held against many people."""

    names: tuple[str, ...]
    kana: tuple[str, ...]
    dates: frozenset[date]
    numbers: frozenset[str]

    @classmethod
    def of(cls, lines: Iterable[Line], payloads: Iterable[str] = ()) -> Self:
        """Fold every column of every row; `payloads` are those of codes."""
        texts = [line.text for line in lines]
        columns = [column for text in texts for column in text.split(_COLUMN)]
        return cls(
            tuple(map(_as_name, columns)),
            tuple(map(_as_kana, columns)),
            frozenset[date]().union(*map(possible_dates, texts)),
            frozenset(number for text in (*texts, *payloads) for number in numbers(text)),
        )

    def confirms(self, person: Person) -> frozenset[Witness]:
        """Give the inks that say: it is this person."""
        found = set()
        if _stands(person.name, _as_name(person.name), self.names, _NAME_MIN):
            found.add(Witness.NAME)
        if _stands(person.kana, _as_kana(person.kana), self.kana, _KANA_MIN):
            found.add(Witness.KANA)
        if person.birth_date in self.dates:
            found.add(Witness.BIRTH_DATE)
        if person.tracking_number and as_number(person.tracking_number) in self.numbers:
            found.add(Witness.TRACKING_NUMBER)
        if person.notice_number and as_number(person.notice_number) in self.numbers:
            found.add(Witness.NOTICE_NUMBER)
        return frozenset(found)


def confirmed(person: Person, lines: Iterable[Line]) -> frozenset[Witness]:
    """Give the inks that say: it is this person."""
    return Paper.of(lines).confirms(person)


def contradicted(person: Person, lines: Iterable[Line]) -> frozenset[Witness]:
    """Give the inks that say: it is somebody else.

    Only complete dates beside the label 生年月日 contradict, and only if the person's own date
    stands nowhere: a paper also carries the proxy's, and one of two readings may be wrong.
    """
    lines = tuple(lines)
    births = birth_dates(lines)
    if person.birth_date is None or not births or person.birth_date in births:
        return frozenset()
    if any(person.birth_date == dated.day for line in lines for dated in complete_dates(line.text)):
        return frozenset()
    return frozenset({Witness.BIRTH_DATE})


def tracking_numbers(lines: Iterable[Line], payloads: Iterable[str] = ()) -> frozenset[str]:
    """Give the numbers behind a label such as 引受番号, and those that stand as the post's do.

    `payloads` are those of an envelope's codes.
    """
    texts = [_plain(line.text).translate(_DASHES) for line in lines]
    labelled = (
        number
        for text in texts
        if (label := _TRACKING_LABEL.search(text))
        for number in numbers(text[label.end() :])
    )
    posts = (as_number(number) for text in texts for number in _POSTS.findall(text))
    return frozenset(number for number in (*labelled, *posts, *payloads) if _is_tracking(number))


def _is_tracking(number: str) -> bool:
    return number.isdigit() and len(number) in _TRACKING_LENGTHS


def birth_dates(lines: Iterable[Line]) -> frozenset[date]:
    """Give the complete dates behind a label 生年月日 in its row, and those that 生 stands behind.

    Of the latter none on a copy of an identity document: it may be a proxy's.
    """
    births: set[date] = set()
    for line in lines:
        text = _plain(line.text)
        label, born = _BIRTH_LABEL.search(text), _BORN.search(text)
        if label is not None:
            births.update(one.day for one in complete_dates(text) if one.start >= label.end())
        elif born is not None and not line.form.is_attachment:
            births.update(one.day for one in complete_dates(text) if one.start < born.start())
    return frozenset(births)


@lru_cache(maxsize=1 << 14)
def numbers(text: str) -> tuple[str, ...]:
    """Give every number in a row that stands alone, as it stands and its groups in one."""
    return tuple(
        number
        for run in _NUMBER.findall(_plain(text).translate(_DASHES).upper())
        if len(number := as_number(run)) >= _NUMBER_MIN
    )


def as_number(text: str) -> str:
    """Give digits and capitals alone."""
    return re.sub(r"[^0-9A-Z]", "", _plain(text).upper())


@lru_cache(maxsize=1 << 14)
def _as_name(text: str) -> str:
    """Fold a row for comparing names, but keep its blanks: they may be borders."""
    return "".join(char if char == " " else fold_name(char) for char in _plain(text))


@lru_cache(maxsize=1 << 14)
def _as_kana(text: str) -> str:
    """Fold a row for comparing kana; small and large, and kanji that look alike, are one."""
    folded = "".join(char if char == " " else fold_kana(char) for char in _plain(text))
    return folded.translate(_KANA_LOOKS)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _stands(wanted: str, folded: str, columns: Iterable[str], least: int) -> bool:
    letters = [char for char in folded if _is_letter(char)]
    if len(letters) < least:
        return False
    _, *given = wanted.split()
    return any(
        _is_border_before(text[:start])
        and _is_border_after(text[end:], may_be_sex=len("".join(given)) > 1)
        for text in columns
        for start, end in _spans(letters, text)
    )


def _spans(letters: Sequence[str], text: str) -> Iterator[tuple[int, int]]:
    """Find where the letters of a name stand in a row, each at most two marks behind the other.

    A pattern for each of some hundred neighbours would take half a second to compile.
    """
    start = text.find(letters[0])
    while start >= 0:
        end = start + 1
        for letter in letters[1:]:
            if not text[end : end + _BETWEEN + 1].lstrip(_NOISE).startswith(letter):
                break
            end = text.index(letter, end) + 1
        else:
            yield start, end
        start = text.find(letters[0], start + 1)


def _is_border_before(text: str) -> bool:
    """Say whether a name may begin behind this."""
    text = text.rstrip(_NOISE)
    if not text or not _is_letter(text[-1]):
        return True
    return _LABEL_ENDS.search(re.sub(r"\s", "", text)) is not None


def _is_border_after(text: str, *, may_be_sex: bool) -> bool:
    """Say whether a name may end before this.

    Behind a given name of one letter 男 may always be the second one.
    """
    rest = text.lstrip(_NOISE)
    if not rest or not _is_letter(rest[0]) or _WORD_BEHIND.match(rest):
        return True
    if rest == text:
        return False
    is_apart = text.startswith(" ")
    return is_apart and bool(_WORD_APART.match(rest) or (may_be_sex and _SEX_APART.match(rest)))


@lru_cache(maxsize=1 << 14)
def _is_letter(char: str) -> bool:
    """Kanji, kana with their marks, Latin letters: what a name may go on with."""
    return char.isalpha() or char in "々ー〆"
