"""Which rows of a document speak of the person it belongs to, and not of a proxy. Pure.

Who fetches the card for another person writes a name and a birth date too, on a row of the form or
on a paper handed in with it. In doubt a row does not speak: that costs a person a minute.
"""

import re
import unicodedata
from collections.abc import Iterable

from ledger.evidence import Line

# 代理人 with one character blurred, and the other words for one who acts for another.
_PROXY = re.compile(
    r"代理|理人|代\S人|受任|届出人|届出者|後見|保佐|補助人|親権|保護者|使者|来庁者|同居人|代筆|世帯主"
)
_AGENT = r"\W*(?:法定)?(?:代理人|代\S人|受任者|届出人)"
_HEADING = re.compile(rf"{_AGENT}(?:記\S+)?\W*(?:[(（].*)?|{_AGENT}の?[住任]所.*")
_ABOVE = re.compile(r"上.{0,2}記.{0,3}[者名].{0,6}[代委理]")  # 上記の者を代理人と定め, misread too
_ONESELF = re.compile(r"委任者|申請者|申請人|受領者|申込者|本人氏名|本人署名")


def speaking(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Give the rows whose names and dates may confirm whose document it is.

    Left out are attachments, rows that name a proxy or a head of household, and the rows below the
    heading of a proxy's part, up to a row that names the applicant, or says that those were the
    proxy's, or the end of the page.
    """
    found, silent_page = [], -1
    for line in lines:
        text = re.sub(r"\s", "", unicodedata.normalize("NFKC", line.text))
        if _HEADING.fullmatch(text):
            silent_page = line.page
        elif _ONESELF.search(text) or _ABOVE.search(text):
            silent_page = -1
        if line.page != silent_page and not line.form.is_attachment and not _PROXY.search(text):
            found.append(line)
    return tuple(found)
