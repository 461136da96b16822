"""A paper opens the entry that it is filed under, where its form file says so, and only once."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TypeVar

import pytest

from config import settings as config_of_the_program
from hikae.bookkeeping import import_entries
from hikae.cli.exits import Exit
from hikae.deciding import refile
from hikae.finding import find
from hikae.jobs import SCAN, job_id
from hikae.office import MACHINE
from hikae.pipeline import process
from ledger import chain
from ledger.accounts import arrivals, balance
from ledger.book import Book
from ledger.events import Event, EventKind
from ledger.ids import ApplicationId
from ledger.records import DocumentRecord, EntryRecord
from ledger.scans import Outcome
from ledger.states import Stage, State
from ledger.why import Why
from tests.hikae.commands import hikae
from tests.hikae.scripted import APPLICATION, SLOW, UNSEEN, InterruptedSteps, PowerCutError
from tests.hikae.workday import ANNA, STRANGER, Workday, entry

R = TypeVar("R")

PAPER = f"{APPLICATION}{STRANGER.digits} 見本 太郎"
TARO = replace(entry(STRANGER), name="見本　太郎", kana="ミホン　タロウ")


@pytest.fixture
def day(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workday]:
    monkeypatch.setenv("HIKAE_LANGUAGE", "en")
    shipped = Path(config_of_the_program.__file__).with_name("forms") / "application_form.toml"
    own = home / "config" / "forms" / shipped.name
    own.parent.mkdir(parents=True)
    own.write_text('unknown_to_ledger = "open"\n' + shipped.read_text("utf-8"), "utf-8")
    day = Workday.begin(home)
    yield day
    with day.office.read() as session:
        assert balance(session).problems == ()
        assert chain.verify(session).holds
    day.end()


def history(day: Workday, application_id: ApplicationId = STRANGER) -> tuple[Event, ...]:
    with day.office.read() as session:
        return Book(session).events(application_id)


def kinds(day: Workday) -> list[EventKind]:
    return [event.kind for event in history(day)]


def the_entry(day: Workday) -> EntryRecord:
    with day.office.read() as session:
        return Book(session).entry(STRANGER)


OPENED = [EventKind.OPENED_BY_PAPER, EventKind.DOCUMENT_ATTACHED]


class TestAPaperOfAnApplicationThatIsInNoList:
    def test_opens_its_entry_and_is_the_evidence(self, day: Workday) -> None:
        document = day.document(day.drop(PAPER))
        assert (document.outcome, document.application_id) == (Outcome.FILED, STRANGER)
        opened, attached = history(day)
        assert (opened.kind, opened.by) == (EventKind.OPENED_BY_PAPER, MACHINE)
        assert (opened.evidence, opened.document_id) == (document.key, document.document_id)
        assert attached.event_id == document.event_id
        assert the_entry(day).state == State(Stage.APPLICATION_RECEIVED)

    def test_is_joined_by_the_next_of_the_same_application(self, day: Workday) -> None:
        day.drop(PAPER)
        second = day.document(day.drop(PAPER))
        assert second.outcome is Outcome.FILED
        assert second.proof is not None
        assert not second.proof.opens_entry
        assert kinds(day) == [*OPENED, EventKind.DOCUMENT_ATTACHED]

    def test_is_joined_by_another_that_was_decided_at_the_same_time(self, day: Workday) -> None:
        both = [day.take_in(PAPER, file="one.pdf")]
        day.serial += 1
        both.append(day.take_in(PAPER, file="two.pdf"))
        with day.office.read() as session:
            one, two = (arrival.sha256 for arrival in arrivals(session, both))
        steps = MeanwhileSteps(day, lambda: process(two, 1, plain(day)))
        process(one, 1, steps)
        assert kinds(day) == [*OPENED, EventKind.DOCUMENT_ATTACHED]
        assert len(find(day.office, STRANGER)) == 2

    def test_waits_where_it_names_somebody_of_the_ledger(self, day: Workday) -> None:
        held = day.document(day.drop(f"{APPLICATION}{STRANGER.digits} 試験 花子"))
        assert (held.outcome, held.why) == (Outcome.HELD, Why.KEY_NOT_IN_LEDGER)
        assert history(day) == ()

    def test_is_looked_at_as_closely_as_can_be_before(self, day: Workday) -> None:
        held = day.document(day.drop(f"{APPLICATION}{STRANGER.digits} {UNSEEN}試験 花子"))
        assert (held.outcome, held.why) == (Outcome.HELD, Why.KEY_NOT_IN_LEDGER)
        seen = day.document(day.drop(f"{APPLICATION}{STRANGER.digits} {UNSEEN}見本 太郎"))
        assert seen.outcome is Outcome.FILED

    def test_waits_where_its_form_is_another(self, day: Workday) -> None:
        assert day.document(day.drop(STRANGER.digits)).why is Why.KEY_NOT_IN_LEDGER

    def test_lets_papers_be_judged_again_that_waited_for_the_entry(self, day: Workday) -> None:
        receipt = day.drop(f"{SLOW}{STRANGER.digits} 見本 太郎")
        day.drop(PAPER)
        day.work()
        assert day.document(receipt).why is Why.NO_SECOND_INK  # not all of its text was read
        import_entries(day.office, [TARO], "test")
        day.work()
        assert day.document(receipt).outcome is Outcome.FILED

    def test_may_turn_out_to_be_somebody_elses(self, day: Workday) -> None:
        document = day.document(day.drop(PAPER))
        refile(day.office, document.document_id, ANNA, "clerk", "読み違い")
        day.work()
        assert kinds(day) == [*OPENED, EventKind.DOCUMENT_WITHDRAWN]
        assert find(day.office, STRANGER) == ()


def test_a_paper_waits_where_the_form_file_does_not_say_open(day: Workday) -> None:
    shutil.rmtree(day.office.settings.home / "config" / "forms")
    assert day.document(day.drop(PAPER)).why is Why.KEY_NOT_IN_LEDGER
    assert history(day) == ()


class TestAListThatComesAfterwards:
    def test_says_whose_the_entry_is(self, day: Workday) -> None:
        day.drop(PAPER)
        assert import_entries(day.office, [TARO], "tanaka")[0] == 1
        assert (the_entry(day).name, the_entry(day).state) == (TARO.name, TARO.state)
        assert kinds(day) == [*OPENED, EventKind.FACTS_ADDED]

    def test_a_second_time_changes_nothing(self, day: Workday) -> None:
        day.drop(PAPER)
        import_entries(day.office, [TARO], "tanaka")
        assert import_entries(day.office, [TARO], "tanaka") == (0, 0)


class TestAListThatComesBetweenDecisionAndFiling:
    def test_has_the_paper_filed_if_it_names_the_same_person(self, day: Workday) -> None:
        document = self.meanwhile(day, TARO.name)
        assert (document.outcome, document.application_id) == (Outcome.FILED, STRANGER)
        assert kinds(day) == [EventKind.IMPORTED, EventKind.DOCUMENT_ATTACHED]

    def test_has_it_held_if_it_names_another(self, day: Workday) -> None:
        document = self.meanwhile(day, "別　人子")
        assert (document.outcome, document.why) == (Outcome.HELD, Why.SECOND_INK_DIFFERS)
        assert kinds(day) == [EventKind.IMPORTED]

    def meanwhile(self, day: Workday, name: str) -> DocumentRecord:
        taken = day.take_in(PAPER, file="scan.pdf")
        with day.office.read() as session:
            [arrival] = arrivals(session, [taken])
        line = replace(entry(STRANGER), name=name)
        steps = MeanwhileSteps(day, lambda: import_entries(day.office, [line], "test"))
        process(arrival.sha256, 1, steps)
        day.done.add(job_id(SCAN, arrival.sha256, 1))
        day.work()
        return day.document(arrival)


def test_a_power_cut_at_any_step_opens_it_once(day: Workday) -> None:
    for at in count():
        who = ApplicationId(f"{9 * 10**22 + at * 10**6:023d}")
        taken = day.take_in(f"{APPLICATION}{who.digits} 見本 太郎", file=f"{at}.pdf")
        with day.office.read() as session:
            [arrival] = arrivals(session, [taken])
        power = Power(at)
        memory: dict[str, object] = {}
        for _attempt in range(2):
            try:
                process(arrival.sha256, 1, InterruptedSteps(day.office, memory, power.goes_out))
            except PowerCutError:
                continue
        assert [event.kind for event in history(day, who)] == OPENED
        if power.asked <= at:
            break


def test_a_step_that_forgot_what_it_did_does_nothing_twice(day: Workday) -> None:
    arrival = day.drop(PAPER)
    for _again in range(2):
        process(arrival.sha256, 1, plain(day))
    assert kinds(day) == OPENED


class TestOnTheCommandLine:
    def test_it_is_shown_as_opened_by_a_paper_until_a_list_names_it(self, day: Workday) -> None:
        document = day.document(day.drop(PAPER))
        home = day.office.settings.home
        shown = hikae(home, "ledger", "show", STRANGER.digits)
        assert shown.out.splitlines()[0] == "opened by a paper, unlisted"
        assert "opened by a paper, unlisted" in hikae(home, "ledger", "list").out
        assert "no list has said yet whose it is" in hikae(home, "find", STRANGER.digits).out
        assert "a paper opens its entry" in hikae(home, "why", document.document_id).out
        told = hikae(home, "why", document.document_id, "--json").json
        assert (told["proof"]["opens_entry"], told["entry"]) == (True, STRANGER.digits)
        assert hikae(home, "ledger", "verify").exit_code == Exit.OK
        import_entries(day.office, [TARO], "tanaka")
        assert "no list" not in hikae(home, "find", STRANGER.digits).out
        listed = hikae(home, "ledger", "show", STRANGER.digits)
        assert listed.out.startswith("見本　太郎 (ミホン　タロウ)")
        assert "facts added from a list" in listed.out

    def test_its_name_is_empty_in_a_list_that_goes_out(self, day: Workday, tmp_path: Path) -> None:
        day.drop(PAPER)
        written = tmp_path / "out.csv"
        home = day.office.settings.home
        assert hikae(home, "ledger", "export", str(written)).exit_code == Exit.OK
        [line] = [one for one in written.read_text("utf-8").splitlines() if STRANGER.digits in one]
        assert line.startswith(f'"=""{STRANGER.digits}""",,')
        again = hikae(home, "ledger", "import", str(written))
        assert again.exit_code == Exit.BAD_INPUT
        assert "name is empty" in again.err


class Power:
    """Goes out once, at the given opportunity."""

    def __init__(self, at: int) -> None:
        self._at, self.asked = at, 0

    def goes_out(self) -> bool:
        self.asked += 1
        return self.asked == self._at + 1


def plain(day: Workday) -> InterruptedSteps:
    return InterruptedSteps(day.office, {}, lambda: False)


class MeanwhileSteps(InterruptedSteps):
    """After the first document was composed something else happens, before it is recorded."""

    def __init__(self, day: Workday, happens: Callable[[], object]) -> None:
        super().__init__(day.office, {}, lambda: False)
        self._happens: list[Callable[[], object]] = [happens]

    def do(self, name: str, step: Callable[..., R], *args: object) -> R:
        """See `hikae.pipeline.Steps`."""
        answer = super().do(name, step, *args)
        if name == "compose" and self._happens:
            self._happens.pop()()
        return answer
