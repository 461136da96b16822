"""Names and numbers folded for searching. Names are stored and shown as they came. Pure."""

import unicodedata
from functools import lru_cache

# Forms of one character that people and machines write for each other (異体字). A folded name is
# only ever compared with a folded name.
_VARIANTS = (
    "高髙 崎﨑嵜碕埼 辺邉邊 斉斎齋齊 沢澤 浜濱濵 広廣 島嶋嶌 桜櫻 関關 "
    "国國 恵惠 渕淵渊 吉𠮷 徳德 富冨 龍竜 滝瀧 鉄鐵 真眞 槙槇 野埜 桧檜 "
    "曽曾 万萬 与與 栄榮 学學 穂穗 静靜 実實 寿壽 条條 郎郞 塩鹽 円圓 "
    "県縣 鶴靏靍 剣劔 黒黑 緑綠 清淸 瀬瀨 頼賴 館舘 脇脅 柳栁 峰峯 稲稻 "
    "亀龜 巻卷 鴎鷗 彦彥"
)
_FOLD = {ord(variant): group[0] for group in _VARIANTS.split() for variant in group[1:]}
_HYPHENS = str.maketrans("", "", " \t-‐‑–—−ー－_")
_SELECTORS = {*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
_DROPPED = dict.fromkeys(_SELECTORS) | {ord(blank): None for blank in " \t\n・･,.，．"}


@lru_cache(maxsize=1 << 16)
def fold_name(name: str) -> str:
    """Fold a name: width, blanks, variants of one character, capital letters."""
    text = unicodedata.normalize("NFKC", name).translate(_DROPPED)
    return text.translate(_FOLD).casefold()


@lru_cache(maxsize=1 << 16)
def fold_kana(kana: str) -> str:
    """Fold a reading: half-width and hiragana become katakana; blanks go."""
    text = unicodedata.normalize("NFKC", kana).translate(_DROPPED).casefold()
    return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in text)


def plain_number(number: str) -> str:
    """Write a tracking or notice number as it is typed: no hyphens, no blanks, capitals.

    Raises:
        ValueError: something else than letters and digits is left.
    """
    plain = unicodedata.normalize("NFKC", number).translate(_HYPHENS).upper()
    if not (plain.isascii() and plain.isalnum()):
        raise ValueError("no number")
    return plain
