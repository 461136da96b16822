"""What a scan's pages say, read in child processes and laid down in the store.

It holds names and words, so it never passes through the engine's tables: a step gives back the key
under which it lies. It is written once; read again, a page might give other words.
"""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from archive.keys import readings_key
from archive.store import Filing
from hikae.laying import lay_down, lifted
from hikae.looking import look_closer
from hikae.office import Office
from hikae.pages import Original, original, read_one
from hikae.texts import load_texts
from ledger.documents import Documents
from ledger.records import Readings
from ledger.register import Register
from ledger.scans import PageRole
from ledger.why import Unreadable
from ocr.read import read_page
from ocr.reading import Reading


def read_scan(office: Office, sha256: str, pages: int) -> Filing | Unreadable:
    """Look at all pages, as many at a time as there are cores, and lay the readings down."""
    with office.read() as session:
        scan = Register(session).scan(sha256)
    key = readings_key(sha256, scan.attempt)
    earlier = office.store.look(key)
    if earlier is not None:  # the step ran before and was not checkpointed
        return earlier
    with original(office, scan) as file:
        first = _first_look(office, file, pages)
        if isinstance(first, Unreadable):
            return first
        readings = look_closer(office, file, first)
    text = json.dumps([reading.to_json() for reading in readings], ensure_ascii=False)
    return lay_down(office.store, key, text)


def load(office: Office, readings: Readings) -> tuple[Reading, ...]:
    """Give the readings of a scan back, in page order.

    Raises:
        AlteredError: they are not what was laid down.
    """
    content = lifted(office.store, readings)
    return tuple(Reading.from_json(text) for text in json.loads(content))


def readings_of(office: Office, document_id: str) -> tuple[Reading, ...]:
    """Give the readings of the scan that a document came in, with all text that was read so far."""
    with office.read() as session:
        scan = Register(session).scan(Documents(session).get(document_id).scan_sha256)
    if scan.readings is None:
        return ()
    readings = load(office, scan.readings)
    if scan.texts is None:
        return tuple(map(_without_text, readings))
    return with_texts(office, readings, scan.texts)


def with_texts(
    office: Office, readings: tuple[Reading, ...], texts: Readings
) -> tuple[Reading, ...]:
    """Give readings together with the full text of their pages."""
    text_of = {text.page: text for text in load_texts(office, texts)}
    return tuple(
        reading.with_text(text_of[reading.page])
        if reading.page in text_of
        else _without_text(reading)
        for reading in readings
    )


def _without_text(reading: Reading) -> Reading:
    """Say of a page that lines of it are unread: what they say of PINs and persons is not known."""
    return replace(reading, text_complete=reading.text_complete and not reading.can_be_read_closer)


def _first_look(office: Office, file: Original, pages: int) -> list[Reading] | Unreadable:
    def look(number: int) -> Reading | Unreadable:
        found = read_one(office, number, read_page, file.path, file.kind, number, office.method)
        return _nobody_could_read(number) if found is None else found

    with ThreadPoolExecutor(office.settings.workers) as readers:
        answers = list(readers.map(look, range(1, pages + 1)))
    refusals = [answer for answer in answers if isinstance(answer, Unreadable)]
    if len(refusals) == pages:
        return refusals[0]
    return [
        _nobody_could_read(number) if isinstance(answer, Unreadable) else answer
        for number, answer in enumerate(answers, start=1)
    ]


def _nobody_could_read(number: int) -> Reading:
    """A page that no reader made anything of: content, and a document of its own for a person.

    It must not follow the document before it: nobody knows whose it is.
    """
    return Reading(number, 0, 1, 1, 72, PageRole.CONTENT, opens=True, text_complete=False)
