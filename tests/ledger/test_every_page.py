"""Every page of a document says whose it is, or a person looks."""

from datetime import date

import pytest

from ledger.every_page import unaccounted
from ledger.evidence import Candidate, DocumentFacts, Line, Person, Witness
from ledger.forms import FormKind
from ledger.ids import ApplicationId

ID = ApplicationId("57544551344199156220273")
SATO = Person(ID, "佐藤　健一", "サトウ　ケンイチ", date(1988, 8, 3))
CARD, POWER = FormKind.IDENTITY_DOCUMENT_COPY, FormKind.POWER_OF_ATTORNEY


def document(*rows: str, form: FormKind = CARD, first: str = "氏名 佐藤 健一") -> DocumentFacts:
    """The person's paper, and one page behind it."""
    lines = (Line(1, first, FormKind.RECEIPT), *(Line(2, row, form) for row in rows))
    return DocumentFacts(FormKind.RECEIPT, (Candidate(ID, Witness.PRINT, "ppocr", 1),), lines)


@pytest.mark.parametrize(
    "row",
    [
        "氏名 佐藤 健一",
        "佐藤 健一",
        "サトウ ケンイチ",
        "昭和63年8月3日生",
    ],
)
def test_a_page_that_shows_a_field_of_the_entry_is_accounted_for(row: str) -> None:
    assert unaccounted(SATO, document("健康保険被保険者証", row)) == ()


@pytest.mark.parametrize(
    "rows",
    [
        ("診察券", "ミツオカ ミホ"),
        ("社員証", "氏名 坂本 真一"),
        ("在留カード", "TRAN VAN MINH", "1999年7月2日"),
        ("氏名 佐藤 徳一",),  # one letter off: a brother's
        ("読めない",),
        ("氏名 西田 正介", "昭和63年8月3日生"),  # born on the same day
        ("フリガナ サトウ ケンイチ", "氏名 佐東 謙市"),  # called alike, written otherwise
    ],
)
def test_a_page_that_shows_none_is_not(rows: tuple[str, ...]) -> None:
    assert unaccounted(SATO, document(*rows)) == (2,)


def test_separators_around_the_document_say_it() -> None:
    laid = document("診察券", "ミツオカ ミホ")
    apart = DocumentFacts(laid.form, laid.candidates, laid.lines, is_set_apart=True)
    assert unaccounted(SATO, apart) == ()


@pytest.mark.parametrize(("witness", "left"), [(Witness.CODE, ()), (Witness.PRINT, (1,))])
def test_a_page_that_carries_the_code_needs_nothing_else(
    witness: Witness, left: tuple[int, ...]
) -> None:
    read = (Candidate(ID, witness, "a reader", 1),)
    facts = DocumentFacts(FormKind.RECEIPT, read, (Line(1, "受領書"),))
    assert unaccounted(SATO, facts) == left


class TestAProxy:
    POWER_OF_SATO = ("委任状", "代理人 氏名 田中 実", "委任者 氏名 佐藤 健一")

    def test_of_whom_the_papers_speak_may_show_a_card(self) -> None:
        lines = (
            *document(*self.POWER_OF_SATO, form=POWER).lines,
            Line(3, "運転免許証", CARD),
            Line(3, "氏名 田中 実", CARD),
        )
        facts = DocumentFacts(FormKind.RECEIPT, document().candidates, lines)
        assert unaccounted(SATO, facts) == ()

    def test_is_not_the_one_who_gave_the_power(self) -> None:
        power = ("委任状", "代理人 住所 北区 1-2", "氏名 佐藤 健一", "委任者 氏名 田中 実")
        assert unaccounted(SATO, document(*power, form=POWER)) == (2,)

    def test_named_on_a_power_of_attorney_alone_does_not_account_for_it(self) -> None:
        power = document("委任状", "代理人 氏名 岡田 恵", "委任者 氏名 田中 実", form=POWER)
        proxy = Line(1, "代理人 氏名 岡田 恵", FormKind.RECEIPT)
        facts = DocumentFacts(power.form, power.candidates, (proxy, *power.lines))
        assert unaccounted(SATO, facts) == (2,)
