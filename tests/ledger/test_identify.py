"""Whose document it is: accepted only when two inks and the ledger agree and nothing differs."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.evidence import (
    Candidate,
    DocumentFacts,
    Doubtful,
    Identified,
    Known,
    Line,
    Person,
    Witness,
)
from ledger.forms import FormKind
from ledger.identify import identify
from ledger.ids import ApplicationId
from ledger.labelled import labelled_names, perhaps_names
from ledger.names import fold_name
from ledger.why import Why
from tests.ledger.apart import distance

ID = ApplicationId("57544551344199156220273")
NEIGHBOUR = ApplicationId("57544551344199156220274")
STRANGER = ApplicationId("11111111111111111111111")
SATO = Person(ID, "佐藤　健一", "サトウ　ケンイチ", date(1988, 8, 3))
OKADA = Person(NEIGHBOUR, "岡田　恵", "オカダ　メグミ", date(1954, 5, 6))
TANAKA = Person(STRANGER, "田中　実", "タナカ　ミノル", date(1970, 7, 7))
TODAY = date(2026, 11, 28)
NAME, BIRTH = "氏名 佐藤 健一", "生年月日 昭和63年8月3日"
PAGE, ROW = "tesseract-page", "tesseract-row"
Box = tuple[int, int, int, int]
HERE, BELOW = (100, 100, 900, 140), (100, 800, 900, 840)


def code(application_id: ApplicationId) -> Candidate:
    return Candidate(application_id, Witness.CODE, "zxing", 1)


def print_(application_id: ApplicationId, reader: str = PAGE, box: Box = HERE) -> Candidate:
    return Candidate(application_id, Witness.PRINT, reader, 1, box)


def agreed(application_id: ApplicationId) -> tuple[Candidate, ...]:
    return print_(application_id), print_(application_id, ROW)


def facts(*candidates: Candidate, lines: Iterable[str] = (NAME, BIRTH)) -> DocumentFacts:
    rows = tuple(Line(1, text, FormKind.RECEIPT) for text in lines)
    return DocumentFacts(FormKind.RECEIPT, candidates, rows)


def with_page(
    document: DocumentFacts, text: str, form: FormKind = FormKind.REPLY_FORM
) -> DocumentFacts:
    return replace(document, lines=(*document.lines, Line(2, text, form)))


def known(*people: Person) -> Known:
    """The ledger holds these; around each ID those within two digits."""
    by_id = {person.application_id: person for person in people}
    near = {
        one: tuple(p for i, p in by_id.items() if i != one and distance(i, one) <= 2)
        for one in (ID, NEIGHBOUR, STRANGER, *by_id)
    }
    return Known(by_id, near)


def judged(document: DocumentFacts, ledger: Known) -> Identified | Doubtful:
    return identify(document, ledger, TODAY)


def why(document: DocumentFacts, ledger: Known) -> Why | None:
    answer = judged(document, ledger)
    return answer.why if isinstance(answer, Doubtful) else None


class TestADocumentWithACode:
    @pytest.mark.parametrize("line", [NAME, BIRTH, "フリガナ サトウ ケンイチ"])
    def test_is_accepted_when_one_field_confirms_it(self, line: str) -> None:
        answer = judged(facts(code(ID), lines=[line]), known(SATO))
        assert isinstance(answer, Identified)
        assert answer.application_id == ID
        assert answer.proof.witnesses[0] is Witness.CODE
        assert answer.proof.readers == ("zxing",)

    @pytest.mark.parametrize("lines", [(), ["受領しました。", "田中 実"]])
    def test_waits_when_nothing_but_the_code_speaks_for_it(self, lines: Iterable[str]) -> None:
        assert why(facts(code(ID), lines=lines), known(SATO)) is Why.NO_SECOND_INK

    def test_is_accepted_when_the_digits_are_printed_elsewhere(self) -> None:
        bars = replace(code(ID), box=(1200, 200, 1800, 300))
        assert why(facts(bars, print_(ID), lines=()), known(SATO)) is None

    def test_waits_when_the_digits_are_but_its_caption(self) -> None:
        bars, digits = replace(code(ID), box=(100, 200, 900, 300)), (100, 310, 900, 350)
        captioned = facts(bars, print_(ID, box=digits), lines=())
        assert why(captioned, known(SATO)) is Why.NO_SECOND_INK

    def test_of_a_cover_sheet_needs_a_field_as_well(self) -> None:
        cover = Candidate(ID, Witness.CODE, "cover-sheet", 1)
        assert why(facts(cover, lines=["田中 実"]), known(SATO)) is Why.NO_SECOND_INK
        assert why(facts(cover, lines=[NAME]), known(SATO)) is None

    def test_names_every_ink_that_agreed(self) -> None:
        answer = judged(facts(code(ID), *agreed(ID)), known(SATO))
        assert isinstance(answer, Identified)
        assert answer.proof.witnesses == (
            *(Witness.CODE, Witness.PRINT, Witness.NAME, Witness.BIRTH_DATE),
        )
        assert answer.proof.readers == (PAGE, ROW, "zxing")

    def test_waits_when_two_readers_read_another_number_in_print(self) -> None:
        assert why(facts(code(ID), *agreed(STRANGER)), known(SATO)) is Why.KEY_CONFLICT

    def test_waits_when_one_reader_read_another_live_number(self) -> None:
        document = facts(code(ID), print_(NEIGHBOUR))
        assert why(document, known(SATO, OKADA)) is Why.KEY_CONFLICT

    @pytest.mark.parametrize(
        "misread", ["57544551344199156220299", "75445513441991562202731", "57544551344199156222731"]
    )
    def test_is_accepted_beside_one_misreading_that_is_nobody(self, misread: str) -> None:
        assert why(facts(code(ID), print_(ApplicationId(misread))), known(SATO)) is None

    def test_waits_beside_another_number_that_is_nobody(self) -> None:
        assert why(facts(code(ID), print_(STRANGER)), known(SATO)) is Why.KEY_CONFLICT

    def test_waits_when_the_ledger_does_not_know_it(self) -> None:
        assert why(facts(code(ID)), known(TANAKA)) is Why.KEY_NOT_IN_LEDGER

    def test_waits_when_there_are_two(self) -> None:
        assert why(facts(code(ID), code(STRANGER)), known(SATO, TANAKA)) is Why.MULTI_PERSON

    def test_waits_when_the_birth_date_is_another_persons(self) -> None:
        document = facts(code(ID), lines=["生年月日 昭和63年8月4日"])
        assert why(document, known(SATO)) is Why.SECOND_INK_DIFFERS


class TestADocumentWithPrintOnly:
    @pytest.mark.parametrize("name", [NAME, "フリガナ サトウ ケンイチ"])
    @pytest.mark.parametrize("other", [BIRTH, "引受番号 1234-5678-901", "受付番号 ABC-123456"])
    def test_is_accepted_when_name_and_a_date_or_number_confirm(
        self, name: str, other: str
    ) -> None:
        person = replace(SATO, tracking_number="12345678901", notice_number="ABC123456")
        assert why(facts(*agreed(ID), lines=[name, other]), known(person)) is None

    def test_is_accepted_when_a_code_holds_the_tracking_number(self) -> None:
        person = replace(SATO, tracking_number="12345678901")
        document = facts(*agreed(ID), lines=[NAME])
        assert why(replace(document, payloads=("A12345678901A",)), known(person)) is not None
        assert why(replace(document, payloads=("12345678901",)), known(person)) is None

    @pytest.mark.parametrize("line", [NAME, BIRTH, "フリガナ サトウ ケンイチ"])
    def test_waits_when_only_one_field_confirms(self, line: str) -> None:
        assert why(facts(*agreed(ID), lines=[line]), known(SATO)) is Why.NO_SECOND_INK

    def test_waits_when_only_one_reader_read_it_and_one_field_confirms(self) -> None:
        assert why(facts(print_(ID), lines=[NAME]), known(SATO)) is Why.LOW_CONFIDENCE

    def test_waits_when_one_reader_read_it_on_two_pages(self) -> None:
        twice = (print_(ID), replace(print_(ID), page=2))
        assert why(facts(*twice, lines=[NAME]), known(SATO)) is Why.LOW_CONFIDENCE


class TestReadersWhoDiffer:
    def test_are_decided_between_by_two_fields(self) -> None:
        for document in (facts(print_(ID)), facts(print_(ID), print_(STRANGER, ROW))):
            answer = judged(document, known(SATO))
            assert isinstance(answer, Identified)
            assert answer.application_id == ID

    def test_are_decided_between_even_where_both_numbers_are_live(self) -> None:
        document = facts(print_(ID), print_(NEIGHBOUR, ROW))
        assert why(document, known(SATO, OKADA)) is None

    def test_are_not_decided_between_where_the_numbers_stand_apart(self) -> None:
        document = facts(print_(ID), print_(STRANGER, ROW, BELOW))
        assert why(document, known(SATO, TANAKA)) is Why.KEY_CONFLICT
        assert why(document, known(SATO)) is None  # nobody's, and read once

    def test_are_not_decided_between_by_one_field(self) -> None:
        document = facts(print_(ID), print_(STRANGER, ROW), lines=[NAME])
        assert why(document, known(SATO)) is Why.LOW_CONFIDENCE

    def test_are_not_decided_between_by_what_stands_on_another_page(self) -> None:
        """The second page is the neighbour's, and one reader has it right."""
        behind = (
            Candidate(ID, Witness.PRINT, PAGE, 2, BELOW),
            Candidate(NEIGHBOUR, Witness.PRINT, ROW, 2, BELOW),
        )
        glued = with_page(facts(*agreed(ID), *behind), "同意書")
        assert why(glued, known(SATO, OKADA)) is Why.KEY_CONFLICT
        assert why(with_page(glued, NAME), known(SATO, OKADA)) is None


