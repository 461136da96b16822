"""What stands at the label of the application ID is one number, however it is printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.forms import FormKind
from ocr import my_number
from ocr.claimed import claimed
from ocr.form import FormLayout, OtherNumber, PrintedId
from ocr.reading import Word
from ocr.rows import Row, rows_of
from tests.ocr.words import rows, word

ID = "57544551344199156220273"
LAYOUT = FormLayout(
    FormKind.RECEIPT,
    ("受領書",),
    0.3,
    starts_document=True,
    application_id=PrintedId(("申請書ID", "整理番号")),
    other_numbers=(
        OtherNumber("card_serial", 16, ("製造番号",)),
        OtherNumber("telephone", 10, ("電話",)),
        OtherNumber("my_number", 12, ("個人番号",)),
    ),
)


def found(*texts: str) -> list[str]:
    return found_in(rows(*texts))


def found_in(page: tuple[Row, ...]) -> list[str]:
    return [
        " / ".join(part.row.text[part.start : part.end] for part in parts)
        for parts in claimed(page, [LAYOUT])
    ]


def masked(*texts: str) -> list[str]:
    page = rows(*texts)
    numbers = my_number.in_rows(page, (), [LAYOUT])
    return [one.text for number in numbers for one in number.words]


GROUPINGS = [
    "57544 55134 41991 56220 273",
    "575 4455 1344 1991 5622 0273",
    "57544551 34419915 6220273",
    "575445 513441 991562 20273",
    "57544-55134-41991-56220-273",
    ID,
]


class TestBesideItsLabel:
    @pytest.mark.parametrize("number", GROUPINGS)
    def test_stands_an_id_in_any_groups(self, number: str) -> None:
        assert found(f"申請書ID {number}") == [number]
        assert found(f"整理番号：{number}") == [number]
        assert masked(f"申請書ID {number}", f"整理番号　{number}") == []

    def test_it_may_be_misread(self) -> None:
        assert found(f"申请書1D {GROUPINGS[0]}") == [GROUPINGS[0]]

    def test_stands_an_id_with_wide_gaps(self) -> None:
        assert found("申請書ID　57544　55134　41991　56220　273") == [
            "57544 / 55134 / 41991 / 56220 / 273"
        ]

    @pytest.mark.parametrize(
        "text",
        [
            "申請書ID　5754455　6087910464086934",  # two columns
            "申請書ID　5754 4551 344　6087 9104 6408",
            f"製造番号 {ID}",
            f"申請書ID 電話 {ID}",
            f"申請書ID 製造番号 {ID}",
            f"受付 {ID}",
            f"申請書ID {ID}012",
            f"申請書ID {ID[:20]}",
            "申請書ID　1234 5678 9012",
        ],
    )
    def test_anything_else_is_not_claimed(self, text: str) -> None:
        assert found(text) == []

    def test_a_number_of_which_a_digit_was_lost_is_to_be_read_again(self) -> None:
        assert found(f"申請書ID {ID[:22]}") == [ID[:22]]


class TestBelowItsLabel:
    @pytest.mark.parametrize("number", GROUPINGS)
    def test_stands_an_id_in_any_groups(self, number: str) -> None:
        assert found("氏名　申請書ID", f"　{number}") == [number]
        assert masked("申請書ID", number) == []

    @pytest.mark.parametrize(
        "texts",
        [
            ("申請書ID", "", "", "", ID),  # far below
            ("申請書ID", "受領日", ID),
            ("申請書ID", f"電話 {ID}"),
            ("申請書ID", f"受付番号 {ID}"),
            ("申請書ID　5754455", ID),  # its number stands beside it
            ("申請書ID　　　　　", "　　　　　" + ID),  # to the right of it
        ],
    )
    def test_anything_else_is_not_claimed(self, texts: tuple[str, ...]) -> None:
        assert found(*texts) == []

    def test_a_personal_number_goes(self) -> None:
        assert masked("申請書ID", "123456789012") == ["123456789012"]


class TestANumberOverSomeRows:
    @pytest.mark.parametrize(
        ("texts", "number"),
        [
            (("申請書ID 5754 4551 3441", "9915 6220 273"), "5754 4551 3441 / 9915 6220 273"),
            (("申請書ID", "575445513441", "99156220273"), "575445513441 / 99156220273"),
            (("申請書ID", "57544551", "34419915", "6220273"), "57544551 / 34419915 / 6220273"),
            (("申請書ID 5754 4551 3441 9915 6220", "273"), "5754 4551 3441 9915 6220 / 273"),
        ],
    )
    def test_is_found_at_its_label_and_never_masked(
        self, texts: tuple[str, ...], number: str
    ) -> None:
        assert found(*texts) == [number]
        assert masked(*texts) == []

    @pytest.mark.parametrize(
        "texts",
        [
            ("受付 5754 4551 3441", "9915 6220 273"),
            ("申請書ID 5754 4551 3441", "9915 6220 273 4455"),
            ("申請書ID 5754 4551 3441", "電話 9915622027"),
            ("申請書ID 5754 4551 3441", "日付 9915 6220 273"),
            ("申請書ID 5754 4551 3441", "", "", "9915 6220 273"),
            ("申請書ID 5754 4551 3441 9915 6220", "273　令和8年"),
        ],
    )
    def test_is_none_without_label_or_with_other_digits(self, texts: tuple[str, ...]) -> None:
        assert found(*texts) == []

    def test_is_none_if_its_rows_are_not_of_one_size(self) -> None:
        upper = word("申請書ID575445513441", 0, 0, 0)
        lower = word("99156220273", 0, 40, 1)
        assert found_in(rows_of([upper, lower])) != []
        tall = rows_of([upper, Word("99156220273", 0, 30, 400, 80, 0.9, 1)])
        assert found_in(tall) == []

    def test_twelve_digits_at_the_label_go_if_nothing_follows(self) -> None:
        assert masked("申請書ID 1234 5678 9012", "電話 086-803-6213") == ["1234", "5678", "9012"]


@given(st.lists(st.text("0123456789 -　申請書ID電話", max_size=30), max_size=4))
def test_a_claimed_number_has_about_as_many_digits_as_an_id(texts: list[str]) -> None:
    for number in found(*texts):
        assert 22 <= sum(char.isdigit() for char in number) <= 24
