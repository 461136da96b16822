"""Why a document is where it is: everything that is known of its decision.

What was stored when it was decided is told as it was; the rest is worked out anew, from the stored
readings and the ledger as it is now.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hikae.office import Office
from hikae.reading import readings_of
from hikae.weighing import weigh
from ledger.accounts import files_of
from ledger.documents import Documents
from ledger.every_page import unaccounted
from ledger.evidence import (
    Candidate,
    DocumentFacts,
    Doubtful,
    Identified,
    Known,
    Line,
    Margin,
    Person,
    Witness,
)
from ledger.fields import FieldSays, fields_of
from ledger.ids import ApplicationId
from ledger.known import known
from ledger.labelled import labelled_names
from ledger.margin import margin_of
from ledger.records import DocumentRecord, ScanRecord
from ledger.register import Register
from ledger.second_ink import Paper, birth_dates
from ocr.form import FormLayout, dated
from ocr.reading import Box, Reading
from ocr.rows import rows_of
from ocr.separate import put_together


@dataclass(frozen=True, slots=True)
class Place:
    """Where on a page a field of the entry was found, or something else in its stead."""

    field: Witness
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Explained:
    """All that is known of one decision.

    `weighed`: the entry that the fields speak of, the document's own or the first that was read.
    `unconfirmed`: pages on which nothing says that they are that person's. `margin`, `today`: as
    the ledger is now; the document's `proof` holds what was said then.
    """

    document: DocumentRecord
    scan: ScanRecord
    file: str
    pages: tuple[Reading, ...]
    readings: tuple[Candidate, ...]
    live: frozenset[ApplicationId]
    weighed: Person | None
    fields: Mapping[Witness, FieldSays]
    places: tuple[Place, ...]
    unconfirmed: tuple[int, ...]
    margin: Margin | None
    today: Identified | Doubtful


def explain(office: Office, document_id: str) -> Explained:
    """Gather what is known of a document's decision.

    Raises:
        NotOnRecordError: there is no such document.
        AlteredError, NotFiledError, StoreDownError: its readings cannot be had.
    """
    readings = readings_of(office, document_id)
    with office.read() as session:
        document = Documents(session).get(document_id)
        scan = Register(session).scan(document.scan_sha256)
        file = files_of(session, {scan.sha256})[scan.sha256]
        facts = _facts(document, readings, office.method.forms)
        asked = {candidate.application_id for candidate in facts.candidates}
        if document.application_id is not None:
            asked.add(document.application_id)
        knows = known(session, sorted(asked))
        today = weigh(session, office, facts)
    person = _weighed(document, knows)
    fields = {} if person is None else fields_of(person, facts.lines)
    own = tuple(page for page in readings if page.page in document.pages)
    return Explained(
        document=document,
        scan=scan,
        file=file,
        pages=readings,
        readings=facts.candidates,
        live=frozenset(knows.people),
        weighed=person,
        fields=fields,
        places=() if person is None else tuple(_places(own, person, fields)),
        unconfirmed=() if person is None else unaccounted(person, facts),
        margin=None if person is None else margin_of(person.application_id, facts, knows),
        today=today,
    )


def _facts(
    document: DocumentRecord, readings: tuple[Reading, ...], forms: tuple[FormLayout, ...]
) -> DocumentFacts:
    """What the document says, with the cover sheet before it."""
    if not readings:
        return DocumentFacts(document.form, (), ())
    (found,) = put_together(readings, [document.pages], dated=dated(forms))
    return found.facts


def _weighed(document: DocumentRecord, knows: Known) -> Person | None:
    wanted = document.candidates if document.application_id is None else (document.application_id,)
    return next((knows.people[one] for one in wanted if one in knows.people), None)


def _places(
    pages: tuple[Reading, ...], person: Person, fields: Mapping[Witness, FieldSays]
) -> Iterator[Place]:
    """Where the fields that speak were found, row by row."""
    for page in pages:
        for row in rows_of(page.words):
            line = Line(page.page, row.text, page.form)
            for witness in _spoken_on(line, person, fields):
                yield Place(witness, page.page, row.box)


def _spoken_on(
    line: Line, person: Person, fields: Mapping[Witness, FieldSays]
) -> Iterator[Witness]:
    confirming = Paper.of((line,)).confirms(person)
    for witness, says in fields.items():
        if says is FieldSays.CONFIRMED and witness in confirming:
            yield witness
        elif says is FieldSays.CONTRADICTED:
            is_name = witness is Witness.NAME and labelled_names((line,))
            if is_name or (witness is Witness.BIRTH_DATE and birth_dates((line,))):
                yield witness