class TestAnEnvelope:
    SENT = replace(SATO, tracking_number="11223344556")
    ELSEWHERE = "引受番号 9988-7766-554"

    def mail(self, *candidates: Candidate, lines: Iterable[str]) -> DocumentFacts:
        document = facts(*candidates, lines=lines)
        return replace(document, form=FormKind.RETURNED_MAIL)

    def test_with_another_tracking_number_waits_though_name_and_code_are_right(self) -> None:
        document = self.mail(code(ID), lines=["佐藤 健一 様", self.ELSEWHERE])
        assert why(document, known(self.SENT)) is Why.SECOND_INK_DIFFERS
        assert why(document, known(SATO)) is None  # the entry has none to compare

    def test_is_not_told_by_its_name_alone(self) -> None:
        document = self.mail(*agreed(ID), lines=["佐藤 健一 様"])
        assert why(document, known(self.SENT)) is Why.NO_SECOND_INK

    def test_is_not_told_by_its_name_beside_a_tracking_number_that_nobody_knows(self) -> None:
        document = self.mail(*agreed(ID), lines=["佐藤 健一 様", self.ELSEWHERE])
        assert why(document, known(self.SENT)) is Why.SECOND_INK_DIFFERS
        assert why(document, known(SATO)) is Why.NO_SECOND_INK

    def test_with_its_own_tracking_number_is_told(self) -> None:
        document = self.mail(*agreed(ID), lines=["佐藤 健一 様", "引受番号 1122-3344-556"])
        assert why(document, known(self.SENT)) is None

    def test_has_its_tracking_number_in_a_code_too(self) -> None:
        document = replace(self.mail(code(ID), lines=["佐藤 健一 様"]), payloads=("99887766554",))
        assert why(document, known(self.SENT)) is Why.SECOND_INK_DIFFERS
        own = replace(document, payloads=("11223344556",))
        assert why(own, known(self.SENT)) is None

    def test_addressed_to_somebody_else_of_the_ledger_waits(self) -> None:
        ledger = replace(known(SATO), named=(TANAKA,))
        document = self.mail(code(ID), lines=["田中 実 様"])
        assert why(document, ledger) is Why.SECOND_INK_DIFFERS

    def test_glued_to_another_waits(self) -> None:
        sent = replace(TANAKA, tracking_number="99887766554")
        ledger = replace(known(self.SENT), named=(sent,))
        both = ["佐藤 健一 様", "引受番号 1122-3344-556", "田中 実 様", self.ELSEWHERE]
        assert why(self.mail(*agreed(ID), lines=both), ledger) is Why.MULTI_PERSON


