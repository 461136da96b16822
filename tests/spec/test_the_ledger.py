"""Stories of the ledger, in the order of the specification, on a real book."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from ledger.accounts import arrivals, balance
from ledger.book import Book, FiledPaper
from ledger.chain import verify
from ledger.csv_io import read_entries
from ledger.documents import Documents
from ledger.engine import open_engine
from ledger.errors import AlreadyInLedgerError
from ledger.events import Differs, EventKind
from ledger.evidence import Proof, Witness
from ledger.forms import FormKind
from ledger.ids import ApplicationId
from ledger.migrations import upgrade
from ledger.records import ArrivalFacts, NewDocument
from ledger.register import Register
from ledger.rules import Policy
from ledger.scans import ArrivalState, Outcome, ScanKind
from ledger.search import Wanted, filed_documents, find_entries
from ledger.states import MailState, Stage, State
from ledger.why import Why

NOW = datetime(2025, 10, 20, 5, 0, tzinfo=UTC)
BIZEN = ApplicationId("40718293645510283746152")
ASAHI = ApplicationId("61203948571625340918273")
NEW = ApplicationId("93847561029384756102938")
WORDS = {
    "交付前設定待ち": State(Stage.CARD_RECEIVED),
    "移送済": State(Stage.AT_OFFICE, MailState.DISPATCHED),
    "再送済": State(Stage.NOTICE_DISPATCHED, MailState.RESENT),
}
LIST = f"""\
application_id,name,kana,birth_date,office,status,tracking_no,notice_sent_on
{BIZEN.digits},備前　一郎,ビゼン　イチロウ,1988-04-17,東区役所,移送済,33415926535,2025-10-03
{ASAHI.digits},旭川　久恵,アサヒカワ　ヒサエ,1951-06-08,中区役所,交付前設定待ち,,
"""
TOMORROW = f"{NEW.digits},山﨑　百合,ヤマサキ　ユリ,1937-09-30,御津支所,移送済,22334455667,\n"


@dataclass(frozen=True)
class Filed:
    key: str
    sha256: str = "d" * 64
    size: int = 300_000


@dataclass
class Room:
    """The room on the fourth floor: a ledger, a register, and hands that do what the story says."""

    session: Session
    folder: Path
    policy: Policy

    @property
    def book(self) -> Book:
        return Book(self.session)

    @property
    def documents(self) -> Documents:
        return Documents(self.session)

    def import_list(self, text: str) -> tuple[ApplicationId, ...]:
        path = self.folder / "list.csv"
        path.write_text(text, encoding="utf-8-sig")
        return self.book.add(read_entries(path, WORDS), NOW, "lead")

    def scan(self, name: str, *forms: FormKind) -> list[str]:
        """One file with one page a form and a blank back; its documents are still undecided."""
        register, sha256 = Register(self.session), name.encode().hex().ljust(64, "0")
        register.receive(
            ArrivalFacts(name, name, sha256, 9, ScanKind.PDF, NOW, "drop", f"originals/{name}")
        )
        register.start(sha256, NOW)
        register.opened(sha256, len(forms) + 1)
        documents = [NewDocument((number,), form) for number, form in enumerate(forms, start=1)]
        rows = register.decide(sha256, documents, [len(forms) + 1], [], None)
        return [row.document_id for row in rows]

    def file(self, document_id: str, application_id: ApplicationId) -> None:
        form = self.documents.get(document_id).form
        paper = FiledPaper(document_id, form, f"documents/{document_id}")
        result = self.book.attach(application_id, paper, self.policy, NOW, "hikae")
        proof = Proof((Witness.CODE,), ("zxing",))
        filing, event_id = Filed(paper.evidence), result.attached.event_id
        self.documents.filed(document_id, application_id, filing, proof, event_id, NOW, "hikae")

    def end(self, name: str) -> None:
        Register(self.session).close(name.encode().hex().ljust(64, "0"), NOW)

    def stage(self, application_id: ApplicationId) -> Stage:
        return self.book.entry(application_id).state.stage


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('story') / 'hikae.db'}")
    upgrade(engine)
    return engine


@pytest.fixture
def room(engine: Engine, tmp_path: Path) -> Iterator[Room]:
    with Session(engine) as session:  # rolled back: the next story begins with an empty book
        room = Room(session, tmp_path, Policy())
        room.import_list(LIST)
        yield room
        assert verify(session).holds
        assert balance(session).holds


def test_the_citys_list_becomes_the_ledger(room: Room) -> None:
    entry = room.book.entry(BIZEN)
    assert (entry.name, entry.birth_date) == ("備前　一郎", date(1988, 4, 17))
    assert entry.state == WORDS["移送済"]
    assert [event.kind for event in room.book.events(BIZEN)] == [EventKind.IMPORTED]


def test_the_list_of_tomorrow_may_hold_the_lines_of_today(room: Room) -> None:
    assert room.import_list(LIST + TOMORROW) == (NEW,)


def test_a_list_that_contradicts_the_ledger_is_refused_by_its_line(room: Room) -> None:
    with pytest.raises(AlreadyInLedgerError, match="line 3"):
        room.import_list(LIST.replace("1951-06-08", "1952-06-08"))


def test_a_signed_receipt_delivers_the_card_and_is_found(room: Room) -> None:
    (receipt,) = room.scan("a.pdf", FormKind.RECEIPT)
    room.file(receipt, BIZEN)
    room.end("a.pdf")
    assert room.stage(BIZEN) is Stage.DELIVERED
    (found,) = filed_documents(room.session, BIZEN)
    delivered = room.book.events(BIZEN)[-1]
    assert (delivered.kind, delivered.evidence) == (EventKind.DELIVERED, found.key)


def test_a_receipt_for_a_card_that_is_not_set_up_is_filed_and_somebody_is_asked(
    room: Room,
) -> None:
    (receipt,) = room.scan("a.pdf", FormKind.RECEIPT)
    room.file(receipt, ASAHI)
    room.end("a.pdf")
    assert filed_documents(room.session, ASAHI)
    assert room.stage(ASAHI) is Stage.CARD_RECEIVED
    (question,) = room.book.questions.open()
    assert (question.application_id, question.why) == (ASAHI, Differs.TOO_EARLY)


def test_when_the_office_catches_up_the_question_is_closed(room: Room) -> None:
    (receipt,) = room.scan("a.pdf", FormKind.RECEIPT)
    room.file(receipt, ASAHI)
    room.end("a.pdf")
    for kind in (
        EventKind.PRECONFIGURED,
        EventKind.NOTICE_DISPATCHED,
        EventKind.TRANSFERRED,
        EventKind.DELIVERED,
    ):
        room.book.record(ASAHI, kind, NOW, "clerk")
    assert room.book.questions.open() == ()


def test_a_set_is_filed_together_and_only_the_receipt_moves_the_card(room: Room) -> None:
    papers = room.scan(
        "a.pdf", FormKind.RECEIPT, FormKind.POWER_OF_ATTORNEY, FormKind.IDENTITY_DOCUMENT_COPY
    )
    for paper in papers:
        room.file(paper, BIZEN)
    room.end("a.pdf")
    kinds = [event.kind for event in room.book.events(BIZEN)]
    assert kinds.count(EventKind.DOCUMENT_ATTACHED) == 3
    assert kinds.count(EventKind.DELIVERED) == 1


def test_a_returned_envelope_does_not_move_the_card(room: Room) -> None:
    (envelope,) = room.scan("a.pdf", FormKind.RETURNED_MAIL)
    room.file(envelope, BIZEN)
    room.end("a.pdf")
    assert room.book.entry(BIZEN).state == State(Stage.AT_OFFICE, MailState.RETURNED)


def test_an_office_that_confirms_every_delivery_finds_them_waiting(room: Room) -> None:
    room.policy = Policy.from_mapping({"receipt": "propose"})
    (receipt,) = room.scan("a.pdf", FormKind.RECEIPT)
    room.file(receipt, BIZEN)
    room.end("a.pdf")
    assert room.stage(BIZEN) is Stage.AT_OFFICE
    assert [question.why for question in room.book.questions.open()] == [Differs.NEEDS_CONFIRMATION]
    room.book.record(BIZEN, EventKind.DELIVERED, NOW, "clerk")
    assert room.stage(BIZEN) is Stage.DELIVERED
    assert room.book.questions.open() == ()


def test_an_application_the_ledger_does_not_know_waits_until_the_next_list(room: Room) -> None:
    (receipt,) = room.scan("a.pdf", FormKind.RECEIPT)
    room.documents.held(receipt, Why.KEY_NOT_IN_LEDGER, [NEW], NOW, "hikae")
    room.end("a.pdf")
    (again,) = room.documents.to_judge_again(room.import_list(LIST + TOMORROW))
    room.file(again.document_id, NEW)
    assert room.stage(NEW) is Stage.DELIVERED


def test_a_receipt_filed_under_the_wrong_person_is_undone_without_a_trace_lost(
    room: Room,
) -> None:
    (receipt,) = room.scan("a.pdf", FormKind.RECEIPT)
    room.file(receipt, BIZEN)
    room.end("a.pdf")
    room.book.withdraw(BIZEN, receipt, NOW, "lead", "旭川さんの受領書")
    anew = room.documents.replaced(receipt, NOW, "lead")
    room.file(anew.document_id, ASAHI)
    assert room.stage(BIZEN) is Stage.AT_OFFICE
    assert filed_documents(room.session, BIZEN) == ()
    assert len(filed_documents(room.session, ASAHI)) == 1
    assert room.documents.get(receipt).outcome is Outcome.WITHDRAWN
    assert [event.kind for event in room.book.events(BIZEN)] == [
        EventKind.IMPORTED,
        EventKind.DOCUMENT_ATTACHED,
        EventKind.DELIVERED,
        EventKind.DOCUMENT_WITHDRAWN,
    ]


def test_the_same_sheets_scanned_twice_are_one_scan(room: Room) -> None:
    (receipt,) = room.scan("a.pdf", FormKind.RECEIPT)
    room.file(receipt, BIZEN)
    room.end("a.pdf")
    sha256 = b"a.pdf".hex().ljust(64, "0")
    copy = ArrivalFacts("b", "b.pdf", sha256, 9, ScanKind.PDF, NOW, "drop", "originals/a.pdf")
    Register(room.session).receive(copy)
    assert [arrival.state for arrival in arrivals(room.session)] == [
        ArrivalState.ENDED,
        ArrivalState.DUPLICATE,
    ]


def test_a_caller_who_knows_only_reading_and_birth_date_is_found(room: Room) -> None:
    wanted = Wanted(kana="びぜん", birth_date=date(1988, 4, 17))
    (entry,) = find_entries(room.session, wanted)
    assert entry.application_id == BIZEN
