"""Which pages belong together: each page in one place, and in doubt apart."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st

from ledger.evidence import Candidate, DocumentFacts, Witness
from ledger.forms import FormKind
from ledger.ids import ApplicationId
from ledger.scans import PageRole
from ocr.form import DayOfSigning
from ocr.reading import Reading
from ocr.separate import separate

ONE, TWO = "1" * 23, "2" * 23
OPENING = {
    *(FormKind.APPLICATION_FORM, FormKind.ISSUANCE_NOTICE, FormKind.RECEIPT),
    *(FormKind.RETURNED_MAIL, FormKind.PIN_SETTING_REQUEST, FormKind.CONSENT_FORM),
}
COVER = "cover-sheet"
SATO = ("氏名　佐藤 健一", "生年月日　昭和50年4月3日")
MORI = ("氏名　森 美咲子", "生年月日　平成2年11月20日")
MANDATE = ("（代理人）", "氏名　森 美咲子", "（委任者）")
PROXY = ("（代理人）", "氏名　佐藤 花子", "生年月日　昭和52年1月9日", "（委任者）")


def page(
    number: int,
    form: FormKind = FormKind.UNKNOWN,
    *ids: str,
    role: PageRole = PageRole.CONTENT,
    reader: str = "tesseract-page",
    lines: tuple[str, ...] = (),
) -> Reading:
    witness = Witness.CODE if reader == COVER else Witness.PRINT
    found = tuple(Candidate(ApplicationId(one), witness, reader, number) for one in ids)
    text = lines or (f"page {number}",)
    return Reading(number, 0, 9, 9, 200, role, form, form in OPENING, (), text, (), found)


def blank(number: int) -> Reading:
    return page(number, role=PageRole.BLANK)


def separator(number: int) -> Reading:
    return page(number, role=PageRole.SEPARATOR)


def cover_sheet(number: int, digits: str = ONE) -> Reading:
    return page(number, FormKind.UNKNOWN, digits, role=PageRole.SEPARATOR, reader=COVER)


def grouped(*readings: Reading) -> list[tuple[int, ...]]:
    return [document.pages for document in separate(readings).documents]


def test_a_document_is_of_the_form_file_that_its_title_fits() -> None:
    copy = replace(page(1, FormKind.IDENTITY_DOCUMENT_COPY), form_file="copy.toml")
    receipt = replace(page(2, FormKind.RECEIPT, ONE), form_file="receipt.toml")
    first, second = separate([copy, receipt]).documents
    assert (first.facts.form_file, second.facts.form_file) == ("copy.toml", "receipt.toml")
    [joined] = separate([receipt, replace(copy, page=3)]).documents
    assert joined.facts.form_file == "receipt.toml"


class TestADocumentBegins:
    def test_behind_a_separator(self) -> None:
        assert grouped(
            page(1, FormKind.RECEIPT, ONE), separator(2), page(3, FormKind.RECEIPT, ONE)
        ) == [(1,), (3,)]

    def test_with_another_id(self) -> None:
        assert grouped(
            page(1, FormKind.RECEIPT, ONE), page(2, FormKind.IDENTITY_DOCUMENT_COPY, TWO)
        ) == [(1,), (2,)]

    def test_with_an_id_that_differs_in_one_digit_only(self) -> None:
        near = ONE[:-1] + "2"
        assert grouped(page(1, FormKind.RECEIPT, ONE), page(2, FormKind.RECEIPT, near)) == [
            (1,),
            (2,),
        ]

    def test_with_a_title_that_starts_one_though_its_id_cannot_be_read(self) -> None:
        assert grouped(page(1, FormKind.RECEIPT, ONE), page(2, FormKind.RECEIPT)) == [(1,), (2,)]

    def test_with_a_page_of_which_nothing_is_known(self) -> None:
        assert grouped(page(1, FormKind.RECEIPT, ONE), page(2)) == [(1,), (2,)]

    def test_with_a_reply_that_answers_no_notice(self) -> None:
        assert grouped(page(1, FormKind.RECEIPT, ONE), page(2, FormKind.REPLY_FORM)) == [(1,), (2,)]

    def test_with_a_second_reply_behind_one_notice(self) -> None:
        assert grouped(
            page(1, FormKind.ISSUANCE_NOTICE, ONE),
            page(2, FormKind.REPLY_FORM),
            page(3, FormKind.REPLY_FORM),
        ) == [(1, 2), (3,)]

    def test_with_a_second_power_of_attorney(self) -> None:
        assert grouped(
            page(1, FormKind.RECEIPT, ONE),
            page(2, FormKind.POWER_OF_ATTORNEY),
            page(3, FormKind.IDENTITY_DOCUMENT_COPY),
            page(4, FormKind.POWER_OF_ATTORNEY),
        ) == [(1, 2, 3), (4,)]

    def test_with_a_second_power_of_attorney_that_names_a_twin(self) -> None:
        assert grouped(
            page(1, FormKind.RECEIPT, ONE, lines=SATO),
            page(2, FormKind.POWER_OF_ATTORNEY, lines=(*PROXY, *SATO)),
            page(3, FormKind.POWER_OF_ATTORNEY, lines=(*PROXY, "氏名　佐藤 健二", SATO[1])),
        ) == [(1, 2), (3,)]

    def test_with_a_power_of_attorney_that_somebody_else_gave(self) -> None:
        assert grouped(
            page(1, FormKind.RECEIPT, ONE, lines=SATO),
            page(2, FormKind.POWER_OF_ATTORNEY, lines=(*PROXY, "（委任者）", *MORI)),
        ) == [(1,), (2,)]

    def test_with_a_first_page_that_names_the_same_person_but_no_id(self) -> None:
        assert grouped(
            page(1, FormKind.ISSUANCE_NOTICE, ONE, lines=SATO),
            page(2, FormKind.RECEIPT, lines=SATO),
        ) == [(1,), (2,)]


class TestADocumentGoesOn:
    def test_with_attachments(self) -> None:
        assert grouped(
            page(1, FormKind.APPLICATION_FORM, ONE),
            page(2, FormKind.POWER_OF_ATTORNEY),
            page(3, FormKind.IDENTITY_DOCUMENT_COPY),
        ) == [(1, 2, 3)]

    def test_with_a_form_that_carries_the_same_id(self) -> None:
        assert grouped(
            page(1, FormKind.RETURNED_MAIL, ONE), page(2, FormKind.ISSUANCE_NOTICE, ONE, TWO)
        ) == [(1, 2)]

    def test_with_the_reply_to_its_notice(self) -> None:
        assert grouped(page(1, FormKind.ISSUANCE_NOTICE, ONE), page(2, FormKind.REPLY_FORM)) == [
            (1, 2)
        ]

    def test_with_more_than_one_copy_of_identity_documents(self) -> None:
        assert grouped(
            page(1, FormKind.RECEIPT, ONE),
            page(2, FormKind.IDENTITY_DOCUMENT_COPY),
            page(3, FormKind.IDENTITY_DOCUMENT_COPY),
        ) == [(1, 2, 3)]

    def test_with_a_second_power_of_attorney_of_the_same_person(self) -> None:
        assert grouped(
            page(1, FormKind.RECEIPT, ONE, lines=SATO),
            page(2, FormKind.POWER_OF_ATTORNEY, lines=(*PROXY, *SATO)),
            page(3, FormKind.POWER_OF_ATTORNEY, lines=(*MANDATE, *SATO)),
        ) == [(1, 2, 3)]

    def test_with_an_unknown_page_that_names_its_person(self) -> None:
        assert grouped(page(1, FormKind.RECEIPT, ONE, lines=SATO), page(2, lines=SATO)) == [(1, 2)]

    def test_with_the_printed_back_of_a_form(self) -> None:
        back = page(2, lines=("受け取りには本人確認書類をお持ちください。",) * 4)
        assert grouped(page(1, FormKind.ISSUANCE_NOTICE, ONE), back) == [(1, 2)]

    def test_over_blank_backs(self) -> None:
        found = separate(
            [
                page(1, FormKind.RECEIPT, ONE),
                blank(2),
                page(3, FormKind.POWER_OF_ATTORNEY),
                blank(4),
            ]
        )
        assert [document.pages for document in found.documents] == [(1, 3)]
        assert found.blank == (2, 4)


class TestSeparators:
    def test_cut_once_though_the_code_shines_through_to_the_back(self) -> None:
        found = separate([separator(1), separator(2), page(3, FormKind.RECEIPT, ONE)])
        assert [document.pages for document in found.documents] == [(3,)]
        assert found.separators == (1, 2)

    def test_cut_before_an_attachment(self) -> None:
        assert grouped(
            page(1, FormKind.RECEIPT, ONE), separator(2), page(3, FormKind.POWER_OF_ATTORNEY)
        ) == [(1,), (3,)]


class TestACoverSheet:
    def test_names_the_document_that_follows(self) -> None:
        cover = page(1, FormKind.UNKNOWN, ONE, role=PageRole.SEPARATOR, reader=COVER)
        found = separate([cover, blank(2), page(3, FormKind.RECEIPT), separator(4), page(5)])
        first, second = found.documents
        assert [(one.application_id.digits, one.witness) for one in first.facts.candidates] == [
            (ONE, Witness.CODE)
        ]
        assert second.facts.candidates == ()

    def test_names_nothing_behind_a_separator_that_lies_in_between(self) -> None:
        found = separate([cover_sheet(1), separator(2), page(3, FormKind.RECEIPT)])
        assert [document.facts.candidates for document in found.documents] == [()]

    def test_names_nothing_behind_the_next_cover_sheet(self) -> None:
        found = separate([cover_sheet(1), cover_sheet(2, TWO), page(3, FormKind.RECEIPT)])
        (document,) = found.documents
        assert [one.application_id.digits for one in document.facts.candidates] == [TWO]

    def test_names_one_document_only(self) -> None:
        found = separate([cover_sheet(1), page(2, FormKind.RECEIPT), page(3, FormKind.RECEIPT)])
        assert [len(document.facts.candidates) for document in found.documents] == [1, 0]

    def test_keeps_a_form_with_its_id_in_the_document(self) -> None:
        cover = page(1, FormKind.UNKNOWN, ONE, role=PageRole.SEPARATOR, reader=COVER)
        assert grouped(cover, page(2), page(3, FormKind.RECEIPT, ONE)) == [(2, 3)]


class TestFacts:
    def test_take_their_form_from_the_first_page_that_starts_a_document(self) -> None:
        (document,) = separate(
            [page(1, FormKind.IDENTITY_DOCUMENT_COPY, ONE), page(2, FormKind.RECEIPT, ONE)]
        ).documents
        assert document.form is document.facts.form is FormKind.RECEIPT

    def test_carry_the_lines_of_all_pages(self) -> None:
        (document,) = separate(
            [page(1, FormKind.RECEIPT, ONE), page(2, FormKind.POWER_OF_ATTORNEY)]
        ).documents
        assert [(line.page, line.text) for line in document.facts.lines] == [
            (1, "page 1"),
            (2, "page 2"),
        ]

    def test_know_of_each_line_on_which_form_it_stands(self) -> None:
        (document,) = separate(
            [page(1, FormKind.RECEIPT, ONE), page(2, FormKind.POWER_OF_ATTORNEY)]
        ).documents
        assert [line.form for line in document.facts.lines] == [
            FormKind.RECEIPT,
            FormKind.POWER_OF_ATTORNEY,
        ]

    def test_say_whether_separators_lie_around_it(self) -> None:
        card = page(3, FormKind.IDENTITY_DOCUMENT_COPY)
        two = [page(2, FormKind.RECEIPT, ONE), card]
        for laid in ([separator(1), *two], [*two, separator(4)], [separator(1), *two, blank(4)]):
            (document,) = separate(laid).documents
            assert document.facts.is_set_apart
        (document,) = separate(two).documents
        assert not document.facts.is_set_apart

    def test_say_so_of_none_where_one_separator_was_forgotten(self) -> None:
        pages = [separator(1), page(2, FormKind.RECEIPT, ONE), page(3, FormKind.RECEIPT, TWO)]
        assert [one.facts.is_set_apart for one in separate(pages).documents] == [False, False]

    def test_say_that_pins_are_in_it(self) -> None:
        (document,) = separate(
            [page(1, FormKind.RECEIPT, ONE), page(2, FormKind.PIN_SETTING_REQUEST, ONE)]
        ).documents
        assert document.form is FormKind.PIN_SETTING_REQUEST


kinds = st.sampled_from(FormKind)
rows = st.sampled_from([(), SATO, MORI, (*PROXY, *SATO), (*MANDATE, *MORI), SATO[:1], MORI[1:]])
pages = st.builds(page, st.just(0), kinds, st.sampled_from([ONE, TWO]), lines=rows)
bare_pages = st.builds(page, st.just(0), kinds, role=st.sampled_from(PageRole), lines=rows)
stacks = st.lists(st.one_of(pages, bare_pages), max_size=12)


def numbered(readings: list[Reading]) -> list[Reading]:
    return [
        replace(
            one,
            page=number,
            candidates=tuple(replace(item, page=number) for item in one.candidates),
        )
        for number, one in enumerate(readings, start=1)
    ]


@given(stacks)
def test_every_page_is_in_exactly_one_place(readings: list[Reading]) -> None:
    stack = numbered(readings)
    found = separate(stack)
    placed = [n for document in found.documents for n in document.pages]
    assert sorted([*placed, *found.blank, *found.separators]) == [one.page for one in stack]


@given(stacks)
def test_pages_keep_their_order(readings: list[Reading]) -> None:
    placed = [n for document in separate(numbered(readings)).documents for n in document.pages]
    assert placed == sorted(placed)


@given(stacks)
def test_no_document_holds_a_blank_page_or_a_separator(readings: list[Reading]) -> None:
    stack = numbered(readings)
    roles = {one.page: one.role for one in stack}
    for document in separate(stack).documents:
        assert document.pages
        assert {roles[n] for n in document.pages} == {PageRole.CONTENT}


@given(stacks, st.integers(0, 12))
def test_no_document_reaches_over_a_separator(readings: list[Reading], at: int) -> None:
    at = min(at, len(readings))
    stack = numbered([*readings[:at], separator(0), *readings[at:]])
    for document in separate(stack).documents:
        assert max(document.pages) <= at or min(document.pages) > at + 1


@given(stacks, st.integers(0, 12))
def test_a_blank_back_changes_nothing(readings: list[Reading], at: int) -> None:
    at = min(at, len(readings))
    before = separate(numbered(readings)).documents
    after = separate(numbered([*readings[:at], blank(0), *readings[at:]])).documents
    moved = [tuple(n + (n > at) for n in document.pages) for document in before]
    assert [document.pages for document in after] == moved
    assert [document.doubt for document in after] == [document.doubt for document in before]


@given(stacks)
def test_a_page_with_an_id_joins_none_that_carries_another_far_from_it(
    readings: list[Reading],
) -> None:
    stack = numbered(readings)
    by_number = {one.page: one for one in stack}
    for document in separate(stack).documents:
        first, *more = [by_number[number] for number in document.pages]
        shared = {one.application_id for one in first.candidates}
        for page_behind in more:
            own = {one.application_id for one in page_behind.candidates}
            came_back = first.form is FormKind.RETURNED_MAIL and not shared
            assert not own or own & shared or not shared
            assert own or came_back or not page_behind.opens
            shared = shared or own


class TestTheDayOfSigningOfADocument:
    DATED = MappingProxyType({FormKind.RECEIPT: DayOfSigning(("受領日",), not_before_notice=True)})
    SIGNED = ("受領日 令和8年12月5日",)

    def facts(self, *readings: Reading) -> DocumentFacts:
        (document,) = separate(readings, dated=self.DATED).documents
        return document.facts

    def test_stands_on_the_page_of_its_own_form(self) -> None:
        own = page(1, FormKind.RECEIPT, ONE, lines=self.SIGNED)
        attached = page(2, FormKind.POWER_OF_ATTORNEY, lines=("受領日 令和7年1月5日",))
        facts = self.facts(own, attached)
        assert (facts.dates, facts.not_before_notice) == ((date(2026, 12, 5),), True)

    def test_stands_on_a_paper_behind_the_notice_that_it_answers(self) -> None:
        notice = page(1, FormKind.ISSUANCE_NOTICE, ONE)
        answer = page(2, FormKind.RECEIPT, ONE, lines=self.SIGNED)
        assert self.facts(notice, answer).dates == (date(2026, 12, 5),)

    def test_is_none_of_an_attachment(self) -> None:
        own = page(1, FormKind.RECEIPT, ONE)
        attached = page(2, FormKind.IDENTITY_DOCUMENT_COPY, lines=self.SIGNED)
        assert self.facts(own, attached).dates == ()

    def test_is_none_of_a_form_whose_file_names_no_label(self) -> None:
        facts = self.facts(page(1, FormKind.CONSENT_FORM, ONE, lines=self.SIGNED))
        assert (facts.dates, facts.not_before_notice) == ((), False)
