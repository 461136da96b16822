"""Which runs of digits are some other number of the form, and which may be the application ID."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.evidence import Candidate, Witness
from ledger.forms import FormKind
from ledger.ids import ApplicationId
from ocr.application_id import in_rows
from ocr.form import FormLayout, OtherNumber, PrintedId
from ocr.printed_numbers import (
    lost_a_digit,
    other_number,
    other_number_at,
    other_numbers_in,
    without_others,
)
from ocr.rows import Row, rows_of
from tests.ocr.words import line, rows

ID = "5754 4551 3441 9915 6220 273"
SERIAL = "6087 9104 6408 6934"
REFERENCE = "1757-0422-6336-0390-4930-8588"
LAYOUT = FormLayout(
    FormKind.RECEIPT,
    ("受領書",),
    0.3,
    starts_document=True,
    application_id=PrintedId(labels=("申請書ID", "申請 ID")),
    other_numbers=(
        OtherNumber("card_serial", 16, ("製造番号",), (4, 4, 4, 4)),
        OtherNumber("reference", 24, ("照会番号", "参照番号"), (4, 4, 4, 4, 4, 4)),
        OtherNumber("telephone", 10, ("電話", "電話番号")),
        OtherNumber("insurer", 8, ("保険者番号",)),
    ),
)


def named(text: str) -> str | None:
    """What the run of digits is that stands between square brackets."""
    before, run, _ = text.replace("]", "[").split("[")
    row = text.replace("[", "").replace("]", "")
    return other_number(row, len(before), len(before) + len(run), [LAYOUT])


class TestByItsLabel:
    @pytest.mark.parametrize(
        ("text", "name"),
        [
            (f"製造番号 [{SERIAL}]", "card_serial"),
            (f"カード製造番号（16桁）：[{SERIAL}]", "card_serial"),
            (f"製 造 番 号　[{SERIAL}]", "card_serial"),
            (f"製造番呂 [{SERIAL}]", "card_serial"),  # one letter misread
            ("照会番号 [1757-0422-6336-0390-4930-858]", "reference"),  # grouped like an ID
            ("照会番号 [17570422633603904930858]", "reference"),
            ("電話番号 [086-803-0000]", "telephone"),
        ],
    )
    def test_a_number_is_told(self, text: str, name: str) -> None:
        assert named(text) == name

    @pytest.mark.parametrize(
        "text",
        [
            f"申請書ID [{ID}]",
            f"製造番号 {SERIAL} 申請書ID [{ID}]",
            f"製造番号　　　申請書ID　[{ID}]",
            f"電話番号 086-803-0000　[{ID}]",  # the label spoke of the first number
            f"電話番号　[{ID}]",  # left empty: no telephone is as long
            "製造番号 申請書 ＩＤ：[57544551344199156220273]",
        ],
    )
    def test_the_id_is_left_alone(self, text: str) -> None:
        assert named(text) is None

    def test_a_serial_with_another_number_glued_to_it_is_no_id(self) -> None:
        assert named(f"製造番号 [{SERIAL} 7000913]") == "card_serial"

    def test_a_label_of_both_is_the_ids(self) -> None:
        both = FormLayout(
            FormKind.RECEIPT,
            ("受領書",),
            0.3,
            starts_document=True,
            application_id=PrintedId(labels=("受付番号",)),
            other_numbers=(OtherNumber("slip", 23, ("受付番号",)),),
        )
        row = f"受付番号 {ID}"
        assert other_number(row, 5, len(row), [both]) is None


class TestByItsGroups:
    @pytest.mark.parametrize("lost", range(20))
    def test_a_reference_that_lost_a_digit_is_told(self, lost: int) -> None:
        places = [at for at, char in enumerate(REFERENCE) if char.isdigit()]
        read = REFERENCE[: places[lost]] + REFERENCE[places[lost] + 1 :]
        assert named(f"[{read}]") == "reference"

    def test_one_that_lost_its_last_digit_looks_like_an_id(self) -> None:
        assert named("[1757-0422-6336-0390-4930-858]") is None

    @pytest.mark.parametrize("text", [ID, ID.replace(" ", ""), "57544551 3441 99156220 273"])
    def test_an_id_is_left_alone(self, text: str) -> None:
        assert named(f"[{text}]") is None


class TestByItsLength:
    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("6087910464086934", "card_serial"),
            ("086 803 0000", "telephone"),
            ("2025-10-01", None),  # there is a number of 8 digits, but so is a date
        ],
    )
    def test_a_number_is_told(self, text: str, name: str | None) -> None:
        assert named(f"[{text}]") == name


class TestInAPlaceOfThePage:
    def test_the_label_on_the_page_speaks_for_the_digits_cut_out(self) -> None:
        page = rows("照会番号 1757-0422-6336-0390-4930-8588", f"申請書ID {ID}")
        reference, application_id = (row.words[1].box for row in page)
        assert other_number_at(page, reference, [LAYOUT]) == "reference"
        assert other_number_at(page, application_id, [LAYOUT]) is None

    def test_what_was_read_there_is_no_candidate(self) -> None:
        page = rows(f"伝票 照会番号 1757-0422-6336-0390-4930-858 申請書ID　{ID}")
        digits = [word.box for word in page[0].words if word.text[0].isdigit()]
        wrong, right = (
            Candidate(
                ApplicationId(one.translate({32: None, 45: None})), Witness.PRINT, "r", 1, box
            )
            for one, box in (("1757-0422-6336-0390-4930-858", digits[0]), (ID, digits[1]))
        )
        nowhere = Candidate(right.application_id, Witness.PRINT, "r", 1)
        assert without_others((wrong, right, nowhere), page, [LAYOUT]) == (right, nowhere)

    @pytest.mark.parametrize(
        "texts",
        [
            ("申請書ID", "175 7042 2633 6039 0493 0858"),  # in the groups of a reference, but one
            ("申請書ID", "1757 0422 63", "36 0390 4930 858"),  # as long as a telephone number
        ],
    )
    def test_what_stands_below_the_label_of_the_id_is_no_other(
        self, texts: tuple[str, ...]
    ) -> None:
        page = rows(*texts)
        below = page[1].box
        assert other_number_at(page, below, [LAYOUT]) is None
        assert other_number_at(page[1:], below, [LAYOUT]) is not None
        assert other_numbers_in(page, [LAYOUT]) == ()

    def test_a_part_of_it_tells_by_its_label(self) -> None:
        page = rows("製造番号 6087 9104 も4 0864 08")
        assert other_number_at(page, (100, 0, 600, 20), [LAYOUT]) == "card_serial"

    def test_a_part_of_it_tells_nothing_by_its_length(self) -> None:
        page = rows("受付　6261 0747 13も63 9501 2588")  # 10 digits of an ID
        (row,) = page
        box = row.words[1].left, 0, row.words[-1].right, 20
        assert other_number_at(page, box, [LAYOUT]) is None

    def test_a_place_where_nothing_was_read_says_nothing(self) -> None:
        assert other_number_at(rows("照会番号"), (0, 500, 300, 530), [LAYOUT]) is None


def test_every_other_number_of_a_page_is_named_with_its_place() -> None:
    page = rows(f"製造番号　{SERIAL}", f"申請書ID　{ID}", "電話　086-803-0000")
    assert other_numbers_in(page, [LAYOUT]) == (
        ("card_serial", (200, 0, 580, 20)),
        ("telephone", (160, 80, 400, 100)),
    )


class TestAGroupThatLostADigit:
    def test_is_as_wide_as_the_others(self) -> None:
        assert lost_a_digit(*printed("1757 0422 6336 0390 4930 858", last=4))

    def test_is_as_wide_with_hyphens_between_too(self) -> None:
        assert lost_a_digit(*printed("1757 - 0422 - 6336 - 0390 - 4930 - 858", last=4))

    def test_is_not_seen_in_an_id(self) -> None:
        assert not lost_a_digit(*printed(ID, last=3))

    def test_is_not_seen_where_groups_run_together(self) -> None:
        assert not lost_a_digit(*printed("57544551 3441 99156220 273", last=4))


class TestCandidates:
    def test_are_never_another_number(self) -> None:
        page = rows(f"製造番号 {SERIAL} 申請書ID {ID}", "照会番号 1757-0422-6336-0390-4930-858")
        found = in_rows(page, 1, "a reader", [LAYOUT])
        assert [one.application_id.digits for one in found] == [ID.replace(" ", "")]

    def test_are_no_number_of_which_a_digit_was_not_read(self) -> None:
        row, *_ = printed("1757 0422 6336 0390 4930 858", last=4)
        assert in_rows([row], 1, "a reader") == ()


@given(st.text("0123456789 -　製造番号申請書ID", max_size=60), st.data())
def test_any_text_and_any_run_of_it_has_an_answer(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert other_number(text, start, end, [LAYOUT]) in {
        None,
        *(number.name for number in LAYOUT.other_numbers),
    }


digits = st.text("0123456789", min_size=23, max_size=23)


@given(
    st.text("0123456789 -　製造番号照会電話", max_size=40),
    digits,
    st.sampled_from(["", "　", "："]),
)
def test_what_stands_behind_the_ids_own_label_is_never_another_number(
    before: str, number: str, gap: str
) -> None:
    row = f"{before}申請書ID{gap}{number}"
    assert other_number(row, len(row) - 23, len(row), [LAYOUT]) is None


@given(st.lists(st.text("0123456789 -　製造番号照会電話申請書ID", max_size=60), max_size=4))
def test_form_files_only_take_candidates_away(texts: list[str]) -> None:
    page = rows(*texts)
    assert set(in_rows(page, 1, "r", [LAYOUT])) <= set(in_rows(page, 1, "r"))


def printed(number: str, last: int) -> tuple[Row, int, int]:
    """A row of groups of even print; the last group has room for so many digits."""
    *words, end = line(*number.split())
    end = end.__class__(
        end.text, end.left, end.top, end.left + 20 * last, end.bottom, end.confidence, end.line
    )
    (row,) = rows_of([*words, end])
    return row, 0, len(row.text)
