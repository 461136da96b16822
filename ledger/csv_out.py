"""A list goes out: the ledger written so that a spreadsheet opens it without harm.

IDs and numbers are text cells (`="…"`), for a spreadsheet rounds 23 digits to 15. Text that looks
like a formula gets an apostrophe in front. `csv_io` takes both back.
"""

import csv
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ledger.csv_io import HEADINGS
from ledger.records import EntryRecord
from ledger.states import State

Encoding = Literal["utf-8-sig", "cp932"]
_FORMULA = ("=", "+", "-", "@", "'", "\t", "\r")
_GETA = "〓"  # what printers set where a character is missing
_SAME_IN_CP932 = str.maketrans("〜−", "～－")


@dataclass(frozen=True, slots=True)
class Written:
    """How many entries were written, and how many characters the encoding could not hold (〓)."""

    entries: int
    replaced: int


def write_entries(
    path: Path,
    entries: Iterable[EntryRecord],
    words: Mapping[str, State],
    encoding: Encoding = "utf-8-sig",
) -> Written:
    """Write a list. The file appears whole or not at all.

    Args:
        words: the words of the status column; a state without a word leaves it empty.
        encoding: `cp932` for software that knows nothing else; it cannot hold every name.

    Raises:
        OSError: the file cannot be written.
    """
    status = {state: word for word, state in words.items()}
    count = replaced = 0
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow(names[0] for names in HEADINGS.values())
            for entry in entries:
                cells = _cells(entry, status.get(entry.state, ""))
                fitted = [_fitted(cell, encoding) for cell in cells]
                writer.writerow(fitted)
                count += 1
                replaced += sum(map(_replacements, cells, fitted))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return Written(count, replaced)


def _cells(entry: EntryRecord, status: str) -> list[str]:
    """Give the cells in the order of the headings."""
    return [
        _digits(entry.application_id.digits),
        _text(entry.name),
        _text(entry.kana),
        entry.birth_date.isoformat() if entry.birth_date else "",
        _text(entry.office),
        status,
        _digits(entry.tracking_number or ""),
        _digits(entry.notice_number or ""),
        entry.notice_sent_on.isoformat() if entry.notice_sent_on else "",
        entry.state.stage,
        entry.state.mail,
    ]


def _digits(number: str) -> str:
    return f'="{number}"' if number else ""


def _text(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _fitted(cell: str, encoding: Encoding) -> str:
    if encoding != "cp932":
        return cell
    return "".join(char if _fits(char) else _GETA for char in cell.translate(_SAME_IN_CP932))


def _fits(char: str) -> bool:
    try:
        char.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True


def _replacements(before: str, after: str) -> int:
    return after.count(_GETA) - before.count(_GETA)
