"""The main way with real processes: dropped, read, filed, recorded, found; and a clean end."""

import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from hikae.cli.exits import Exit
from hikae.samples import applicant, one_receipt
from ledger.ids import ApplicationId
from ledger.records import DocumentRecord
from ledger.scans import ArrivalState, Outcome
from ledger.why import Why
from tests.hikae.commands import hikae
from tests.service.office import RunningOffice, running

pytestmark = pytest.mark.service

PERSON, STRANGER, WRONG = applicant(1), applicant(2), applicant(3)
LONG_RUN = re.compile(r"(?<!\d)(\d{23}|\d{12})(?!\d)")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningOffice]:
    """An office at work, telling its log everything it ever tells."""
    home = tmp_path_factory.mktemp("cli") / "office"
    with running(home, LOGLEVEL="DEBUG") as office:
        assert office.know(PERSON, WRONG).exit_code == Exit.OK
        yield office


def drop(office: RunningOffice, path: Path) -> DocumentRecord:
    """Drop a file with one document and wait until it has ended."""
    before = len(office.scans())
    shutil.copy(path, office.drop)
    office.wait_until_ended(before + 1)
    return the_document(office, path.name)


def the_document(office: RunningOffice, file: str) -> DocumentRecord:
    """What became of the one document in a file that came in once."""
    [arrival] = [one for one in office.scans() if one.file == file]
    [document] = arrival.documents
    return document


def found(office: RunningOffice, application_id: ApplicationId) -> list[str]:
    answer = hikae(office.home, "find", application_id.digits, "--json")
    return [one["id"] for one in answer.json]


class TestAnOfficeDay:
    def test_ends_with_every_paper_where_it_belongs(
        self, office: RunningOffice, tmp_path: Path
    ) -> None:
        receipt = one_receipt(tmp_path / "receipt.pdf", PERSON)
        document = drop(office, receipt)
        assert document.application_id == PERSON.application_id
        a_pdf_is_handed_out(office, document, tmp_path / "out")
        the_same_again_is_a_duplicate(office, receipt)
        what_waits_is_filed_when_the_list_brings_its_id(office, tmp_path)
        a_wrong_filing_is_undone_and_stays_on_record(office, document)
        assert office.is_sound()
        nothing_in_the_log_names_an_application(office)


def a_pdf_is_handed_out(office: RunningOffice, document: DocumentRecord, out: Path) -> None:
    answer = office.hikae("find", PERSON.application_id.digits, "--save", str(out))
    assert answer.exit_code == Exit.OK, answer.err
    [saved] = out.iterdir()
    with urlopen(f"{office.address}/documents/{document.document_id}.pdf") as page:  # noqa: S310
        assert page.read() == saved.read_bytes()
    typed = urlencode({"application_id": PERSON.application_id.digits}).encode()
    with urlopen(f"{office.address}/find", typed) as page:  # noqa: S310
        assert f"/documents/{document.document_id}.pdf" in page.read().decode()


def the_same_again_is_a_duplicate(office: RunningOffice, receipt: Path) -> None:
    before = len(office.scans())
    shutil.copy(receipt, office.drop / "again.pdf")
    office.wait_until_ended(before + 1)
    again = office.scans()[-1]
    assert (again.file, again.state, again.documents) == ("again.pdf", ArrivalState.DUPLICATE, ())
    assert len(found(office, PERSON.application_id)) == 1


def what_waits_is_filed_when_the_list_brings_its_id(office: RunningOffice, folder: Path) -> None:
    held = drop(office, one_receipt(folder / "stranger.pdf", STRANGER))
    assert held.outcome is Outcome.HELD
    assert held.why is Why.KEY_NOT_IN_LEDGER
    assert office.know(PERSON, WRONG, STRANGER).exit_code == Exit.OK
    office.wait_until(lambda: the_document(office, "stranger.pdf").outcome is Outcome.FILED)
    assert found(office, STRANGER.application_id) == [held.document_id]


