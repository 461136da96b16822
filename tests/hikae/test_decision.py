"""A document whose pages may be several persons' waits, whatever ID stands on it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from hikae.bookkeeping import import_entries
from hikae.deciding import refile, resolve
from hikae.decision import judge_again
from hikae.explaining import explain
from hikae.finding import find
from hikae.office import Office
from hikae.reading import readings_of
from ledger.documents import Documents
from ledger.evidence import Doubtful
from ledger.forms import FormKind
from ledger.records import DocumentRecord
from ledger.scans import Outcome
from ledger.why import Why
from tests.hikae.scripted import COPY, DATED, NOTICE, REPLY, SEPARATOR, ScriptedReader
from tests.hikae.workday import ANNA, BERTA, STRANGER, Workday, entry

FORMS = {REPLY: FormKind.REPLY_FORM, NOTICE: FormKind.ISSUANCE_NOTICE}
TOO_MANY = [COPY] * 8  # behind a receipt, of whose papers there are eight pages at most


@pytest.fixture
def day(home: Path) -> Iterator[Workday]:
    day = Workday.begin(home)
    yield day
    day.end()


def again(day: Workday, document: DocumentRecord) -> DocumentRecord:
    with day.office.read() as session:
        return Documents(session).get(document.document_id)


class TestASecondReply:
    def test_for_one_card_is_held(self, day: Workday) -> None:
        first = day.document(day.drop(REPLY + ANNA.digits))
        second = day.document(day.drop(REPLY + ANNA.digits))
        assert first.outcome is Outcome.FILED
        assert (second.outcome, second.why) == (Outcome.HELD, Why.SECOND_REPLY)
        assert second.candidates == (ANNA,)

    def test_in_the_same_scan_is_held(self, day: Workday) -> None:
        arrival = day.drop(REPLY + ANNA.digits, SEPARATOR, REPLY + ANNA.digits)
        assert [one.outcome for one in arrival.documents] == [Outcome.FILED, Outcome.HELD]

    def test_is_filed_if_a_person_says_so(self, day: Workday) -> None:
        day.drop(REPLY + ANNA.digits)
        held = day.document(day.drop(REPLY + ANNA.digits))
        resolve(day.office, held.document_id, ANNA, "clerk")
        day.work()
        assert len(find(day.office, ANNA)) == 2

    def test_is_held_if_both_waited_for_the_list(self, day: Workday) -> None:
        """Two workers judge them again at once: the first is not filed yet."""
        both = [day.document(day.drop(REPLY + STRANGER.digits)) for _ in range(2)]
        import_entries(day.office, [entry(STRANGER)], "test")
        for one in both:
            readings = readings_of(day.office, one.document_id)
            with day.office.write() as session:
                judge_again(session, day.office, one.document_id, readings)
        assert [again(day, one).why for one in both] == [Why.FILING, Why.SECOND_REPLY]

    @pytest.mark.parametrize("first", [[REPLY], [NOTICE, REPLY]])
    def test_behind_its_notice_is_held_too(self, day: Workday, first: list[str]) -> None:
        filed = day.document(day.drop(*(one + ANNA.digits for one in first)))
        held = day.document(day.drop(NOTICE + ANNA.digits, REPLY + ANNA.digits))
        assert (filed.outcome, filed.form) == (Outcome.FILED, FORMS[first[0]])
        assert (held.form, held.why) == (FormKind.ISSUANCE_NOTICE, Why.SECOND_REPLY)
        assert held.candidates == (ANNA,)

    def test_is_one_though_the_first_was_filed_anew(self, day: Workday) -> None:
        filed = day.document(day.drop(NOTICE + ANNA.digits, REPLY + ANNA.digits))
        refile(day.office, filed.document_id, BERTA, "clerk", "hers")
        day.work()
        assert day.document(day.drop(REPLY + ANNA.digits)).outcome is Outcome.FILED
        assert day.document(day.drop(REPLY + BERTA.digits)).why is Why.SECOND_REPLY

    def test_is_no_notice_without_one(self, day: Workday) -> None:
        day.drop(NOTICE + ANNA.digits, REPLY + ANNA.digits)
        for _ in range(2):
            assert day.document(day.drop(NOTICE + ANNA.digits)).outcome is Outcome.FILED

    def test_of_somebody_else_is_filed(self, day: Workday) -> None:
        day.drop(REPLY + ANNA.digits)
        assert day.document(day.drop(REPLY + BERTA.digits)).outcome is Outcome.FILED


class TestADocumentThatIsDated:
    """It is the 21st in Japan already."""

    NOW = datetime(2026, 10, 20, 15, 0, tzinfo=UTC)

    @pytest.fixture
    def day(self, day: Workday) -> Workday:
        office = day.office
        day.office = Office(office.settings, office.engine, lambda: self.NOW, ScriptedReader())
        return day

    def test_today_is_filed(self, day: Workday) -> None:
        paper = day.drop(f"{DATED}2026-10-21 {ANNA.digits}")
        assert day.document(paper).outcome is Outcome.FILED

    def test_tomorrow_is_held_with_its_id_and_its_word(self, day: Workday) -> None:
        held = day.document(day.drop(f"{DATED}2026-10-22 {ANNA.digits}"))
        assert (held.outcome, held.why) == (Outcome.HELD, Why.DATED_IN_FUTURE)
        assert held.candidates == (ANNA,)
        told = explain(day.office, held.document_id)
        assert told.today == Doubtful(Why.DATED_IN_FUTURE, (ANNA,))

    def test_tomorrow_is_asked_about_its_pages_first(self, day: Workday) -> None:
        held = day.document(day.drop(f"{DATED}2026-10-22 {ANNA.digits}", *TOO_MANY))
        assert (held.why, held.candidates) == (Why.MISSING_SEPARATOR, (ANNA,))

    def test_tomorrow_is_filed_if_a_person_says_so(self, day: Workday) -> None:
        held = day.document(day.drop(f"{DATED}2026-10-22 {ANNA.digits}"))
        resolve(day.office, held.document_id, ANNA, "clerk")
        day.work()
        assert again(day, held).outcome is Outcome.FILED

    def test_before_its_notice_is_held_where_the_form_says_so(self, day: Workday) -> None:
        forms = day.office.settings.home / "config" / "forms"
        forms.mkdir(parents=True)
        (forms / "receipt.toml").write_text(
            'kind = "receipt"\ntitles = []\ntitle_above = 0.3\nstarts_document = true\n'
            '[dated]\nlabels = ["受領日"]\nnot_before_notice = true\n',
            "utf-8",
        )
        sent = replace(entry(STRANGER), notice_sent_on=date(2026, 10, 2))
        import_entries(day.office, [sent], "test")
        held = day.document(day.drop(f"{DATED}2026-10-01 {STRANGER.digits}"))
        assert (held.why, held.candidates) == (Why.DATED_BEFORE_NOTICE, (STRANGER,))
        filed = day.document(day.drop(f"{DATED}2026-10-02 {STRANGER.digits}"))
        assert filed.outcome is Outcome.FILED


class TestADocumentOfTooManyPages:
    def test_is_held_though_its_id_is_certain(self, day: Workday) -> None:
        held = day.document(day.drop(ANNA.digits, *TOO_MANY))
        assert (held.outcome, held.why) == (Outcome.HELD, Why.MISSING_SEPARATOR)
        assert held.candidates == (ANNA,)
        assert find(day.office, ANNA) == ()

    def test_is_filed_if_a_person_says_so(self, day: Workday) -> None:
        held = day.document(day.drop(ANNA.digits, *TOO_MANY))
        resolve(day.office, held.document_id, ANNA, "clerk")
        day.work()
        assert again(day, held).outcome is Outcome.FILED

    def test_is_held_too_when_it_is_judged_again(self, day: Workday) -> None:
        held = day.document(day.drop(STRANGER.digits, *TOO_MANY))
        assert held.why is Why.KEY_NOT_IN_LEDGER
        import_entries(day.office, [entry(STRANGER)], "test")
        day.work()
        assert again(day, held).why is Why.MISSING_SEPARATOR

    def test_is_two_that_are_filed_where_a_separator_lies_between(self, day: Workday) -> None:
        day.drop(ANNA.digits, *TOO_MANY[4:], SEPARATOR, BERTA.digits, *TOO_MANY[4:])
        assert len(find(day.office, ANNA)) == len(find(day.office, BERTA)) == 1
