"""How commands speak: tables for people, JSON for programs, one line for an error."""

import json
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from hikae.office import JST

_BREAKS = {"Cc", "Zl", "Zp", "Cs"}  # control characters, line ends, halves of characters

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)

JsonOption = Annotated[bool, typer.Option("--json", help="One JSON value for programs.")]


def say(line: str) -> None:
    """Print one line as it is: file names may look like markup."""
    out.print(line, markup=False)


def show_json(value: object) -> None:
    """Print one JSON value, times as ISO 8601 in UTC."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1, default=_plain)
    sys.stdout.write("\n")


def show_table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows as a table; plain tab-separated lines when not on a terminal."""
    if not out.is_terminal:
        for row in rows:
            say("\t".join(map(one_line, row)))
        return
    table = Table(*heads, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(one_line(cell)) for cell in row))
    out.print(table)


def one_line(cell: object) -> str:
    """Show a value in one line; names of files may hold line breaks."""
    if isinstance(cell, datetime):
        return local(cell)
    text = "" if cell is None else str(cell)
    return "".join("␤" if unicodedata.category(c) in _BREAKS else c for c in text)


def place_of(box: tuple[int, int, int, int] | None) -> str:
    """Show where on a page something stands: left, top, right, bottom in pixels."""
    return "" if box is None else f"[{','.join(map(str, box))}]"


def local(at: datetime) -> str:
    """Show a moment in Japan Standard Time."""
    return at.astimezone(JST).strftime("%Y-%m-%d %H:%M:%S")


@contextmanager
def progress(what: str, total: int) -> Iterator["Bar"]:
    """Show how far a long work got: a bar on a terminal, plain lines elsewhere."""
    if not err.is_terminal:
        yield Bar(what, total, None)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=err) as shown:
        yield Bar(what, total, shown)


class Bar:
    """A progress display that is told the state again and again."""

    def __init__(self, what: str, total: int, shown: Progress | None) -> None:
        self._what, self._total, self._shown, self._last = what, total, shown, -1
        self._task = shown.add_task(what, total=total) if shown else None

    def at(self, done: int, total: int | None = None) -> None:
        """Tell how many are done (and how many there are, if that changed)."""
        self._total = self._total if total is None else total
        if self._shown is not None and self._task is not None:
            self._shown.update(self._task, completed=done, total=self._total)
        elif done != self._last:
            err.print(f"{self._what} {done}/{self._total}", markup=False)
        self._last = done


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return str(value)