class TestSomebodyElseOfTheLedger:
    LEDGER = replace(known(SATO), named=(TANAKA,))

    def test_named_instead_contradicts_a_code(self) -> None:
        assert why(facts(code(ID), lines=["氏名 田中 実"]), self.LEDGER) is Why.SECOND_INK_DIFFERS

    def test_may_have_a_name_of_two_letters(self) -> None:
        hayashi = replace(TANAKA, name="林　恵")
        ledger = replace(known(SATO), named=(hayashi,))
        document = facts(code(ID), lines=["受領者 林恵", BIRTH])
        assert labelled_names(document.lines) == ("林恵",)
        assert why(document, ledger) is Why.SECOND_INK_DIFFERS
        assert why(document, known(SATO)) is None  # of nobody's: some letters may be lost

    def test_named_beside_the_right_name_does_not(self) -> None:
        assert why(facts(code(ID), lines=[NAME, "氏名 田中 実"]), self.LEDGER) is None

    def test_named_on_a_page_of_their_own_contradicts_what_the_others_say(self) -> None:
        for read in ((code(ID),), agreed(ID)):
            glued = with_page(facts(*read), "氏名 田中 実")
            assert why(glued, replace(known(SATO), named=(SATO, TANAKA))) is (
                Why.SECOND_INK_DIFFERS
            )

    @pytest.mark.parametrize(
        ("name", "row"),
        [
            ("田中　実", "氏名　田中　実"),
            ("田中　実", "氏　名　田中　　実　性別　男"),
            ("田中　実", "田中　実　様"),
            ("NGUYEN VAN ANH", "氏名 ＮＧＵＹＥＮ　ＶＡＮ　ＡＮＨ"),
            ("NGUYEN VAN ANH", "Nguyen Van Anh 様"),
            ("グエン　ヴァン　アイン", "氏名 グエン ヴァン アイン"),
        ],
    )
    def test_may_be_named_in_columns_and_in_latin_letters(self, name: str, row: str) -> None:
        document, other = facts(code(ID), lines=[row]), replace(TANAKA, name=name)
        assert fold_name(name) in map(fold_name, perhaps_names(document.lines))
        assert why(document, replace(known(SATO), named=(other,))) is Why.SECOND_INK_DIFFERS

    def test_named_beside_the_right_name_in_columns_does_not(self) -> None:
        rows = ["氏名　佐藤　健一", BIRTH, "氏名 田中 実"]
        assert why(facts(code(ID), lines=rows), self.LEDGER) is None

    @pytest.mark.parametrize("birth", ["生年月日 昭和45年7月7日", "生年月日　1970年7月7日"])
    def test_born_on_another_day_on_a_page_of_their_own_contradicts_it(self, birth: str) -> None:
        glued = with_page(facts(*agreed(ID)), birth)
        assert why(glued, known(SATO)) is Why.SECOND_INK_DIFFERS
        assert why(with_page(glued, NAME), known(SATO)) is None
        copied = with_page(facts(*agreed(ID)), birth, FormKind.IDENTITY_DOCUMENT_COPY)
        assert why(copied, known(SATO)) is Why.PAGE_UNCONFIRMED
        assert why(replace(copied, is_set_apart=True), known(SATO)) is None

    def test_named_on_an_attachment_may_be_a_proxy(self) -> None:
        proxy = facts(code(ID), lines=(NAME, "代理人 氏名 田中 実"))
        copied = with_page(proxy, "氏名 田中 実", FormKind.IDENTITY_DOCUMENT_COPY)
        assert why(copied, replace(known(SATO), named=(SATO, TANAKA))) is None

    @pytest.mark.parametrize(
        "rows",
        [
            ["氏名 佐野 花子", "生年月日 昭和45年7月7日", f"同時に交付した者 {NAME} {BIRTH}"],
            [f"{NAME}　氏名 佐野 花子", f"{BIRTH}　生年月日 昭和45年7月7日"],
        ],
    )
    def test_need_not_be_known_to_the_ledger(self, rows: Iterable[str]) -> None:
        for read in ((code(ID),), agreed(ID)):
            assert why(facts(*read, lines=rows), known(SATO)) is Why.MULTI_PERSON

    def test_named_on_one_page_only_waits_whatever_the_page_is(self) -> None:
        for form in (FormKind.POWER_OF_ATTORNEY, FormKind.REPLY_FORM, FormKind.UNKNOWN):
            glued = with_page(facts(*agreed(ID)), "氏名 佐野 花子", form)
            assert why(glued, known(SATO)) is Why.PAGE_UNCONFIRMED

    def test_one_letter_off_on_a_page_of_its_own_is_a_question_too(self) -> None:
        kenji = replace(TANAKA, name="佐藤　健二")
        misread = with_page(facts(code(ID)), "氏名 佐藤 健二")
        assert why(misread, replace(known(SATO), named=(SATO, kenji))) is Why.PAGE_UNCONFIRMED

    def test_with_a_birth_date_of_their_own_makes_it_two_peoples_paper(self) -> None:
        both = [NAME, BIRTH, "氏名 田中 実", "生年月日 昭和45年7月7日"]
        assert why(facts(code(ID), lines=both), self.LEDGER) is Why.MULTI_PERSON
        assert why(facts(*agreed(ID), lines=both), self.LEDGER) is Why.MULTI_PERSON
        proxy = [NAME, BIRTH, "代理人氏名 田中 実 昭和45年7月7日生"]
        assert why(facts(code(ID), lines=proxy), self.LEDGER) is None

    def test_born_on_the_same_day_makes_it_two_peoples_paper_too(self) -> None:
        tanaka = replace(TANAKA, birth_date=SATO.birth_date)
        both = [NAME, BIRTH, "氏名 田中 実", BIRTH]
        ledger = replace(known(SATO), named=(tanaka,))
        assert why(facts(code(ID), lines=both), ledger) is Why.MULTI_PERSON
        assert why(facts(*agreed(ID), lines=both), ledger) is Why.MULTI_PERSON

    def test_who_applied_twice_is_one_person(self) -> None:
        ledger = replace(known(SATO), named=(replace(SATO, application_id=STRANGER),))
        assert why(facts(code(ID)), ledger) is None

    def test_waits_without_a_second_ink(self) -> None:
        assert why(facts(*agreed(ID), lines=["受領書"]), known(SATO)) is Why.NO_SECOND_INK


