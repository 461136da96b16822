"""No isolated 12-digit number is left in words, rows and codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr import my_number
from ocr.reading import Code
from ocr.rows import rows_of
from tests.ocr.words import rows, texts


def left(*lines: str) -> list[str]:
    """The rows that are kept; gaps where something went are as wide as any other."""
    found = rows(*lines)
    words = [word for row in found for word in row.words]
    kept = rows_of(my_number.without(words, my_number.in_rows(found)))
    return [" ".join(text.split()) for text in texts(kept)]


class TestANumber:
    @pytest.mark.parametrize(
        "text",
        [
            "123456789018",
            "1234 5678 9018",
            "1234-5678-9018",
            "１２３４５６７８９０１８",
            "1 2 3 4 5 6 7 8 9 0 1 8",
            "1|2|3|4|5|6|7|8|9|0|1|8",
            "1234.5678,9018",
            "12345678901B",  # a digit misread as a letter
            "l234 5678 90I8",
            "No.123456789018",
            "123456789018です",
        ],
    )
    def test_of_twelve_digits_goes(self, text: str) -> None:
        assert left(f"個人 {text} 番") == ["個人 番"]

    def test_goes_with_or_without_a_label(self) -> None:
        assert left("第 637054313047 号", "637054313047") == ["第 号"]

    @pytest.mark.parametrize(
        "text",
        [
            "5754 4551 3441 9915 6220 273",
            "57544551344199156220273",
            "6087910464086934",
            "086-803-6213",
            "26008653362",
            "令和7年12月11日",
        ],
    )
    def test_of_another_length_stays(self, text: str) -> None:
        assert left(text) == [text]

    @pytest.mark.parametrize("text", ["1234　5678　9018", "123456　789018"])
    def test_goes_though_its_groups_stand_far_apart(self, text: str) -> None:
        assert left(f"第　{text}　号") == ["第 号"]

    def test_beside_its_label_goes_though_digits_were_lost(self) -> None:
        assert left("個人番号 1234 567 8018 本人") == ["個人番号 本人"]

    def test_of_a_card_is_not_looked_for_beside_the_cards_name(self) -> None:
        assert left("個人番号カード 1枚") == ["個人番号カード 1枚"]

    @pytest.mark.parametrize("text", ["8 1234 5678 9018", "l1 1234 56789018", "1 123456789018 2"])
    def test_goes_though_a_speck_beside_it_was_read_as_a_digit(self, text: str) -> None:
        assert "9018" not in "".join(left(text))

    def test_of_a_card_with_sixteen_digits_stays(self) -> None:
        assert left("6087 9104 6408 6934") == ["6087 9104 6408 6934"]

    @pytest.mark.parametrize("label", ["個人番号", "個人秋号", "佃人番号"])
    def test_below_its_label_goes_though_digits_were_lost(self, label: str) -> None:
        assert left(label, "234 5678 9018", "平成4年") == [label, "平成4年"]

    def test_below_its_label_takes_no_application_id_with_it(self) -> None:
        number = "5754 4551 3441 9915 6220 273"
        assert left("個人番号", f"申請書ID {number}") == ["個人番号", f"申請書ID {number}"]

    def test_in_boxes_that_were_read_as_one_word_goes(self) -> None:
        assert left("番号 7|ol9|5l9.7i1ls|slo|4|s", "TEL|090-8450") == ["番号", "TEL|090-8450"]
        assert left("9|9|1ilzlelelzjololglel", "www.city.example.lg.jp") == [
            "www.city.example.lg.jp"
        ]

    def test_leaves_a_box_where_it_stood(self) -> None:
        assert my_number.boxes(my_number.in_rows(rows("x 123456789018"))) == ((40, 0, 280, 20),)


class TestACode:
    @pytest.mark.parametrize("payload", ["123456789018", "n=123456789018&x", "1234 5678 9018"])
    def test_that_holds_a_number_loses_its_text(self, payload: str) -> None:
        (code,) = my_number.silenced([Code("QR Code", payload, 1, 2, 3, 4)])
        assert code == Code("QR Code", "", 1, 2, 3, 4)
        assert code.is_silenced

    def test_that_holds_an_id_keeps_it(self) -> None:
        code = Code("Code 128", "57544551344199156220273", 1, 2, 3, 4)
        assert my_number.silenced([code]) == (code,)


digits = st.text("0123456789", min_size=12, max_size=12)
around = st.text("あ様号:：（）", max_size=3)


@given(digits, around, around)
def test_no_twelve_digits_are_ever_kept(number: str, before: str, after: str) -> None:
    assert number not in "".join(left(f"{before} {number} {after}"))
    assert number not in "".join(left(f"{before}{number}{after}"))
