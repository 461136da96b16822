"""A scan's pages, opened and read in child processes; what was read is laid down in the store.

The readings hold names and words, so they never pass through the engine's tables: a step gives
back the key under which they lie. They are written once; read again, a page might give other words.
"""

import json
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import structlog

from archive.errors import AlteredError
from archive.keys import readings_key
from archive.store import Filing
from hikae.office import Office
from hikae.sandbox import ChildDiedError, SandboxError, TookTooLongError
from hikae.scratch import scratch_folder
from ledger.documents import Documents
from ledger.records import Readings, ScanRecord
from ledger.register import Register
from ledger.scans import PageRole, ScanKind
from ledger.why import Unreadable
from ocr import raster
from ocr.errors import CannotOpenError, ReadingFailedError, RenderFailedError
from ocr.read import Method, read_page
from ocr.reading import Reading

_TRIES = 2
_PATIENCE = 4  # times the usual limit; still below the page's own limits

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


def read_scan(office: Office, sha256: str, pages: int) -> Filing | Unreadable:
    """Read all pages, as many at a time as there are cores, and lay the readings down."""
    with office.read() as session:
        scan = Register(session).scan(sha256)
    key = readings_key(sha256, scan.attempt)
    earlier = office.store.look(key)
    if earlier is not None:  # the step ran before and was not checkpointed
        return earlier
    with original(office, scan) as file, ThreadPoolExecutor(office.settings.workers) as readers:
        numbers = range(1, pages + 1)
        answers = list(
            readers.map(lambda number: _read(office, file, number, office.method), numbers)
        )
    refusals = [answer for answer in answers if isinstance(answer, Unreadable)]
    if len(refusals) == pages:
        return refusals[0]
    readings = [
        _nobody_could_read(number) if isinstance(answer, Unreadable) else answer
        for number, answer in zip(numbers, answers, strict=True)
    ]
    text = json.dumps([reading.to_json() for reading in readings], ensure_ascii=False)
    try:
        return office.store.put_bytes(key, text.encode())
    except AlteredError:  # another worker read it at the same time: the first reading stands
        return _lies_there(office, key)


def read_with_patience(
    office: Office, scan: ScanRecord, readings: Iterable[Reading]
) -> tuple[Reading, ...] | None:
    """Read the full text of pages again that took too long, with more time; None if in vain."""
    patient = replace(office.method, text_limit_s=office.method.text_limit_s * _PATIENCE)
    complete = []
    with original(office, scan) as file:
        for reading in readings:
            if not reading.text_complete:
                again = _read(office, file, reading.page, patient)
                if isinstance(again, Unreadable) or not again.text_complete:
                    return None
                # Whose page it is was decided on the first reading, and stays so.
                reading = replace(reading, words=again.words, text_complete=True)
            complete.append(reading)
    return tuple(complete)


def load(office: Office, readings: Readings) -> tuple[Reading, ...]:
    """Give the readings of a scan back, in page order.

    Raises:
        AlteredError: they are not what was laid down.
    """
    content = office.store.read(readings.key)
    if sha256(content).hexdigest() != readings.sha256:
        raise AlteredError(readings.key)
    return tuple(Reading.from_json(text) for text in json.loads(content))


def readings_of(office: Office, document_id: str) -> tuple[Reading, ...]:
    """Give the readings of the scan that a document came in."""
    with office.read() as session:
        scan = Register(session).scan(Documents(session).get(document_id).scan_sha256)
    if scan.readings_key is None or scan.readings_sha256 is None:
        return ()
    return load(office, Readings(scan.readings_key, scan.readings_sha256))


def _lies_there(office: Office, key: str) -> Filing:
    filing = office.store.look(key)
    if filing is None:
        raise AlteredError(key)
    return filing


def _read(office: Office, file: Original, number: int, method: Method) -> Reading | Unreadable:
    """Read one page, a second time if its reader broke down."""
    for _ in range(_TRIES):
        try:
            return office.sandbox.run(read_page, file.path, file.kind, number, method)
        except CannotOpenError as error:
            return error.why
        except TookTooLongError:
            break
        except (ChildDiedError, RenderFailedError, ReadingFailedError) as error:
            log.warning("the reader of a page broke down", page=number, error=type(error).__name__)
    return _nobody_could_read(number)


def _nobody_could_read(number: int) -> Reading:
    """A page that no reader made anything of: content, and a document of its own for a person.

    It must not follow the document before it: nobody knows whose it is.
    """
    return Reading(number, 0, 1, 1, 72, PageRole.CONTENT, opens=True, text_complete=False)