class TestAPrintedNumber:
    def test_waits_when_the_ledger_does_not_know_it(self) -> None:
        assert why(facts(*agreed(ID)), known(TANAKA)) is Why.KEY_NOT_IN_LEDGER

    def test_waits_when_the_name_is_a_neighbours(self) -> None:
        document = facts(*agreed(NEIGHBOUR), lines=[NAME])
        assert why(document, known(SATO, OKADA)) is Why.SECOND_INK_DIFFERS

    def test_waits_when_the_birth_date_is_anothers_though_the_name_agrees(self) -> None:
        document = facts(*agreed(ID), lines=[NAME, "生年月日 昭和63年8月4日"])
        assert why(document, known(SATO)) is Why.SECOND_INK_DIFFERS

    def test_waits_when_another_agreed_number_stands_on_it(self) -> None:
        below = (print_(STRANGER, PAGE, BELOW), print_(STRANGER, ROW, BELOW))
        document = facts(*agreed(ID), *below)
        assert why(document, known(SATO, TANAKA)) is Why.MULTI_PERSON
        assert why(document, known(SATO)) is Why.KEY_CONFLICT

    def test_waits_when_another_live_number_was_read_once(self) -> None:
        document = facts(*agreed(ID), print_(STRANGER, PAGE, BELOW))
        assert why(document, known(SATO, TANAKA)) is Why.KEY_CONFLICT


