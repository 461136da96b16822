"""A list comes in: the city's list is read whole and checked before anything is written.

One bad line names its number, and nothing is imported. Messages name lines and columns, never what
stands in them.
"""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from ledger.dates import parse_date
from ledger.errors import BadApplicationIdError, BadLedgerFileError
from ledger.ids import ApplicationId
from ledger.names import plain_number
from ledger.records import NewEntry
from ledger.states import MailState, Stage, State

T = TypeVar("T")

# What we call a column, and how a list may call it. The first is how we write it.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "application_id": ("application_id", "申請書ID"),
    "name": ("name", "氏名"),
    "kana": ("kana", "氏名カナ"),
    "birth_date": ("birth_date", "生年月日"),
    "office": ("office", "交付場所"),
    "status": ("status", "状態"),
    "tracking_number": ("tracking_no", "tracking_number", "お問い合わせ番号"),
    "notice_number": ("notice_number", "通知書番号"),
    "notice_sent_on": ("notice_sent_on", "通知書発送日"),
    "stage": ("stage", "処理段階"),
    "mail": ("mail", "通知書の状態"),
}
_NEEDED = ("application_id", "name")
_NUMBERS = ("application_id", "tracking_number", "notice_number")
_LONGEST = 200  # characters in a cell
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_TEXT_CELL = re.compile(r'="(.*)"')
_EATEN = re.compile(r"\d(\.\d+)?E\+?\d+|\d{15}0{8}", re.IGNORECASE)
_GUARDED = re.compile(r"'(?=[=+\-@'])")

_Cells = Mapping[str, str]


def read_entries(path: Path, words: Mapping[str, State]) -> tuple[NewEntry, ...]:
    """Read a list: comma-separated, UTF-8 or Shift_JIS, with a header of known columns.

    Args:
        words: what the words of the status column mean.

    Raises:
        BadLedgerFileError: the file or one of its lines cannot be used; says which line.
        OSError: the file cannot be read.
    """
    lines = _lines(_decoded(path.read_bytes()))
    first, header = next(lines, (1, [""]))
    columns = _columns([_plain(heading, first) for heading in header])
    return tuple(_entry(_by_column(columns, cells, line), words, line) for line, cells in lines)


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"PK")) or b"\0" in content:
        raise BadLedgerFileError("this is no CSV file; save the sheet as CSV (UTF-8)")
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadLedgerFileError("neither UTF-8 nor Shift_JIS; save the sheet as CSV (UTF-8)")


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Give the lines that hold something, each with the number at which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as theirs:
        raise BadLedgerFileError("the quotation marks do not close", line) from theirs


def _plain(cell: str, line: int) -> str:
    """Take off what a spreadsheet needs around a text, and the blanks."""
    text = _GUARDED.sub("", _TEXT_CELL.sub(r"\1", cell.strip()), count=1).strip()
    if len(text) > _LONGEST or _CONTROL.search(text):
        raise BadLedgerFileError("a cell holds a control character or is too long", line)
    return text


def _columns(header: Sequence[str]) -> list[str]:
    columns = [_COLUMN.get(_folded(heading), "") for heading in header]
    unknown = [heading for heading, column in zip(header, columns, strict=True) if not column]
    if len(unknown) == len(columns):  # do not repeat a line that may be a person's
        raise BadLedgerFileError("the first line is no header with known columns", 1)
    if unknown:
        raise BadLedgerFileError(f"unknown columns: {', '.join(unknown)}", 1)
    if len(set(columns)) != len(columns):
        raise BadLedgerFileError("a column stands there twice", 1)
    missing = [HEADINGS[column][0] for column in _NEEDED if column not in columns]
    if missing or not {"status", "stage"} & set(columns):
        raise BadLedgerFileError(f"missing columns: {', '.join(missing or ['status'])}", 1)
    return columns


def _by_column(columns: Sequence[str], cells: Sequence[str], line: int) -> _Cells:
    if len(cells) != len(columns):
        raise BadLedgerFileError(f"{len(cells)} cells, the header has {len(columns)}", line)
    given = dict(zip(columns, cells, strict=True))
    # A name may look so; a text cell of a number that says so is believed.
    if any(_EATEN.fullmatch(given.get(column, "").strip()) for column in _NUMBERS):
        raise BadLedgerFileError("a spreadsheet rounded a long number; import it as text", line)
    return {column: _plain(cell, line) for column, cell in given.items()}


def _entry(cells: _Cells, words: Mapping[str, State], line: int) -> NewEntry:
    def read(column: str, reader: Callable[[str], T], otherwise: T) -> T:
        try:
            return reader(text) if (text := cells.get(column, "")) else otherwise
        except (ValueError, BadApplicationIdError) as theirs:
            raise BadLedgerFileError(f"{HEADINGS[column][0]} is not usable", line) from theirs

    application_id = read("application_id", ApplicationId.parse, None)
    if application_id is None or not cells["name"]:
        raise BadLedgerFileError("application_id or name is empty", line)
    stage, mail = read("stage", Stage, None), read("mail", MailState, MailState.NONE)
    return NewEntry(
        application_id=application_id,
        name=cells["name"],
        kana=cells.get("kana", ""),
        birth_date=read("birth_date", parse_date, None),
        office=cells.get("office", ""),
        state=_state(cells.get("status", ""), State(stage, mail) if stage else None, words, line),
        tracking_number=read("tracking_number", plain_number, None),
        notice_number=read("notice_number", plain_number, None),
        notice_sent_on=read("notice_sent_on", parse_date, None),
        line=line,
    )


def _state(word: str, state: State | None, words: Mapping[str, State], line: int) -> State:
    """Stage and mail columns (our own export) say more than the city's one word."""
    if word and word not in words:
        raise BadLedgerFileError("the status is not among the office's words", line)
    if state is None and not word:
        raise BadLedgerFileError("the status is empty", line)
    if state is not None and word and words[word] != state:
        raise BadLedgerFileError("status, stage and mail do not say the same", line)
    return state or words[word]


def _folded(heading: str) -> str:
    return unicodedata.normalize("NFKC", heading).strip().casefold()


_COLUMN = {_folded(name): column for column, names in HEADINGS.items() for name in names}
