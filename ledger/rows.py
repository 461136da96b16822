"""From rows to values: the only way out of the tables."""

from collections.abc import Iterable
from typing import Any

from ledger import events, tables
from ledger.chain import Draft
from ledger.evidence import Margin, Proof, Witness
from ledger.ids import ApplicationId
from ledger.records import (
    DiscrepancyRecord,
    DocumentRecord,
    EntryRecord,
    Readings,
    ScanRecord,
)
from ledger.states import State


def state_of(row: tables.Entry) -> State:
    """Give stage and mail state of an entry."""
    return State(row.stage, row.mail)


def entry_record(row: tables.Entry) -> EntryRecord:
    """Give an entry as it stands."""
    return EntryRecord(
        application_id=ApplicationId(row.application_id),
        name=row.name,
        kana=row.kana,
        birth_date=row.birth_date,
        office=row.office,
        state=state_of(row),
        tracking_number=row.tracking_number,
        notice_number=row.notice_number,
        notice_sent_on=row.notice_sent_on,
        version=row.version,
        updated_at=row.updated_at,
    )


def event_value(row: tables.Event | Draft) -> events.Event:
    """Give one thing that happened."""
    before = None
    if row.stage_before is not None and row.mail_before is not None:
        before = State(row.stage_before, row.mail_before)
    return events.Event(
        event_id=row.id,
        application_id=ApplicationId(row.application_id),
        seq=row.seq,
        kind=row.kind,
        at=row.at,
        by=row.by,
        before=before,
        after=State(row.stage_after, row.mail_after),
        evidence=row.evidence,
        document_id=row.document_id,
        note=row.note,
        hash=row.hash,
    )


def discrepancy_record(row: tables.Discrepancy) -> DiscrepancyRecord:
    """Give one question."""
    return DiscrepancyRecord(
        discrepancy_id=row.id or 0,
        application_id=ApplicationId(row.application_id),
        document_id=row.document_id,
        event_kind=row.event_kind,
        stage=row.stage,
        why=row.why,
        at=row.at,
        resolved_at=row.resolved_at,
        resolved_by=row.resolved_by,
    )


def scan_record(row: tables.Scan) -> ScanRecord:
    """Give one content and how far it got."""
    return ScanRecord(
        sha256=row.sha256,
        kind=row.kind,
        size=row.size,
        original_key=row.original_key,
        received_at=row.received_at,
        state=row.state,
        why=row.why,
        pages=row.pages,
        readings=_readings(row.readings_key, row.readings_sha256),
        texts=_readings(row.texts_key, row.texts_sha256),
        attempt=row.attempt,
    )


def document_record(row: tables.Document) -> DocumentRecord:
    """Give one document."""
    return DocumentRecord(
        document_id=row.id,
        scan_sha256=row.scan_sha256,
        pages=tuple(row.pages),
        form=row.form,
        text_complete=row.text_complete,
        outcome=row.outcome,
        why=row.why,
        application_id=ApplicationId(row.application_id) if row.application_id else None,
        candidates=tuple(ApplicationId(digits) for digits in row.candidates),
        proof=proof_of(row.proof),
        key=row.key,
        sha256=row.sha256,
        size=row.size,
        event_id=row.event_id,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        note=row.note,
        replaces=row.replaces,
    )


def proof_of(stored: dict[str, Any] | None) -> Proof | None:
    """Read a proof as `stored_proof` wrote it; older ones lack all but witnesses and readers."""
    if stored is None:
        return None
    margin = stored.get("margin")
    return Proof(
        _witnesses(stored["witnesses"]),
        tuple(stored["readers"]),
        tuple(stored.get("versions", ())),
        None
        if margin is None
        else Margin(
            ApplicationId(margin["application_id"]),
            margin["distance"],
            _witnesses(margin["shared"]),
        ),
        stored.get("opens_entry", False),
    )


def stored_proof(proof: Proof | None) -> dict[str, Any] | None:
    """Write a proof for a JSON column."""
    if proof is None:
        return None
    margin = proof.margin
    return {
        "witnesses": [word.value for word in proof.witnesses],
        "readers": list(proof.readers),
        "versions": list(proof.versions),
        "margin": None
        if margin is None
        else {
            "application_id": margin.application_id.digits,
            "distance": margin.distance,
            "shared": [word.value for word in margin.shared],
        },
        "opens_entry": proof.opens_entry,
    }


def _witnesses(words: Iterable[str]) -> tuple[Witness, ...]:
    return tuple(Witness(word) for word in words)


def _readings(key: str | None, sha256: str | None) -> Readings | None:
    return None if key is None or sha256 is None else Readings(key, sha256)