class TestPeopleWhoAreEasilyMistaken:
    TWIN = Person(STRANGER, "佐藤　健二", "サトウ　ケンジ", SATO.birth_date)

    def beside_the_twin(self) -> Known:
        return replace(known(SATO), near={ID: (self.TWIN,)})

    def test_twins_one_letter_apart_are_not_told_by_name_and_birth_date(self) -> None:
        assert why(facts(*agreed(ID)), self.beside_the_twin()) is Why.NO_SECOND_INK
        assert why(facts(*agreed(ID)), known(SATO)) is None

    def test_they_are_told_by_name_and_kana_together_and_by_a_code(self) -> None:
        both = facts(*agreed(ID), lines=[NAME, "フリガナ サトウ ケンイチ", BIRTH])
        assert why(both, self.beside_the_twin()) is None
        assert why(facts(code(ID)), self.beside_the_twin()) is None

    def test_namesakes_in_neighbouring_numbers_need_the_birth_date(self) -> None:
        namesake = replace(OKADA, name=SATO.name, kana=SATO.kana)
        ledger = known(SATO, namesake)
        assert why(facts(*agreed(ID), lines=[NAME]), ledger) is Why.NO_SECOND_INK
        assert why(facts(*agreed(ID), lines=[NAME, BIRTH]), ledger) is None
        assert why(facts(*agreed(NEIGHBOUR), lines=[NAME, BIRTH]), ledger) is not None

    def test_two_neighbours_with_one_field_each_confirm_nobody(self) -> None:
        namesake = replace(SATO, application_id=NEIGHBOUR, birth_date=OKADA.birth_date)
        born = replace(
            OKADA, application_id=ApplicationId(f"{ID.digits[:-1]}5"), birth_date=SATO.birth_date
        )
        answer = judged(facts(*agreed(ID)), known(SATO, namesake, born))
        assert isinstance(answer, Identified)
        assert answer.proof.witnesses == (Witness.PRINT, Witness.NAME, Witness.BIRTH_DATE)

    def test_twins_in_neighbouring_numbers_need_the_name(self) -> None:
        twin = replace(OKADA, name="佐藤　雅子", kana="サトウ　マサコ", birth_date=SATO.birth_date)
        ledger = known(SATO, twin)
        assert why(facts(*agreed(ID), lines=[BIRTH]), ledger) is Why.NO_SECOND_INK
        assert why(facts(*agreed(ID), lines=[NAME, BIRTH]), ledger) is None
        assert why(facts(*agreed(NEIGHBOUR), lines=[NAME, BIRTH]), ledger) is not None

    @pytest.mark.parametrize(
        ("short", "long"), [("森　翔太", "大森　翔太"), ("林　由美", "林　由美子")]
    )
    def test_a_name_inside_another_confirms_only_its_owner(self, short: str, long: str) -> None:
        one, other = replace(SATO, name=short, kana=""), replace(OKADA, name=long, kana="")
        ledger = known(one, other)
        paper = [f"氏名 {long.replace('　', ' ')} 様"]
        assert why(facts(*agreed(ID), lines=paper), ledger) is Why.SECOND_INK_DIFFERS
        assert why(facts(*agreed(NEIGHBOUR), lines=[*paper, "昭和29年5月6日"]), ledger) is None

    @pytest.mark.parametrize(
        "line", ["氏名 佐藤 健二", "氏 名　岡田 恵", "受領者 佐藤 健二 様", "お名前　岡田 恵　印"]
    )
    def test_the_birth_date_is_not_enough_beside_another_name(self, line: str) -> None:
        assert why(facts(*agreed(ID), lines=[line, BIRTH]), known(SATO)) is Why.NO_SECOND_INK
        assert why(facts(code(ID), lines=[line, BIRTH]), known(SATO)) is None

    @pytest.mark.parametrize(
        "line", ["氏名", "氏 名　区 >生", "氏名の点字表記を希望する", "署名用電子証明書"]
    )
    def test_the_birth_date_is_not_enough_where_no_name_is_legible(self, line: str) -> None:
        assert why(facts(*agreed(ID), lines=[line, BIRTH]), known(SATO)) is Why.NO_SECOND_INK

    def test_another_name_is_enough_against_a_code_where_nothing_is_this_persons(self) -> None:
        document = facts(code(ID), lines=["氏名 山本 花子"])
        assert why(document, known(SATO)) is Why.SECOND_INK_DIFFERS
        kana = facts(code(ID), lines=["氏名 サトウ ケンイチ"])
        assert why(kana, known(SATO)) is None


