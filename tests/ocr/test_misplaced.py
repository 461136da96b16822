"""A document that may be two persons' says so, whatever ID stands on it."""

from dataclasses import replace

from ledger.evidence import Candidate, Witness
from ledger.forms import FormKind
from ledger.ids import ApplicationId
from ledger.scans import PageRole
from ledger.why import Why
from ocr.reading import Reading
from ocr.separate import separate

ONE, TWO = "1" * 23, "2" * 23
SATO = ("氏名　佐藤 健一", "生年月日　昭和50年4月3日")
MORI = ("氏名　森 美咲子", "生年月日　平成2年11月20日")
OPENING = {FormKind.RECEIPT, FormKind.APPLICATION_FORM, FormKind.ISSUANCE_NOTICE}
RECEIPT, COPY = FormKind.RECEIPT, FormKind.IDENTITY_DOCUMENT_COPY
POWER = FormKind.POWER_OF_ATTORNEY


def page(form: FormKind, digits: str = "", lines: tuple[str, ...] = ()) -> Reading:
    found = (Candidate(ApplicationId(digits), Witness.PRINT, "someone", 0),) if digits else ()
    opens, role = form in OPENING, PageRole.CONTENT
    return Reading(0, 0, 9, 9, 200, role, form, opens, (), lines, (), found)


def doubts(*pages: Reading, most: int = 8) -> list[tuple[tuple[int, ...], Why | None]]:
    numbered = [replace(one, page=number) for number, one in enumerate(pages, start=1)]
    found = separate(numbered, {RECEIPT: most})
    return [(document.pages, document.doubt) for document in found.documents]


class TestAMissingSeparator:
    def test_is_suspected_when_there_are_more_pages_than_the_form_has(self) -> None:
        pages = (page(RECEIPT, ONE), page(COPY), page(COPY))
        assert doubts(*pages, most=2) == [((1, 2, 3), Why.MISSING_SEPARATOR)]
        assert doubts(*pages, most=3) == [((1, 2, 3), None)]

    def test_is_not_when_a_notice_and_a_receipt_carry_one_id(self) -> None:
        pages = page(FormKind.ISSUANCE_NOTICE, ONE), page(RECEIPT, ONE)
        assert doubts(*pages) == [((1, 2), None)]


class TestASwappedPage:
    def test_names_the_person_of_the_next_document(self) -> None:
        assert doubts(page(RECEIPT, ONE, SATO), page(COPY, "", MORI), page(RECEIPT, TWO, MORI)) == [
            ((1, 2), Why.SWAPPED_PAGE),
            ((3,), None),
        ]

    def test_names_the_person_of_the_last_document(self) -> None:
        pages = page(RECEIPT, ONE, SATO), page(RECEIPT, TWO, MORI), page(COPY, "", SATO[1:])
        assert doubts(*pages) == [((1,), None), ((2, 3), Why.SWAPPED_PAGE)]

    def test_carries_the_id_of_the_next_document(self) -> None:
        both = page(FormKind.ISSUANCE_NOTICE, ONE)
        second = replace(both, candidates=(*both.candidates, *page(COPY, TWO).candidates))
        assert doubts(page(RECEIPT, ONE), second, page(RECEIPT, TWO)) == [
            ((1, 2), Why.SWAPPED_PAGE),
            ((3,), None),
        ]

    def test_is_a_copy_of_the_card_of_somebody_whom_nobody_names(self) -> None:
        pages = page(RECEIPT, ONE, SATO), page(COPY, "", MORI)
        assert doubts(*pages) == [((1, 2), Why.SWAPPED_PAGE)]

    def test_is_not_the_card_of_a_proxy(self) -> None:
        proxy = ("（代理人）", *MORI, "（委任者）", *SATO)
        pages = page(RECEIPT, ONE, SATO), page(COPY, "", MORI), page(POWER, "", proxy)
        assert doubts(*pages) == [((1, 2, 3), None)]

    def test_may_be_the_card_of_a_proxy_whose_name_could_not_be_read(self) -> None:
        pages = page(RECEIPT, ONE, SATO), page(COPY, "", MORI), page(POWER)
        assert doubts(*pages) == [((1, 2, 3), None)]

    def test_is_not_excused_by_another_page_of_the_same_stranger(self) -> None:
        pages = page(RECEIPT, ONE, SATO), page(COPY, "", MORI), page(COPY, "", MORI)
        assert doubts(*pages) == [((1, 2, 3), Why.SWAPPED_PAGE)]

    def test_is_not_one_of_the_same_persons_other_paper(self) -> None:
        pages = page(RECEIPT, ONE), page(COPY, "", SATO), page(RECEIPT, ONE, SATO)
        assert doubts(*pages) == [((1, 2), None), ((3,), None)]

    def test_is_not_one_that_names_its_own_document_too(self) -> None:
        pages = page(RECEIPT, ONE, SATO), page(COPY, "", SATO + MORI), page(RECEIPT, TWO, MORI)
        assert doubts(*pages) == [((1, 2), None), ((3,), None)]

    def test_is_not_one_that_names_nobody(self) -> None:
        assert doubts(page(RECEIPT, ONE, SATO), page(COPY), page(RECEIPT, TWO, MORI)) == [
            ((1, 2), None),
            ((3,), None),
        ]
