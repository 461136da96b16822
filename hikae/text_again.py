"""Text that took too long is read again, with more time, and laid down beside the first."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from hashlib import sha256

from archive.keys import later_texts_key
from archive.store import Filing
from hikae.laying import lay_down
from hikae.office import Office
from hikae.pages import original
from hikae.reading import load, readings_of, with_texts
from hikae.texts import load_texts, text_of
from ledger.documents import Documents
from ledger.records import Readings, ScanRecord
from ledger.register import Register
from ocr.reading import Reading, Text

_PATIENCE = 4  # times the usual limit; still below the page's own limits


@dataclass(frozen=True, slots=True)
class LaterTexts:
    """The text of a scan's pages, more of it than before. `before`: hash of what it replaces."""

    filing: Filing
    before: str | None


def read_again(office: Office, document_id: str) -> LaterTexts | None:
    """Read the pages of a document again that took too long; None if nothing more was read."""
    with office.read() as session:
        document = Documents(session).get(document_id)
        scan = Register(session).scan(document.scan_sha256)
    if document.text_complete:
        return None
    readings = readings_of(office, document_id)
    lacking = [one for one in readings if one.page in document.pages and not one.text_complete]
    found = [text for text in _read_patiently(office, scan, lacking) if text.complete]
    if lacking and not found:
        return None
    earlier = () if scan.texts is None else load_texts(office, scan.texts)
    texts = {text.page: text for text in (*earlier, *found)}
    content = json.dumps([asdict(texts[page]) for page in sorted(texts)], ensure_ascii=False)
    key = later_texts_key(scan.sha256, scan.attempt, sha256(content.encode()).hexdigest())
    before = None if scan.texts is None else scan.texts.sha256
    return LaterTexts(lay_down(office.store, key, content), before)


def readings_with(office: Office, document_id: str, later: LaterTexts) -> tuple[Reading, ...]:
    """Give the readings of the scan that a document came in, with the text that was read later."""
    with office.read() as session:
        scan = Register(session).scan(Documents(session).get(document_id).scan_sha256)
    if scan.readings is None:
        return ()
    texts = Readings(later.filing.key, later.filing.sha256)
    return with_texts(office, load(office, scan.readings), texts)


def _read_patiently(
    office: Office, scan: ScanRecord, readings: Iterable[Reading]
) -> tuple[Text, ...]:
    patient = replace(office.method, text_limit_s=office.method.text_limit_s * _PATIENCE)
    with original(office, scan) as file:
        return tuple(
            _masked_too(text_of(office, file, reading, patient), reading) for reading in readings
        )


def _masked_too(text: Text, reading: Reading) -> Text:
    """What was masked once stays so."""
    return replace(text, masked=tuple(dict.fromkeys((*reading.masked, *text.masked))))
