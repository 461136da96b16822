"""Pages are looked at again as long as it is in doubt whose they are, each time more closely.

The first look at a page costs little. Whether it was enough only the ledger can tell; so after each
look all documents of the scan are weighed, and only those in doubt are looked at more closely.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from hikae.office import Office
from hikae.pages import Original, read_one
from hikae.weighing import weigh
from ledger.evidence import Doubtful, Identified
from ledger.why import Why
from ocr.form import dated
from ocr.method import Closer
from ocr.read import read_closer
from ocr.reading import Reading
from ocr.separate import separate


def look_closer(office: Office, file: Original, readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """Give the readings of a scan, those in doubt as good as they can be had."""
    looked = {reading.page: reading for reading in readings}
    for closer in Closer:
        doubtful = _doubtful(office, tuple(looked.values()))
        again = [looked[page] for page in sorted(doubtful) if looked[page].can_be_read_closer]
        with ThreadPoolExecutor(office.settings.workers) as readers:
            for reading in readers.map(
                lambda one, how=closer: _closer(office, file, one, how), again
            ):
                looked[reading.page] = reading
    return tuple(looked.values())


def _doubtful(office: Office, readings: Sequence[Reading]) -> set[int]:
    """The pages of all documents that could not be identified yet, or may not be whole."""
    pages: set[int] = set()
    found = separate(readings, dated=dated(office.method.forms))
    pages.update(found.unsure)
    with office.read() as session:
        for document in found.documents:
            if _is_in_doubt(weigh(session, office, document.facts)):
                pages.update(document.pages)
    return pages


def _is_in_doubt(answer: Identified | Doubtful) -> bool:
    """Say whether more text might change it: an entry is opened only when all of it was seen."""
    if isinstance(answer, Identified):
        return answer.proof.opens_entry
    return answer.why is not Why.PIN_VISIBLE  # it is not to be read


def _closer(office: Office, file: Original, reading: Reading, closer: Closer) -> Reading:
    """Look closer at one page; if its reader breaks down, what was read before stands."""
    arguments = (file.path, file.kind, reading, office.method, closer)
    found = read_one(office, reading.page, read_closer, *arguments)
    return found if isinstance(found, Reading) else reading