class TestProxies:
    @pytest.mark.parametrize(
        "row", ["代理人氏名 佐藤 健一", "法定代理人　佐藤 健一　昭和63年8月3日", "受任者 佐藤 健一"]
    )
    def test_in_their_rows_confirm_nothing(self, row: str) -> None:
        assert why(facts(*agreed(ID), lines=["受領書", row]), known(SATO)) is Why.NO_SECOND_INK

    @pytest.mark.parametrize("form", [FormKind.POWER_OF_ATTORNEY, FormKind.IDENTITY_DOCUMENT_COPY])
    def test_on_attachments_confirm_nothing(self, form: FormKind) -> None:
        document = facts(*agreed(ID), lines=["受領書"])
        attached = tuple(Line(2, text, form) for text in (NAME, BIRTH))
        more = replace(document, lines=document.lines + attached)
        assert why(more, known(SATO)) is Why.NO_SECOND_INK

    def test_on_attachments_take_no_contradiction_back_without_the_name(self) -> None:
        document = facts(code(ID), lines=["生年月日 平成2年5月1日"])
        attached = Line(2, BIRTH, FormKind.IDENTITY_DOCUMENT_COPY)
        more = replace(document, lines=(*document.lines, attached))
        assert why(more, known(SATO)) is Why.SECOND_INK_DIFFERS

    def test_a_misread_date_beside_the_name_is_taken_back_by_the_copy(self) -> None:
        document = facts(code(ID), lines=[NAME, "生年月日 昭和63年8月8日"])
        attached = Line(2, BIRTH, FormKind.IDENTITY_DOCUMENT_COPY)
        assert why(replace(document, lines=(*document.lines, attached)), known(SATO)) is None

    def test_who_live_next_door_confirm_and_contradict_by_what_they_own(self) -> None:
        paper = [NAME, BIRTH, "代理人氏名 岡田 恵"]
        assert why(facts(*agreed(ID), lines=paper), known(SATO, OKADA)) is None
        swapped = facts(*agreed(NEIGHBOUR), lines=paper)
        assert why(swapped, known(SATO, OKADA)) is Why.SECOND_INK_DIFFERS


