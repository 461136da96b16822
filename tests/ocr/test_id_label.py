"""What the label 申請書ID claims is no personal number, unless it might be one all the same."""

import pytest

from ocr import my_number
from ocr.id_label import is_below_id_label, is_beside_id_label
from ocr.rows import rows_of
from tests.ocr.words import rows, word

ID = "57544551344199156220273"
BOXES = "[lslolellzlelslzhlsl|"


class TestBeside:
    @pytest.mark.parametrize(
        "text",
        [
            "申請書ID　81114522 01709592 3223",
            "申請書ＩＤ：5893557311 328410154897",
            "申請書ID　9714-7303-8835=9342-1434-275",
            "申請書 :　9645 6961z }04499 7556 943",
            "D: 96456961< j044997556943",  # the half of the label that was found
            "中 弟 N1D　p897-501Gr1097-5455-9976",
        ],
    )
    def test_digits_are_those_of_an_id_that_lost_some(self, text: str) -> None:
        assert all(is_beside_id_label(text, start) for start, _ in my_number.spans(text))

    @pytest.mark.parametrize(
        "text",
        [
            "申請書ID　1234 5678 9012",  # no more than twelve
            f"申請書ID　{ID}　1234 5678 9012",
            "1D34 1234 5678 9012",
            "申請書ID　81114522 01709592　1234 5678 9012",
        ],
    )
    def test_twelve_digits_may_be_another_number(self, text: str) -> None:
        assert not is_beside_id_label(text, text.index("1234"))


class TestBelow:
    def test_boxes_are_those_of_the_id(self) -> None:
        page = rows("申請書ＩＤ", BOXES)
        assert is_below_id_label(page[1].words[0], page)
        assert my_number.in_rows(page) == ()

    def test_boxes_further_below_or_above_are_not(self) -> None:
        page = rows(BOXES, "申請書ID：", "", "", BOXES)
        assert not any(is_below_id_label(page[at].words[0], page) for at in (0, 2))
        assert len(my_number.in_rows(page)) == 2

    def test_boxes_beside_the_label_of_a_personal_number_go_even_there(self) -> None:
        page = (*rows("申請書ID"), *rows_of([word("個人番号", top=40), word("1|2|3", 200, 40)]))
        (number,) = my_number.in_rows(page)
        assert [one.text for one in number.words] == ["1|2|3"]
