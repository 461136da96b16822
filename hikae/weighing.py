"""What a document says, held against the ledger."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy.orm import Session

from hikae.office import Office
from ledger.evidence import DocumentFacts, Doubtful, Identified
from ledger.identify import identify
from ledger.known import known
from ledger.labelled import perhaps_names
from ledger.margin import on_record
from ledger.speaking import speaking
from ocr.form import opening


def weigh(
    session: Session, office: Office, facts: DocumentFacts, versions: Iterable[str] = ()
) -> Identified | Doubtful:
    """Say whose document this is, or why we cannot.

    Args:
        session: onto the ledger.
        office: what day it is there, and which forms may open an entry.
        facts: what it says.
        versions: those of the programs and nets that read it; they go into the proof.
    """
    ids = [one.application_id for one in facts.candidates]
    knows = known(session, ids, perhaps_names(speaking(facts.lines)))
    found = identify(facts, knows, office.today(), opening(office.method.forms))
    if isinstance(found, Identified):
        return replace(found, proof=on_record(found, facts, knows, versions))
    return found
