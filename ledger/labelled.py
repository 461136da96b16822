"""The names that stand beside a label such as 氏名, whoever they belong to. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from ledger.evidence import Line, Person
from ledger.names import fold_kana, fold_name

_COLUMN = "　"
_LABEL = re.compile(
    r"(?:[氏民] ?名|お ?名 ?前|署 ?名|(?:申 ?請|受 ?領|受 ?取|本) ?[者人])(?! ?[用欄のはをが])"
)
_ASIDE = re.compile(r"[(（][^)）]*[)）]")  # 自署, 署名
_NAME = re.compile(r"([一-龠々〆ァ-ヶー][一-龠々〆ぁ-ゖァ-ヶー ]*)")
_BEHIND = re.compile(r"[様殿印](?=\s|$)| [男女]$|(?:明治|大正|昭和|平成|令和).*")
_ADDRESSED = re.compile(
    r"(?<![一-龠々〆ぁ-ゖァ-ヶー])"
    r"([一-龠々〆ァ-ヶー][一-龠々〆ぁ-ゖァ-ヶー]{0,4}\s?[一-龠々〆ぁ-ゖァ-ヶー]{1,5})\s?[様殿](?=\W|$)"
)
_OTHER_LABEL = re.compile(
    r"住所|生年|性別|電話|連絡|変更|署名|氏名|フリガナ|及び|申請|代理|確認|書類"
)
_WORD = re.compile(r"[一-龠々〆ぁ-ゖァ-ヶー]+")
_LATIN = re.compile(r"[A-Za-z][A-Za-z'’.-]+(?:[ ,]+[A-Za-z][A-Za-z'’.-]*)+")
_PARTS = range(2, 5)  # words, or single letters, of a name
_LEGIBLE = range(2, 9)  # letters in a name of two parts
_SURELY_A_NAME = 3  # letters: a reader that sees but two may have lost some


def names_another(person: Person, lines: Iterable[Line]) -> bool:
    """Say whether beside a label a legible name stands that is not this person's."""
    if person.is_bare:
        return False
    own = {_letters(fold_name(person.name)), _letters(fold_kana(person.kana))}
    return any(
        not own & {fold_name(name), fold_kana(name)}
        for name in labelled_names(lines)
        if len(name) >= _SURELY_A_NAME
    )


def labelled_names(lines: Iterable[Line]) -> tuple[str, ...]:
    """Give what stands behind a name's label in its row and looks like a whole name."""
    return tuple(name for line in lines for name in _names(line.text))


def addressed_names(lines: Iterable[Line]) -> tuple[str, ...]:
    """Give what stands before 様 or 殿 and may be a whole name, of an office too."""
    return tuple(
        re.sub(r"\s", "", name)
        for line in lines
        for name in _ADDRESSED.findall(unicodedata.normalize("NFKC", line.text))
    )


def perhaps_names(lines: Iterable[Line]) -> tuple[str, ...]:
    """Give whatever may be somebody's whole name, to be looked up: it need not be one.

    Beside a label, in two columns as well; before 様; in Latin letters.
    """
    lines = tuple(lines)
    rows = [unicodedata.normalize("NFKC", line.text) for line in lines]
    more = (name for row in rows for name in (*_across(row), *_LATIN.findall(row)))
    return tuple(dict.fromkeys((*labelled_names(lines), *addressed_names(lines), *more)))


def _across(row: str) -> Iterator[str]:
    """Join the words behind a label, whatever gaps are between them."""
    for label in _LABEL.finditer(row):
        behind, *_ = _OTHER_LABEL.split(_ASIDE.sub("", row[label.end() :]))
        words = _WORD.findall(behind)
        yield from ("".join(words[:parts]) for parts in _PARTS if parts <= len(words))


def _names(text: str) -> Iterator[str]:
    columns = [unicodedata.normalize("NFKC", part) for part in text.split(_COLUMN)]
    for column, following in zip(columns, [*columns[1:], ""], strict=True):
        for label in _LABEL.finditer(column):
            behind = _ASIDE.sub("", column[label.end() :]).strip(" :.,・、。|") or following
            found = _NAME.match(_BEHIND.sub("", behind.strip(" :.,・、。|")))
            name = re.sub(r"\s", "", found[1]) if found else ""
            if len(name) in _LEGIBLE and not _OTHER_LABEL.search(name):
                yield name


def _letters(text: str) -> str:
    return re.sub(r"\s", "", text)
