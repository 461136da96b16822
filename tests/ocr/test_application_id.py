"""Candidates for the 23 digits: whole numbers that stand for themselves, never a part of one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.evidence import Witness
from ocr.application_id import in_codes, in_payload, in_rows, long_numbers
from ocr.reading import Code
from tests.ocr.words import rows

ID = "57544551344199156220273"
GROUPED = "5754 4551 3441 9915 6220 273"


def read(*texts: str) -> list[str]:
    return [one.application_id.digits for one in in_rows(rows(*texts), 1, "tesseract-page")]


class TestInPrint:
    @pytest.mark.parametrize(
        "text",
        [
            GROUPED,
            ID,
            GROUPED.replace(" ", "-"),
            GROUPED.replace(" ", "‐"),
            "５７５４４５５１３４４１９９１５６２２０２７３",
            f"申請書ID: {GROUPED}",
            f"申請書ID　{GROUPED}　製造番号 6087910464086934",
            f"申請書ID {ID} 製造番号 6087910464086934",
            "57544551 3441 99156220 273",
            " ".join(ID),
        ],
    )
    def test_an_id_is_read_however_it_is_grouped(self, text: str) -> None:
        assert read(text) == [ID]

    @pytest.mark.parametrize(
        "text",
        [
            "1757-0422-6336-0390-4930-8588",  # 24 digits
            "1757-0422-6336-0390-4930-858-8",
            f"{ID}1",
            f"1{ID}",
            f"{GROUPED}4",
            ID[:22],
            "6087910464086934",
            "",
        ],
    )
    def test_another_number_is_not_taken_for_one(self, text: str) -> None:
        assert read(text) == []

    @pytest.mark.parametrize("lost", range(20))
    def test_a_24_digit_number_that_lost_a_digit_in_reading_is_refused(self, lost: int) -> None:
        decoy = "1757-0422-6336-0390-4930-8588"  # its last group cannot be told from an ID's
        places = [at for at, char in enumerate(decoy) if char.isdigit()]
        assert read(decoy[: places[lost]] + decoy[places[lost] + 1 :]) == []

    def test_an_id_is_read_in_the_groups_of_a_form_file(self) -> None:
        page = rows("57544 55134 41991 56220 273")
        known = frozenset({(4, 4, 4, 4, 4, 3), (5, 5, 5, 5, 3)})
        assert in_rows(page, 1, "a reader") == ()
        assert len(in_rows(page, 1, "a reader", id_groups=known)) == 1

    @pytest.mark.parametrize("text", ["575 4455 1344 1991 5622 0273", "57544551 34419915 6220273"])
    def test_an_id_at_its_label_is_read_in_any_groups(self, text: str) -> None:
        (found,) = in_rows(rows(text), 1, "a reader", id_groups=None)
        assert found.application_id.digits == ID

    def test_no_other_number_is_read_at_the_label_of_the_id(self) -> None:
        page = rows("5754455　6087910464086934", f"{ID}1", ID[:22])
        assert in_rows(page, 1, "a reader", id_groups=None) == ()

    @pytest.mark.parametrize("text", ["575445513441 9915 62-20273", "5754455134419915622027 3"])
    def test_a_gap_in_a_wrong_place_is_a_misreading_there_too(self, text: str) -> None:
        assert in_rows(rows(text), 1, "a reader", id_groups=None) == ()

    def test_digits_are_never_joined_across_a_label(self) -> None:
        assert read("申請書ID 5754455 製造番号 6087910464086934") == []

    def test_digits_are_never_joined_across_columns(self) -> None:
        assert read("5754455　6087910464086934") == []

    def test_it_says_where_it_stands(self) -> None:
        (found,) = in_rows(rows(f"ID {ID}"), 3, "tesseract-page")
        assert found.page == 3
        assert found.witness is Witness.PRINT
        assert found.box == (60, 0, 60 + 20 * 23, 20)


class TestInACode:
    @pytest.mark.parametrize(
        "payload",
        [
            ID,
            f"https://shinsei.example/a?id={ID}",
            f"https://shinsei.example/a?q=id%3D{ID}%26v%3D1",
            f"HIKAE-COVER:{ID}",
            f"{ID},{ID}",
        ],
    )
    def test_the_only_run_of_23_digits_is_the_id(self, payload: str) -> None:
        found = in_payload(payload)
        assert found is not None
        assert found.digits == ID

    @pytest.mark.parametrize(
        "payload", ["", ID[:22], ID + "1", f"{ID},{ID[::-1]}", "HIKAE-SEPARATOR"]
    )
    def test_anything_else_is_no_id(self, payload: str) -> None:
        assert in_payload(payload) is None

    def test_a_cover_sheet_is_a_reader_of_its_own(self) -> None:
        codes = [Code("QR Code", f"HIKAE-COVER:{ID}", 0, 0, 9, 9), Code("Code 128", ID, 0, 0, 9, 9)]
        assert [one.reader for one in in_codes(codes, 1)] == ["cover-sheet", "zxing"]


def test_a_number_that_may_be_an_id_with_digits_lost_is_worth_a_second_look() -> None:
    assert [one.box for one in long_numbers(rows("ID 575445513441991", f"x {ID[:20]}"))] == [
        (40, 40, 440, 60)
    ]


@given(st.text("0123456789", min_size=1, max_size=40))
def test_only_a_number_of_exactly_23_digits_is_an_id(number: str) -> None:
    assert read(number) == ([number] if len(number) == 23 else [])


@given(st.text("0123456789 -　ID申", max_size=40))
def test_what_is_read_stands_in_the_text(text: str) -> None:
    for found in read(text):
        assert found in "".join(char for char in text if char.isdigit())
