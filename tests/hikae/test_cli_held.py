"""Deciding with the wrong words changes nothing, and says what would be right."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hikae.cli.exits import Exit
from hikae.deciding import reject
from tests.hikae.commands import Answer, hikae
from tests.hikae.workday import ANNA, BERTA, STRANGER, Workday

NOBODY = "0" * 32


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIKAE_LANGUAGE", "en")


@pytest.fixture
def day(home: Path) -> Iterator[Workday]:
    day = Workday.begin(home)
    yield day
    day.end()


@pytest.fixture
def held(day: Workday) -> str:
    return day.document(day.drop(STRANGER.digits)).document_id


@pytest.fixture
def filed(day: Workday) -> str:
    return day.document(day.drop(ANNA.digits)).document_id


def said(day: Workday, *words: str) -> Answer:
    return hikae(day.office.settings.home, *words, "--by", "tanaka")


class TestTheList:
    def test_says_which_paper_waits_why_and_what_to_do(self, day: Workday, held: str) -> None:
        line = hikae(day.office.settings.home, "held").out
        assert held in line
        assert "scan.pdf" in line
        assert "is not in the ledger. Import the newest list" in line

    def test_for_programs_has_a_word_for_the_reason(self, day: Workday, held: str) -> None:
        [one] = hikae(day.office.settings.home, "held", "--json").json
        assert (one["id"], one["why"], one["pages"]) == (held, "key_not_in_ledger", [1])

    def test_is_empty_when_nothing_waits(self, day: Workday, filed: str) -> None:
        assert hikae(day.office.settings.home, "held").out == ""


class TestResolving:
    def test_a_document_that_is_not_on_record(self, day: Workday) -> None:
        answer = said(day, "held", "resolve", NOBODY, "--application-id", ANNA.digits)
        assert answer.exit_code == Exit.NOT_FOUND
        assert "no such document" in answer.err
        assert "Nothing was done" in answer.err

    def test_to_an_id_that_the_ledger_does_not_know(self, day: Workday, held: str) -> None:
        answer = said(day, "held", "resolve", held, "--application-id", STRANGER.digits)
        assert answer.exit_code == Exit.NOT_FOUND
        assert "import the newest list" in answer.err
        assert STRANGER.digits not in answer.err
        still_waits(day, held)

    def test_to_something_that_is_no_id(self, day: Workday, held: str) -> None:
        answer = said(day, "held", "resolve", held, "--application-id", "1234")
        assert answer.exit_code == Exit.USAGE
        assert "23 digits" in answer.err
        still_waits(day, held)

    def test_a_document_that_is_filed(self, day: Workday, filed: str) -> None:
        answer = said(day, "held", "resolve", filed, "--application-id", BERTA.digits)
        assert answer.exit_code == Exit.REFUSED
        assert "filed" in answer.err
        assert "hikae refile" in answer.err

    def test_a_document_that_was_rejected(self, day: Workday, held: str) -> None:
        # That it is filed then: tests/hikae/test_deciding.py
        reject(day.office, held, "an advertisement", "tanaka")
        answer = said(day, "held", "resolve", held, "--application-id", STRANGER.digits)
        assert answer.exit_code == Exit.NOT_FOUND
        assert hikae(day.office.settings.home, "held").out == ""

    def test_without_saying_who(self, day: Workday, held: str) -> None:
        home = day.office.settings.home
        answer = hikae(home, "held", "resolve", held, "--application-id", ANNA.digits)
        assert answer.exit_code == Exit.USAGE
        assert "--by" in answer.err
        still_waits(day, held)

    def test_while_the_archive_is_not_mounted(self, day: Workday, held: str) -> None:
        archive = day.office.settings.archive
        archive.rename(archive.with_name("away"))
        answer = said(day, "held", "resolve", held, "--application-id", ANNA.digits)
        assert answer.exit_code == Exit.UNAVAILABLE
        assert "The archive cannot be used now" in answer.err
        still_waits(day, held)


class TestRejecting:
    def test_is_on_record(self, day: Workday, held: str) -> None:
        answer = said(day, "held", "reject", held, "--why", "an advertisement")
        assert (answer.exit_code, answer.err) == (Exit.OK, "")
        assert hikae(day.office.settings.home, "held").out == ""
        assert hikae(day.office.settings.home, "balance", "--json").json["rejected_pages"] == 1

    def test_twice_is_no_harm(self, day: Workday, held: str) -> None:
        said(day, "held", "reject", held, "--why", "an advertisement")
        answer = said(day, "held", "reject", held, "--why", "something else")
        assert answer.exit_code == Exit.REFUSED
        assert "Nothing was changed" in answer.err


class TestRefiling:
    def test_a_document_that_is_held(self, day: Workday, held: str) -> None:
        words = ("refile", held, "--application-id", ANNA.digits, "--why", "swapped")
        answer = said(day, *words)
        assert answer.exit_code == Exit.REFUSED
        assert "held" in answer.err
        still_waits(day, held)

    def test_to_the_id_under_which_it_lies(self, day: Workday, filed: str) -> None:
        words = ("refile", filed, "--application-id", ANNA.digits, "--why", "swapped")
        assert said(day, *words).exit_code == Exit.REFUSED
        found = hikae(day.office.settings.home, "find", ANNA.digits, "--json").json
        assert [one["id"] for one in found] == [filed]


def still_waits(day: Workday, document_id: str) -> None:
    [one] = hikae(day.office.settings.home, "held", "--json").json
    assert (one["id"], one["why"]) == (document_id, "key_not_in_ledger")
