"""Letters that look alike are told apart by what stands beside them: カード is no 力一ド. Pure.

Only where nothing else can be meant: among katakana, and in dates. 第一ホテル, 二ノ宮 and
一ノ二ノ三 stay what they are, since ノ, ケ and ツ stand between kanji too.
"""

import re

_KANJI = "力二口一工夕卜八才千三又へべぺ"
_KANA = "カニローエタトハオチミヌヘベペ"
_ALONE = r"(?![ノケヶツ])[ァ-ヺー]"
_LONG = "一ー―-"
_FIRST = rf"(?:{_ALONE}|力(?=[{_LONG}]{_ALONE}))"
_AMONG = re.compile(rf"{_FIRST}[ァ-ヺー{_KANJI}―]*{_ALONE}")
_TO_KANA = str.maketrans(_KANJI + "―", _KANA + "ー")
_ERA = re.compile(r"[今合]和(?=[0-9０-９元])")
_DAY = re.compile(r"(年月|月\s?[0-9０-９]{1,2})[口曰H]")


def told_apart(text: str) -> str:
    """Give a text in which such letters are right; it is as long as before."""
    text = _AMONG.sub(lambda found: found[0].translate(_TO_KANA), text)
    return _DAY.sub(r"\1日", _ERA.sub("令和", text))
