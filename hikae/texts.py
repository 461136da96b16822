"""The full text of a scan's pages, read when it is decided whose they are."""

import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict

from archive.keys import texts_key
from archive.store import Filing
from hikae.laying import lay_down, lifted
from hikae.office import Office
from hikae.pages import Original, original, read_one
from ledger.records import Readings
from ledger.register import Register
from ledger.scans import PageRole
from ocr.method import Method
from ocr.reading import Reading, Text
from ocr.text import read_text


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
        texts = list(readers.map(lambda one: text_of(office, file, one, office.method), content))
    text = json.dumps([asdict(text) for text in texts], ensure_ascii=False)
    return lay_down(office.store, key, text)


def text_of(office: Office, file: Original, reading: Reading, method: Method) -> Text:
    """Read one page; where no reader makes anything of it, there is no text."""
    found = read_one(office, reading.page, read_text, file.path, file.kind, reading, method)
    return found if isinstance(found, Text) else Text(reading.page, complete=False)


def load_texts(office: Office, texts: Readings) -> tuple[Text, ...]:
    """Give the texts of a scan back.

    Raises:
        AlteredError: they are not what was laid down.
    """
    fields = json.loads(lifted(office.store, texts))
    return tuple(Text.from_fields(one) for one in fields)
