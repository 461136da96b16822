"""Is a file structurally whole? Kind by first bytes, then a walk to the last page.

Total: any bytes give a verdict. Nothing is decoded or repaired, but the file's content is touched,
so `hikae` runs `inspect` in a child process with limits and hands it on as a plain callable.
An `OSError` (the file is gone, may not be read) is the caller's.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

import pikepdf

from ingest.jpeg import walk_jpeg
from ingest.kind import HEAD_SIZE, kind_of, may_become
from ingest.png import walk_png
from ingest.structure import EndsEarlyError, FileBytes, NonsenseError
from ingest.tiff import walk_tiff
from ledger.scans import ScanKind
from ledger.why import Unreadable

_TAIL = 1100  # where qpdf looks for the last `startxref`
_PDF_END = re.compile(rb"startxref\s+\d+\s+%%EOF")
_LINEAR_LENGTH = re.compile(rb"/Linearized\b[^>]*?/L\s+(\d+)", re.DOTALL)
_PDF_TROUBLE = (  # what pikepdf makes of qpdf's exceptions for bad bytes
    pikepdf.PikepdfError,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RuntimeError,
    TypeError,
    ValueError,
)


class State(StrEnum):
    """How much of a file is there."""

    WHOLE = "whole"
    INCOMPLETE = "incomplete"  # the end is missing; it may still arrive
    BROKEN = "broken"  # nothing that may still arrive makes it readable


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the structure of a file says. `why` is None if it is whole, `pages` None if it is not.

    `why` of an incomplete file is what it will be refused for if nothing more comes.
    """

    kind: ScanKind | None
    state: State
    why: Unreadable | None = None
    pages: int | None = None


Inspect = Callable[[Path], Verdict]


def inspect(path: Path) -> Verdict:
    """Judge one regular file by its structure.

    Raises:
        OSError: it cannot be opened or read; a link is not followed.
    """
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    with os.fdopen(os.open(path, flags), "rb") as file:
        return _judge(file, FileBytes(file))


def _judge(file: BinaryIO, data: FileBytes) -> Verdict:
    head = data.head(HEAD_SIZE)
    kind = kind_of(head)
    if kind is None:
        return _unknown(head)
    try:
        return Verdict(kind, State.WHOLE, pages=_walk(kind, file, data))
    except EndsEarlyError:
        return Verdict(kind, State.INCOMPLETE, Unreadable.TRUNCATED)
    except NonsenseError as nonsense:
        return Verdict(kind, State.BROKEN, nonsense.why)


def _unknown(head: bytes) -> Verdict:
    if not head:
        return Verdict(None, State.INCOMPLETE, Unreadable.EMPTY_FILE)
    state = State.INCOMPLETE if may_become(head) else State.BROKEN
    return Verdict(None, state, Unreadable.UNKNOWN_KIND)


def _walk(kind: ScanKind, file: BinaryIO, data: FileBytes) -> int:
    match kind:
        case ScanKind.PDF:
            return _walk_pdf(file, data)
        case ScanKind.TIFF:
            return walk_tiff(data)
        case ScanKind.JPEG:
            return walk_jpeg(data)
        case ScanKind.PNG:
            return walk_png(data)


def _walk_pdf(file: BinaryIO, data: FileBytes) -> int:
    tail = data.tail(_TAIL)
    if not _PDF_END.match(tail, max(tail.rfind(b"startxref"), 0)):
        raise EndsEarlyError
    linear = _LINEAR_LENGTH.search(data.head(HEAD_SIZE))
    if linear and int(linear[1][:20]) > data.size:  # its first part ends like a file of its own
        raise EndsEarlyError
    file.seek(0)
    try:
        return _open_each_page(file)
    except pikepdf.PasswordError as error:  # PasswordError is no PdfError
        raise NonsenseError(Unreadable.ENCRYPTED) from error
    except _PDF_TROUBLE as error:
        locked = b"/Encrypt" in tail
        raise NonsenseError(Unreadable.ENCRYPTED if locked else Unreadable.DAMAGED_FILE) from error


def _open_each_page(file: BinaryIO) -> int:
    """Open every page as far as its streams; a page that the tree promises must be there."""
    with pikepdf.open(
        file,
        attempt_recovery=False,
        suppress_warnings=True,
        inherit_page_attributes=False,  # or it corrects the number of pages before we can see it
        access_mode=pikepdf.AccessMode.stream,  # a file that shrinks under mmap kills the process
    ) as pdf:
        promised = int(pdf.Root.Pages.Count)
        pages = list(pdf.pages)
        if len(pages) < promised:
            raise NonsenseError
        if not pages:
            raise NonsenseError(Unreadable.NO_PAGES)
        for page in pages:
            _open_streams(page)
        return len(pages)


def _open_streams(page: pikepdf.Page) -> None:
    contents = page.obj.get("/Contents")
    if isinstance(contents, pikepdf.Array):
        streams = list(contents)
    else:
        streams = [] if contents is None else [contents]
    pictures = page.resources.get("/XObject")
    if isinstance(pictures, pikepdf.Dictionary):
        streams += [picture for _, picture in pictures.items()]
    if not all(isinstance(stream, pikepdf.Stream) for stream in streams):
        raise NonsenseError
