"""The full text of a scan's pages, read when it is decided whose they are."""

import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace

from archive.keys import texts_key
from archive.store import Filing
from hikae.laying import lay_down, lifted
from hikae.office import Office
from hikae.pages import Original, original, read_one
from ledger.records import Readings, ScanRecord
from ledger.register import Register
from ledger.scans import PageRole
from ocr.method import Method
from ocr.reading import Reading, Text
from ocr.text import read_text

_PATIENCE = 4  # times the usual limit; still below the page's own limits


def read_texts(office: Office, scan_sha256: str, readings: Iterable[Reading]) -> Filing:
    """Read the text of all pages with content, and lay it down."""
    with office.read() as session:
        scan = Register(session).scan(scan_sha256)
    key = texts_key(scan_sha256, scan.attempt)
    earlier = office.store.look(key)
    if earlier is not None:
        return earlier
    content = [reading for reading in readings if reading.role is PageRole.CONTENT]
    with original(office, scan) as file, ThreadPoolExecutor(office.settings.workers) as readers:
        texts = list(readers.map(lambda one: _text(office, file, one, office.method), content))
    text = json.dumps([asdict(text) for text in texts], ensure_ascii=False)
    return lay_down(office.store, key, text)


def read_with_patience(
    office: Office, scan: ScanRecord, readings: Iterable[Reading]
) -> tuple[Reading, ...] | None:
    """Read the text of pages again that took too long, with more time; None if in vain."""
    patient = replace(office.method, text_limit_s=office.method.text_limit_s * _PATIENCE)
    complete = []
    with original(office, scan) as file:
        for reading in readings:
            if not reading.text_complete:
                again = _text(office, file, reading, patient)
                if not again.complete:
                    return None
                # Whose page it is was decided before, and stays so.
                masked = tuple(dict.fromkeys((*reading.masked, *again.masked)))
                reading = replace(reading, words=again.words, masked=masked, text_complete=True)
            complete.append(reading)
    return tuple(complete)


def load_texts(office: Office, texts: Readings) -> tuple[Text, ...]:
    """Give the texts of a scan back.

    Raises:
        AlteredError: they are not what was laid down.
    """
    fields = json.loads(lifted(office.store, texts))
    return tuple(Text.from_fields(one) for one in fields)


def _text(office: Office, file: Original, reading: Reading, method: Method) -> Text:
    """Read one page; where no reader makes anything of it, there is no text."""
    found = read_one(office, reading.page, read_text, file.path, file.kind, reading, method)
    return found if isinstance(found, Text) else Text(reading.page, complete=False)