class TestACoverSheet:
    COVER = Candidate(ID, Witness.CODE, "cover-sheet", 1)

    def test_is_not_believed_against_another_number_that_is_live(self) -> None:
        document = facts(self.COVER, print_(STRANGER))
        assert why(document, known(SATO, TANAKA)) is Why.KEY_CONFLICT

    def test_is_not_believed_against_two_readers_of_another_number(self) -> None:
        assert why(facts(self.COVER, *agreed(STRANGER)), known(SATO)) is Why.KEY_CONFLICT


class TestNothingToGoBy:
    def test_no_number_was_read(self) -> None:
        assert why(facts(), known(SATO)) is Why.NO_KEY

    def test_nothing_at_all_was_read(self) -> None:
        assert why(facts(lines=()), known(SATO)) is Why.ILLEGIBLE

    def test_the_page_took_too_long(self) -> None:
        document = replace(facts(), text_complete=False)
        assert why(document, known(SATO)) is Why.ILLEGIBLE

    def test_a_request_with_pins_is_for_an_authorised_person_only(self) -> None:
        document = replace(facts(code(ID)), form=FormKind.PIN_SETTING_REQUEST)
        assert why(document, known(SATO)) is Why.PIN_VISIBLE


class TestSuggestions:
    def test_come_live_first_then_coded_then_agreed(self) -> None:
        document = facts(*agreed(STRANGER), code(NEIGHBOUR), print_(ID))
        answer = judged(document, known(SATO))
        assert isinstance(answer, Doubtful)
        assert answer.candidates == (ID, NEIGHBOUR, STRANGER)

    def test_are_never_ids_that_nobody_read(self) -> None:
        answer = judged(facts(print_(ID), lines=()), known(SATO, OKADA, TANAKA))
        assert isinstance(answer, Doubtful)
        assert answer.candidates == (ID,)


digits = st.text("0123456789", min_size=23, max_size=23).map(ApplicationId)
readers = st.sampled_from([PAGE, ROW])
readings = st.builds(Candidate, digits, st.just(Witness.PRINT), readers, st.integers(1, 3))
codes = st.builds(Candidate, digits, st.just(Witness.CODE), st.just("zxing"), st.integers(1, 3))
births = st.dates(date(1930, 1, 1), date(2020, 12, 31))


@st.composite
def neighbours(draw: st.DrawFn) -> ApplicationId:
    """An ID within two digits of ID, and not the same."""
    changed = list(ID.digits)
    for place in draw(st.lists(st.integers(0, 22), min_size=1, max_size=2, unique=True)):
        changed[place] = draw(st.sampled_from([d for d in "0123456789" if d != changed[place]]))
    return ApplicationId("".join(changed))


@given(neighbours(), births.filter(lambda day: day != SATO.birth_date))
def test_a_printed_neighbours_number_is_never_accepted_for_this_person(
    other: ApplicationId, born: date
) -> None:
    neighbour = replace(OKADA, application_id=other, birth_date=born)
    ledger = Known({other: neighbour}, {other: (SATO,), ID: (neighbour,)})
    assert why(facts(*agreed(other)), ledger) is not None