def a_wrong_filing_is_undone_and_stays_on_record(
    office: RunningOffice, document: DocumentRecord
) -> None:
    words = ("--application-id", WRONG.application_id.digits, "--by", "tanaka", "--why", "swapped")
    answer = office.hikae("refile", document.document_id, *words)
    assert answer.exit_code == Exit.OK, answer.err
    assert found(office, PERSON.application_id) == []
    [anew] = found(office, WRONG.application_id)
    assert anew != document.document_id
    shown = hikae(office.home, "ledger", "show", PERSON.application_id.digits, "--json").json
    kinds = [event["kind"] for event in shown["events"]]
    assert kinds.count("document_attached") == kinds.count("document_withdrawn") == 1


def nothing_in_the_log_names_an_application(office: RunningOffice) -> None:
    assert "hikae" in office.log
    assert LONG_RUN.findall(office.log) == []
    for person in (PERSON, STRANGER, WRONG):
        assert person.name.split("　")[0] not in office.log


class TestServing:
    def test_ends_within_seconds_and_leaves_no_process(self, tmp_path: Path) -> None:
        with running(tmp_path / "office") as office:
            office.wait_until(lambda: is_at_work(office))
            assert office.stop(deadline_s=15) == Exit.OK
            assert office.processes() == ()

    def test_ends_soon_while_a_page_is_read_and_goes_on_with_it_later(self, tmp_path: Path) -> None:
        with running(tmp_path / "office") as office:
            office.know(PERSON)
            one_receipt(office.drop / "receipt.pdf", PERSON)
            office.wait_until(
                lambda: [one.state for one in office.scans()] == [ArrivalState.WORKING]
            )
            assert office.stop(deadline_s=30) == Exit.OK
            assert office.processes() == ()
            office.start()
            office.wait_until_ended(1)
            assert the_document(office, "receipt.pdf").outcome is Outcome.FILED
            assert office.is_sound()

    def test_does_not_start_where_another_program_listens_and_says_so(self, tmp_path: Path) -> None:
        office = RunningOffice(tmp_path / "office")
        office.make()
        with socket.create_server(("127.0.0.1", office.port)):
            answer = office.hikae("serve")
        assert answer.exit_code == Exit.UNAVAILABLE
        assert f"127.0.0.1:{office.port} (Address already in use)" in answer.err
        assert "Nothing was started; files stay in the watched folder" in answer.err
        assert "--port or HIKAE_PORT" in answer.err
        assert office.processes() == ()

    def test_shows_its_page_to_this_machine_only_under_its_own_name(self, tmp_path: Path) -> None:
        with running(tmp_path / "office", "console") as office:
            office.wait_until(lambda: answers(office))
            foreign = Request(office.address, headers={"Host": "hikae.example"})  # noqa: S310
            with pytest.raises(HTTPError) as refused:
                urlopen(foreign)  # noqa: S310
            assert refused.value.code == 400
            assert office.stop(deadline_s=15) == Exit.OK


def is_at_work(office: RunningOffice) -> bool:
    roles = {word for one in office.processes() for word in one.command}
    return {"watch", "work", "console"} <= roles and answers(office)


def answers(office: RunningOffice) -> bool:
    try:
        with urlopen(f"{office.address}/health", timeout=5) as page:  # noqa: S310
            return bool(page.status == 200)
    except OSError:
        return False


class TestTheCommand:
    def test_is_a_program_of_its_own(self) -> None:
        command = Path(sys.executable).with_name("hikae")
        said = subprocess.run([command, "--help"], capture_output=True, text=True, check=True)
        assert "serve" in said.stdout

    def test_takes_files_without_a_running_office(self, tmp_path: Path) -> None:
        office = RunningOffice(tmp_path / "office")
        office.make()
        office.know(PERSON)
        given = one_receipt(tmp_path / "given.pdf", PERSON)
        answer = office.hikae("take", "--wait", str(given))
        assert answer.exit_code == Exit.OK, answer.err
        assert "1/1" in answer.err
        [one] = office.hikae("scans", "--json").json
        assert (one["file"], one["state"], one["pages"]) == ("given.pdf", "ended", 1)
        [document] = one["documents"]
        assert document["application_id"] == PERSON.application_id.digits
        assert (document["outcome"], document["why"]) == ("filed", None)
        assert given.exists()
        assert office.processes() == ()
