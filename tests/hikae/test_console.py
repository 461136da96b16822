"""The status page: what came in and what waits, found by POST; nothing else is handed out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from hikae.console.app import make_app
from ledger.scans import Outcome
from tests.hikae.scripted import BROKEN
from tests.hikae.workday import ANNA, BERTA, STRANGER, Workday

HOST = "127.0.0.1"


@pytest.fixture
def day(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workday]:
    monkeypatch.setenv("HIKAE_LANGUAGE", "en")
    day = Workday.begin(home)
    yield day
    day.end()


@pytest.fixture
def page(day: Workday) -> TestClient:
    app = make_app(day.office, HOST)
    return TestClient(app, base_url=f"http://{HOST}:8420", raise_server_exceptions=False)


def searched(page: TestClient, typed: str) -> str:
    answer = page.post("/find", data={"application_id": typed})
    assert answer.status_code == 200
    return str(answer.text)


class TestTheStatusPage:
    def test_says_that_nothing_came_in_yet(self, page: TestClient) -> None:
        assert "Nothing yet. Drop scans into the watched folder." in page.get("/").text

    def test_shows_what_waits_for_a_person_and_what_to_do(
        self, day: Workday, page: TestClient
    ) -> None:
        held = day.document(day.drop(STRANGER.digits, file="kita/受領書.pdf"))
        shown = page.get("/").text
        assert held.document_id in shown
        assert "kita/受領書.pdf" in shown
        assert "Import the newest list" in shown

    def test_shows_why_a_file_is_in_quarantine(self, day: Workday, page: TestClient) -> None:
        day.drop(BROKEN)
        assert "The file is damaged inside and was not repaired" in page.get("/now").text

    def test_shows_that_a_duplicate_needs_nothing(self, day: Workday, page: TestClient) -> None:
        day.drop(ANNA.digits)
        day.drop_again(ANNA.digits)
        assert "The same content came in before. Nothing to do." in page.get("/now").text

    def test_shows_that_every_page_is_accounted_for(self, day: Workday, page: TestClient) -> None:
        day.drop(ANNA.digits, "blank", "separator", BERTA.digits)
        assert "Every page is accounted for" in page.get("/now").text

    def test_shows_the_name_of_a_file_as_text(self, day: Workday, page: TestClient) -> None:
        day.drop("nobody", file="<script>alert(1)</script>.pdf")
        shown = page.get("/").text
        assert "<script>alert" not in shown
        assert "&lt;script&gt;alert" in shown

    def test_speaks_japanese_where_the_office_does(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HIKAE_LANGUAGE", "ja")
        day = Workday.begin(home)
        shown = TestClient(make_app(day.office, HOST), base_url=f"http://{HOST}").get("/").text
        assert '<html lang="ja">' in shown
        assert "申請書ID" in shown
        day.end()


class TestFinding:
    def test_shows_entry_and_filed_documents(self, day: Workday, page: TestClient) -> None:
        filed = day.document(day.drop(ANNA.digits))
        shown = searched(page, ANNA.digits)
        assert f"/documents/{filed.document_id}.pdf" in shown
        assert "試験　花子" in shown

    def test_shows_nobody_elses_documents(self, day: Workday, page: TestClient) -> None:
        filed = day.document(day.drop(ANNA.digits))
        assert filed.document_id not in searched(page, BERTA.digits)

    def test_an_id_that_is_in_no_ledger_says_so(self, page: TestClient) -> None:
        assert "The ledger has no entry with this application ID." in searched(page, "9" * 23)

    @pytest.mark.parametrize("typed", ["", "12345", "x" * 100_000])
    def test_something_that_is_no_id_says_so(self, page: TestClient, typed: str) -> None:
        assert "An application ID has 23 digits." in searched(page, typed)

    def test_is_never_done_by_an_address(self, page: TestClient) -> None:
        assert page.get(f"/find?application_id={ANNA.digits}").status_code == 405

    def test_leaves_no_application_id_in_any_link(self, day: Workday, page: TestClient) -> None:
        day.drop(ANNA.digits)
        links = [part for part in searched(page, ANNA.digits).split('"') if part.startswith("/")]
        assert links != []
        assert not any(ANNA.digits in link for link in links)


class TestADocument:
    def test_that_is_filed_is_shown_as_it_lies_in_the_archive(
        self, day: Workday, page: TestClient
    ) -> None:
        filed = day.document(day.drop(ANNA.digits))
        assert filed.key is not None
        answer = page.get(f"/documents/{filed.document_id}.pdf")
        assert answer.content == day.office.store.read(filed.key)
        assert answer.headers["content-type"] == "application/pdf"
        assert ANNA.digits not in answer.headers["content-disposition"]

    @pytest.mark.parametrize("document_id", ["0" * 32, "nothing", "..%2f..%2fhikae.db"])
    def test_that_is_not_on_record_is_not_there(self, page: TestClient, document_id: str) -> None:
        assert page.get(f"/documents/{document_id}.pdf").status_code == 404

    def test_that_is_held_is_not_handed_out_as_filed(self, day: Workday, page: TestClient) -> None:
        held = day.document(day.drop("nobody"))
        assert held.outcome is Outcome.HELD
        assert page.get(f"/documents/{held.document_id}.pdf").status_code == 404

    def test_that_was_altered_is_not_handed_out(self, day: Workday, page: TestClient) -> None:
        filed = day.document(day.drop(ANNA.digits))
        assert filed.key is not None
        place = day.office.settings.archive / filed.key
        place.chmod(0o640)
        place.write_bytes(b"%PDF another")
        answer = page.get(f"/documents/{filed.document_id}.pdf")
        assert answer.status_code == 503
        assert "missing or altered" in answer.text
        assert b"another" not in answer.content


class TestABadDay:
    def test_of_the_archive_is_told_in_a_sentence(self, day: Workday, page: TestClient) -> None:
        filed = day.document(day.drop(ANNA.digits))
        day.office.settings.archive.rename(day.office.settings.home / "away")
        answer = page.get(f"/documents/{filed.document_id}.pdf")
        assert answer.status_code == 503
        assert "The archive cannot be used now" in answer.text
        assert "Nothing is lost" in answer.text
        assert page.get("/").status_code == 200

    def test_of_the_ledger_is_told_in_a_sentence(self, day: Workday, page: TestClient) -> None:
        day.office.engine.dispose()
        for name in ("hikae.db", "hikae.db-wal", "hikae.db-shm"):
            (day.office.settings.home / name).unlink(missing_ok=True)
        (day.office.settings.home / "hikae.db").write_bytes(b"no database " * 1000)
        for address in ("/", "/now", "/health"):
            answer = page.get(address)
            assert answer.status_code == 503
            assert "The ledger cannot be used now" in answer.text


class TestWhatScansWaitFor:
    def test_is_the_archive_whether_or_not_something_is_under_way(
        self, day: Workday, page: TestClient
    ) -> None:
        archive = day.office.settings.archive
        archive.rename(archive.with_name("elsewhere"))
        assert "archive: cannot be written" in page.get("/now").text
        archive.with_name("elsewhere").rename(archive)
        assert "cannot be written" not in page.get("/now").text

    def test_is_a_reader_only_while_something_is_under_way(
        self, day: Workday, page: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("TESSDATA_PREFIX", str(day.office.settings.home))
        assert "tesseract-ocr-jpn" not in page.get("/now").text
        day.take_in(ANNA.digits, file="scan.pdf")
        shown = page.get("/now").text
        assert "Something is missing; scans wait for it" in shown
        assert "apt install tesseract-ocr-eng tesseract-ocr-jpn" in shown
        monkeypatch.delenv("TESSDATA_PREFIX")
        assert "Something is missing" not in page.get("/now").text


class TestAStranger:
    @pytest.mark.parametrize("host", ["hikae.example", "127.0.0.1.example", "10.0.0.7"])
    def test_who_comes_by_another_name_is_refused(self, page: TestClient, host: str) -> None:
        assert page.get("/", headers={"Host": host}).status_code == 400

    def test_may_neither_frame_nor_script_nor_keep_a_page(
        self, day: Workday, page: TestClient
    ) -> None:
        for address in ("/", "/documents/none.pdf", "/static/hikae.css"):
            headers = page.get(address).headers
            assert "frame-ancestors 'none'" in headers["content-security-policy"]
            assert headers["cache-control"] == "no-store"
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "no-referrer"

    def test_finds_no_description_of_the_interface(self, page: TestClient) -> None:
        for address in ("/docs", "/redoc", "/openapi.json"):
            assert page.get(address).status_code == 404
