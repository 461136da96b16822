"""An ID that the ledger does not know is accepted where the form says so, on code and print."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from ledger.evidence import (
    Candidate,
    DocumentFacts,
    Doubtful,
    Identified,
    Known,
    Line,
    Margin,
    Person,
    Witness,
)
from ledger.forms import FormKind
from ledger.identify import identify
from ledger.ids import ApplicationId
from ledger.margin import on_record
from ledger.why import Why
from tests.ledger.test_identify import (
    BELOW,
    BIRTH,
    ID,
    NAME,
    NEIGHBOUR,
    OKADA,
    SATO,
    STRANGER,
    TANAKA,
    TODAY,
    agreed,
    code,
    facts,
    known,
    print_,
)

FORM = "application_form.toml"
BOTH = (code(ID), print_(ID))
NOBODY = known(TANAKA)  # of whom the paper says anything


def paper(*candidates: Candidate, lines: Iterable[str] = (NAME, BIRTH)) -> DocumentFacts:
    return replace(facts(*candidates, lines=lines), form_file=FORM)


def judged(
    document: DocumentFacts, ledger: Known, opening: Collection[str] = frozenset({FORM})
) -> Identified | Doubtful:
    return identify(document, ledger, TODAY, opening)


def told(document: DocumentFacts, ledger: Known) -> Why | None:
    answer = judged(document, ledger)
    if isinstance(answer, Identified):
        assert answer.application_id == ID
        assert answer.proof.opens_entry
        return None
    return answer.why


class TestAPaperOfAFormThatMayOpenAnEntry:
    def test_does_so_if_code_and_print_agree(self) -> None:
        answer = judged(paper(*BOTH), NOBODY)
        assert isinstance(answer, Identified)
        assert answer.application_id == ID
        assert answer.proof.opens_entry
        assert answer.proof.witnesses == (Witness.CODE, Witness.PRINT)

    def test_does_so_too_with_a_cover_sheet(self) -> None:
        cover = Candidate(ID, Witness.CODE, "cover-sheet", 1)
        assert told(paper(cover, print_(ID)), NOBODY) is None

    @pytest.mark.parametrize("candidates", [(code(ID),), (code(ID), code(ID)), agreed(ID)])
    def test_waits_on_one_ink(self, candidates: tuple[Candidate, ...]) -> None:
        assert told(paper(*candidates), NOBODY) is Why.KEY_NOT_IN_LEDGER

    def test_waits_when_anything_else_was_read_as_an_id(self) -> None:
        misread = print_(ApplicationId("57544551344199156220299"))
        assert told(paper(*BOTH, misread), known(OKADA)) is Why.KEY_NOT_IN_LEDGER
        assert told(paper(*BOTH, code(STRANGER)), known(OKADA)) is Why.MULTI_PERSON
        below = (print_(STRANGER, box=BELOW), print_(STRANGER, "tesseract-row", BELOW))
        assert told(paper(*BOTH, *below), known(OKADA)) is Why.KEY_CONFLICT

    def test_waits_when_a_living_number_stands_on_it(self) -> None:
        assert told(paper(*BOTH, print_(STRANGER)), known(TANAKA)) is Why.KEY_CONFLICT

    @pytest.mark.parametrize(
        "line",
        ["氏名 岡田 恵", "フリガナ オカダ メグミ", "昭和29年5月6日", "12345678901", "A1B123456"],
    )
    def test_waits_when_it_says_anything_of_somebody_with_such_a_number(self, line: str) -> None:
        okada = replace(OKADA, tracking_number="12345678901", notice_number="A1B123456")
        assert told(paper(*BOTH, lines=[NAME, line]), known(okada)) is Why.KEY_NOT_IN_LEDGER
        assert told(paper(*BOTH, lines=[NAME]), known(okada)) is None

    def test_waits_when_a_copy_behind_it_does(self) -> None:
        behind = Line(2, "氏名 岡田 恵", FormKind.IDENTITY_DOCUMENT_COPY)
        document = paper(*BOTH)
        more = replace(document, lines=(*document.lines, behind))
        assert told(more, known(OKADA)) is Why.KEY_NOT_IN_LEDGER

    def test_waits_when_it_names_somebody_of_the_ledger(self) -> None:
        ledger = replace(known(OKADA), named=(TANAKA,))
        assert told(paper(*BOTH, lines=["氏名 田中 実"]), ledger) is Why.KEY_NOT_IN_LEDGER

    def test_waits_until_all_its_text_was_read(self) -> None:
        document = replace(paper(*BOTH), text_complete=False)
        assert told(document, NOBODY) is Why.KEY_NOT_IN_LEDGER

    def test_waits_when_it_was_signed_on_a_day_to_come(self) -> None:
        document = replace(paper(*BOTH), dates=(date(2030, 1, 1), TODAY + timedelta(days=1)))
        assert told(document, NOBODY) is Why.DATED_IN_FUTURE

    def test_waits_with_pins_on_it(self) -> None:
        document = replace(paper(*BOTH), form=FormKind.PIN_SETTING_REQUEST)
        assert told(document, NOBODY) is Why.PIN_VISIBLE

    def test_opens_nothing_for_an_id_that_the_ledger_knows(self) -> None:
        answer = judged(paper(*BOTH), known(SATO))
        assert isinstance(answer, Identified)
        assert not answer.proof.opens_entry

    def test_has_the_next_living_number_on_record(self) -> None:
        document, ledger = paper(*BOTH), known(OKADA)
        answer = judged(document, ledger)
        assert isinstance(answer, Identified)
        assert on_record(answer, document, ledger, ()).margin == Margin(NEIGHBOUR, 1)


@pytest.mark.parametrize("opening", [set(), {"receipt.toml"}, {""}])
def test_a_paper_of_any_other_form_waits(opening: set[str]) -> None:
    answer = judged(paper(*BOTH), NOBODY, opening)
    assert isinstance(answer, Doubtful)
    assert answer.why is Why.KEY_NOT_IN_LEDGER
    assert answer.candidates == (ID,)


class TestAnEntryThatAPaperOpened:
    BARE = Person(ID, "", "", None)

    def test_takes_further_papers_on_code_and_print_whatever_their_form(self) -> None:
        answer = judged(facts(*BOTH), known(self.BARE))
        assert isinstance(answer, Identified)
        assert not answer.proof.opens_entry

    @pytest.mark.parametrize("candidates", [(code(ID),), agreed(ID), (*BOTH, print_(STRANGER))])
    def test_takes_none_on_less(self, candidates: tuple[Candidate, ...]) -> None:
        answer = judged(facts(*candidates), known(self.BARE))
        assert isinstance(answer, Doubtful)
        assert answer.why in (Why.NO_SECOND_INK, Why.KEY_CONFLICT)

    def test_takes_none_that_names_somebody_else_of_the_ledger(self) -> None:
        ledger = replace(known(self.BARE), named=(TANAKA,))
        answer = judged(facts(*BOTH, lines=["氏名 田中 実"]), ledger)
        assert isinstance(answer, Doubtful)
        assert answer.why is Why.SECOND_INK_DIFFERS

    def test_confirms_and_contradicts_nobody_elses_paper(self) -> None:
        bare = replace(self.BARE, application_id=NEIGHBOUR)
        assert isinstance(judged(facts(*agreed(ID)), known(SATO, bare)), Identified)
        assert told(paper(*BOTH), known(bare)) is None


def test_a_date_of_birth_alone_is_nobodys() -> None:
    born = replace(TANAKA, birth_date=date(1988, 8, 3))
    assert told(paper(*BOTH), known(born)) is None  # no number like this one
