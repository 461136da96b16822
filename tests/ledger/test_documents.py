"""What was decided about a document is not overwritten, and a wrong filing stays on record."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from ledger.documents import Documents, replacement_id
from ledger.errors import AlreadyDecidedError, NotOnRecordError
from ledger.evidence import Margin, Proof, Witness
from ledger.forms import FormKind
from ledger.ids import ApplicationId
from ledger.records import ArrivalFacts, NewDocument
from ledger.register import Register
from ledger.scans import Outcome, ScanKind
from ledger.search import filed_documents
from ledger.why import Why

NOW = datetime(2025, 10, 20, 5, 0, tzinfo=UTC)
LATER = datetime(2025, 10, 20, 6, 0, tzinfo=UTC)
SHA = "a" * 64
ONE, TWO = ApplicationId("1" * 23), ApplicationId("2" * 23)
PROOF = Proof(
    (Witness.PRINT, Witness.NAME),
    ("tesseract-page", "tesseract-row"),
    ("tesseract 5.3.0",),
    Margin(TWO, 23, (Witness.NAME,)),
)


@dataclass(frozen=True)
class Filed:
    key: str = "documents/d"
    sha256: str = "d" * 64
    size: int = 123


@pytest.fixture
def documents(session: Session) -> Documents:
    register = Register(session)
    register.receive(
        ArrivalFacts("1", "a.pdf", SHA, 10, ScanKind.PDF, NOW, "drop", f"originals/{SHA}")
    )
    register.start(SHA, NOW)
    register.opened(SHA, 2)
    register.decide(
        SHA,
        [NewDocument((1,), FormKind.RECEIPT), NewDocument((2,), FormKind.UNKNOWN)],
        [],
        [],
        None,
    )
    return Documents(session)


@pytest.fixture
def receipt(documents: Documents) -> str:
    return documents.of_scan(SHA)[0].document_id


def file(documents: Documents, document_id: str, application_id: ApplicationId = ONE) -> None:
    documents.filed(document_id, application_id, Filed(), PROOF, 7, NOW, "hikae")


class TestADocumentIsFiled:
    def test_under_its_id_with_its_proof(self, documents: Documents, receipt: str) -> None:
        for _ in range(2):
            file(documents, receipt)
        record = documents.get(receipt)
        assert (record.outcome, record.application_id, record.proof) == (Outcome.FILED, ONE, PROOF)
        assert (record.key, record.sha256, record.size) == ("documents/d", "d" * 64, 123)
        assert (record.event_id, record.decided_by) == (7, "hikae")

    def test_and_found(self, documents: Documents, receipt: str, session: Session) -> None:
        file(documents, receipt)
        assert [record.document_id for record in filed_documents(session, ONE)] == [receipt]
        assert filed_documents(session, TWO) == ()

    def test_not_under_a_second_id(self, documents: Documents, receipt: str) -> None:
        file(documents, receipt)
        with pytest.raises(AlreadyDecidedError, match="filed already"):
            file(documents, receipt, TWO)

    def test_a_filed_document_is_not_held(self, documents: Documents, receipt: str) -> None:
        file(documents, receipt)
        with pytest.raises(AlreadyDecidedError):
            documents.held(receipt, Why.NO_KEY, (), NOW, "hikae")

    def test_known_but_not_yet_filed_it_is_not_found(
        self, documents: Documents, receipt: str, session: Session
    ) -> None:
        documents.identified(receipt, ONE, PROOF, NOW, "hikae")
        assert documents.get(receipt).outcome is None
        assert filed_documents(session, ONE) == ()

    def test_an_unknown_document_is_said(self, documents: Documents) -> None:
        with pytest.raises(NotOnRecordError):
            documents.get("0" * 32)


class TestADocumentWaits:
    def test_with_its_reason_and_its_candidates(self, documents: Documents, receipt: str) -> None:
        documents.held(receipt, Why.KEY_CONFLICT, [ONE, TWO], NOW, "hikae")
        (record,) = documents.waiting_for_a_person()
        assert (record.why, record.candidates) == (Why.KEY_CONFLICT, (ONE, TWO))

    def test_held_again_for_the_same_reason_it_does_not_wait_anew(
        self, documents: Documents, receipt: str
    ) -> None:
        for at in (NOW, LATER):
            documents.held(receipt, Why.NO_KEY, (), at, "hikae")
        assert documents.get(receipt).decided_at == NOW

    def test_when_only_the_filing_failed_its_id_is_suggested(
        self, documents: Documents, receipt: str
    ) -> None:
        documents.identified(receipt, ONE, PROOF, NOW, "hikae")
        documents.held(receipt, Why.FILING_FAILED, (), NOW, "hikae")
        record = documents.get(receipt)
        assert (record.candidates, record.application_id, record.proof) == ((ONE,), None, None)

    def test_a_person_files_it(self, documents: Documents, receipt: str) -> None:
        documents.held(receipt, Why.NO_KEY, (), NOW, "hikae")
        documents.identified(receipt, ONE, None, LATER, "clerk")
        assert documents.get(receipt).why is Why.FILING
        documents.filed(receipt, ONE, Filed(), None, 7, LATER, "clerk")
        record = documents.get(receipt)
        assert (record.outcome, record.why, record.decided_by) == (Outcome.FILED, None, "clerk")

    def test_a_person_rejects_it(self, documents: Documents, receipt: str) -> None:
        documents.held(receipt, Why.NO_KEY, (), NOW, "hikae")
        for _ in range(2):
            documents.rejected(receipt, "advertisement", LATER, "clerk")
        record = documents.get(receipt)
        assert (record.outcome, record.note) == (Outcome.REJECTED, "advertisement")
        with pytest.raises(AlreadyDecidedError):
            documents.held(receipt, Why.NO_KEY, (), NOW, "hikae")

    def test_what_a_person_rejected_a_person_files_but_no_machine(
        self, documents: Documents, receipt: str
    ) -> None:
        documents.held(receipt, Why.NO_KEY, (), NOW, "hikae")
        documents.rejected(receipt, "advertisement", NOW, "clerk")
        with pytest.raises(AlreadyDecidedError, match="rejected already"):
            documents.identified(receipt, ONE, PROOF, LATER, "hikae")
        documents.identified(receipt, ONE, None, LATER, "clerk")
        record = documents.get(receipt)
        assert (record.outcome, record.why) == (Outcome.HELD, Why.FILING)
        assert (record.application_id, record.note) == (ONE, "advertisement")


class TestTheLedgerGrows:
    @pytest.mark.parametrize(
        ("why", "candidates", "again"),
        [
            (Why.KEY_NOT_IN_LEDGER, (), True),
            (Why.LOW_CONFIDENCE, (ONE,), True),
            (Why.LOW_CONFIDENCE, (TWO,), False),
            (Why.NO_KEY, (), False),
            (Why.FILING, (ONE,), False),
        ],
    )
    def test_what_it_may_decide_otherwise_is_judged_again(
        self,
        documents: Documents,
        receipt: str,
        why: Why,
        candidates: tuple[ApplicationId, ...],
        again: bool,
    ) -> None:
        documents.held(receipt, why, candidates, NOW, "hikae")
        assert bool(documents.to_judge_again([ONE])) is again


class TestAWrongFilingIsUndone:
    def test_another_document_stands_for_its_pages(
        self, documents: Documents, receipt: str, session: Session
    ) -> None:
        file(documents, receipt)
        first = documents.replaced(receipt, LATER, "clerk")
        assert documents.replaced(receipt, LATER, "clerk") == first
        assert (first.document_id, first.pages) == (replacement_id(receipt), (1,))
        file(documents, first.document_id, TWO)
        assert documents.of_scan(SHA)[0].document_id == first.document_id
        assert filed_documents(session, ONE) == ()

    def test_the_old_one_stays_on_record(self, documents: Documents, receipt: str) -> None:
        file(documents, receipt)
        documents.replaced(receipt, LATER, "clerk")
        record = documents.get(receipt)
        assert (record.outcome, record.key) == (Outcome.WITHDRAWN, "documents/d")

    def test_what_was_never_filed_is_not_withdrawn(
        self, documents: Documents, receipt: str
    ) -> None:
        with pytest.raises(AlreadyDecidedError, match="undecided"):
            documents.replaced(receipt, LATER, "clerk")