@given(st.lists(st.one_of(readings, codes), max_size=4))
def test_an_id_that_nobody_read_is_never_accepted(candidates: list[Candidate]) -> None:
    ledger = known(SATO, *(replace(TANAKA, application_id=c.application_id) for c in candidates))
    answer = judged(facts(*candidates), ledger)
    read = {candidate.application_id for candidate in candidates}
    if isinstance(answer, Identified):
        assert answer.application_id in read
    else:
        assert set(answer.candidates) == read


contradictions = st.one_of(
    st.builds(lambda day: f"生年月日 {day.year}年{day.month}月{day.day}日", births),
    st.just("氏名 岡田 恵"),
    st.just("生年月日 昭和29年5月6日"),
)
doubts = st.sampled_from(
    [
        facts(print_(ID), lines=[NAME]),
        facts(*agreed(ID), lines=["受領書"]),
        facts(*agreed(NEIGHBOUR)),
        facts(code(ID), *agreed(NEIGHBOUR)),
        facts(*agreed(ID), print_(STRANGER, PAGE, BELOW)),
        facts(*agreed(ID), lines=[NAME, "生年月日 昭和29年5月6日"]),
    ]
)


@given(doubts, contradictions.filter(lambda text: "1988年8月3日" not in text))
def test_one_more_contradicting_field_never_turns_doubt_into_acceptance(
    document: DocumentFacts, text: str
) -> None:
    ledger = known(SATO, OKADA, TANAKA)
    more = replace(document, lines=(*document.lines, Line(2, text)))
    assert isinstance(judged(document, ledger), Doubtful)
    assert isinstance(judged(more, ledger), Doubtful)


@given(doubts, st.lists(st.builds(code, digits), min_size=1, max_size=2))
def test_a_foreign_code_never_turns_doubt_into_acceptance(
    document: DocumentFacts, foreign: list[Candidate]
) -> None:
    more = replace(document, candidates=(*document.candidates, *foreign))
    assert isinstance(judged(more, known(SATO, OKADA, TANAKA)), Doubtful)


def signed(*days: date, not_before_notice: bool = False) -> DocumentFacts:
    return replace(facts(code(ID)), dates=days, not_before_notice=not_before_notice)


class TestADayOfSigning:
    SENT = replace(SATO, notice_sent_on=date(2026, 10, 1))
    TOMORROW = TODAY + timedelta(days=1)

    def test_may_be_today_and_lie_before_the_notice(self) -> None:
        assert why(signed(TODAY, date(2026, 9, 30)), known(self.SENT)) is None

    def test_to_come_holds_the_document_with_its_id(self) -> None:
        document = signed(date(2026, 11, 5), self.TOMORROW)
        assert judged(document, known(SATO)) == Doubtful(Why.DATED_IN_FUTURE, (ID,))

    def test_before_the_notice_holds_it_where_the_form_says_so(self) -> None:
        document = signed(date(2026, 9, 30), not_before_notice=True)
        assert judged(document, known(self.SENT)) == Doubtful(Why.DATED_BEFORE_NOTICE, (ID,))
        assert why(signed(date(2026, 10, 1), not_before_notice=True), known(self.SENT)) is None
        assert why(document, known(SATO)) is None  # the entry does not say when it was sent

    @pytest.mark.parametrize("day", [date(2029, 1, 1), date(2023, 12, 31), date(1990, 5, 1)])
    def test_of_other_years_was_misread(self, day: date) -> None:
        assert why(signed(day, not_before_notice=True), known(self.SENT)) is None

    def test_is_asked_for_when_it_is_certain_whose_the_document_is(self) -> None:
        unknown = replace(facts(code(STRANGER)), dates=(self.TOMORROW,))
        assert why(unknown, known(SATO)) is Why.KEY_NOT_IN_LEDGER

    def test_puts_the_proven_id_before_what_else_was_read(self) -> None:
        two = facts(print_(ID), *(print_(NEIGHBOUR, reader) for reader in ("a", "b")))
        answer = judged(replace(two, dates=(self.TOMORROW,)), known(SATO))
        assert answer == Doubtful(Why.DATED_IN_FUTURE, (ID, NEIGHBOUR))
