"""What is known of a decision, on the command line."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hikae.cli.exits import Exit
from hikae.deciding import resolve
from tests.hikae.commands import hikae
from tests.hikae.scripted import COPY_OF
from tests.hikae.workday import ANNA, BERTA, STRANGER, Workday


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIKAE_LANGUAGE", "en")


@pytest.fixture
def day(home: Path) -> Iterator[Workday]:
    day = Workday.begin(home)
    yield day
    day.end()


def why(day: Workday, document_id: str) -> Any:  # noqa: ANN401  # JSON
    return hikae(day.office.settings.home, "why", document_id, "--json").json


class TestAFiledDocument:
    def test_rests_on_what_was_put_on_record(self, day: Workday) -> None:
        document = day.document(day.drop(ANNA.digits))
        told = why(day, document.document_id)
        assert (told["outcome"], told["application_id"]) == ("filed", ANNA.digits)
        assert told["proof"]["witnesses"] == ["code", "print"]
        assert told["proof"]["readers"] == ["ppocr", "zxing"]
        assert told["proof"]["versions"] == ["a reader 1.0"]
        assert told["today"] == {"application_id": ANNA.digits, "why": None}

    def test_tells_every_reading_of_it(self, day: Workday) -> None:
        document = day.document(day.drop(ANNA.digits))
        assert why(day, document.document_id)["readings"] == [
            {
                "application_id": ANNA.digits,
                "witness": witness,
                "reader": reader,
                "page": 1,
                "box": None,
                "in_ledger": True,
            }
            for witness, reader in (("code", "zxing"), ("print", "ppocr"))
        ]

    def test_tells_what_the_fields_of_its_entry_say(self, day: Workday) -> None:
        told = why(day, day.document(day.drop(ANNA.digits)).document_id)
        assert told["entry"] == ANNA.digits
        assert told["fields"] == {
            "name": "silent",
            "kana": "silent",
            "birth_date": "not_in_ledger",
            "tracking_number": "not_in_ledger",
            "notice_number": "not_in_ledger",
        }

    def test_decided_by_a_person_has_no_proof(self, day: Workday) -> None:
        document = day.document(day.drop(STRANGER.digits))
        resolve(day.office, document.document_id, BERTA, "tanaka")
        day.work()
        told = why(day, document.document_id)
        assert (told["proof"], told["decided_by"]) == (None, "tanaka")
        assert told["entry"] == BERTA.digits
        assert told["today"]["why"] == "key_not_in_ledger"

    def test_is_told_in_words_too(self, day: Workday) -> None:
        document = day.document(day.drop(ANNA.digits))
        said = hikae(day.office.settings.home, "why", document.document_id).out
        assert f"application ID: {ANNA.digits}" in said
        assert "rests on: code, printed digits; read by: ppocr, zxing" in said
        assert "a reader 1.0" in said


class TestAHeldDocument:
    def test_says_what_it_waits_for_and_what_was_read(self, day: Workday) -> None:
        document = day.document(day.drop(STRANGER.digits))
        told = why(day, document.document_id)
        assert (told["why"], told["proof"], told["entry"]) == ("key_not_in_ledger", None, None)
        assert [one["in_ledger"] for one in told["readings"]] == [False, False]

    def test_names_the_pages_on_which_nothing_says_whose_they_are(self, day: Workday) -> None:
        document = day.document(day.drop(ANNA.digits, f"{COPY_OF}岡田 恵"))
        told = why(day, document.document_id)
        assert (told["why"], told["unconfirmed_pages"]) == ("page_unconfirmed", [2])
        answer = hikae(day.office.settings.home, "why", document.document_id)
        assert "nothing says whose they are on pages 2" in answer.out


def test_an_unknown_document_is_said(day: Workday) -> None:
    answer = hikae(day.office.settings.home, "why", "0" * 32)
    assert answer.exit_code == Exit.NOT_FOUND
    assert "no such document" in answer.err
