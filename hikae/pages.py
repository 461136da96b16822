"""One page at a time, opened and read in a child process."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec, TypeVar

import structlog

from archive.errors import AlteredError
from hikae.office import Office
from hikae.sandbox import ChildDiedError, SandboxError, TookTooLongError
from hikae.scratch import scratch_folder
from ledger.records import ScanRecord
from ledger.register import Register
from ledger.scans import ScanKind
from ledger.why import Unreadable
from ocr import raster
from ocr.errors import CannotOpenError, ReadingFailedError, RenderFailedError

_TRIES = 2
P = ParamSpec("P")
R = TypeVar("R")

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Original:
    """A working copy of a received file, checked against its hash."""

    path: Path
    kind: ScanKind


@contextmanager
def original(office: Office, scan: ScanRecord) -> Iterator[Original]:
    """Fetch the received file from the store for a while."""
    with scratch_folder(office.settings.scratch) as folder:
        path = folder / f"original.{scan.kind.value}"
        found = office.store.fetch(scan.original_key, path)
        if found.sha256 != scan.sha256:
            raise AlteredError(scan.original_key)
        yield Original(path, scan.kind)


def count_pages(office: Office, sha256: str) -> int | Unreadable:
    """Count the pages, or say why the file cannot be opened."""
    with office.read() as session:
        scan = Register(session).scan(sha256)
    with original(office, scan) as file:
        try:
            return office.sandbox.run(
                raster.count_pages, file.path, file.kind, office.method.limits
            )
        except CannotOpenError as error:
            return error.why
        except SandboxError:
            return Unreadable.READING_FAILED


def read_one(
    office: Office,
    number: int,
    read: Callable[P, R],
    *args: P.args,
    **kwargs: P.kwargs,
) -> R | Unreadable | None:
    """Let a child read one page, a second time if it breaks down.

    Returns:
        What was read; why the page cannot be opened; None if no reader made anything of it.
    """
    for _ in range(_TRIES):
        try:
            return office.sandbox.run(read, *args, **kwargs)
        except CannotOpenError as error:
            return error.why
        except TookTooLongError:
            break
        except (ChildDiedError, RenderFailedError, ReadingFailedError) as error:
            log.warning("the reader of a page broke down", page=number, error=type(error).__name__)
    return None
