"""PINs are neither read nor kept: their zones are known by the labels left of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.reading import Word
from ocr.rows import Row, rows_of
from ocr.secret import badly_read_headings, is_secret, unexpected_zones, words_in, zones
from tests.ocr.words import rows, word

LABELS = (
    "暗証番号（希望する番号を記入し…",
    "署名用電子証明書(英数字6～16桁)",
    "利用者証明用電子証明書(数字4桁)",
    "住民基本台帳用(数字4桁)",
)
FIRST, SECOND, THIRD, FOURTH = LABELS
WIDTH = 1000


def gone(*texts: str) -> list[str]:
    page = rows(*texts)
    return [one.text for one in words_in(page, zones(page, LABELS, WIDTH))]


class TestOnAFormWithPins:
    def test_what_stands_right_of_a_label_goes(self) -> None:
        assert gone("利用者証明用電子証明書(数字4桁)　7214", "氏名　佐藤") == ["7214"]

    def test_a_label_may_be_misread(self) -> None:
        misread = "利用 音証明用電 隆証明書(数字析)　| 5 41718"
        assert gone(misread) == ["|", "5", "41718"]

    def test_two_labels_may_be_misread_badly_if_they_stand_where_they_should(self) -> None:
        page = ("利者証月曰電子口口書数字口口　7214", "住口基口台口用口口4口　0097")
        assert gone(*page) == ["7214", "0097"]

    def test_labels_that_were_misread_altogether_are_covered_by_another(self) -> None:
        page = (
            "暗証番号（希望する番号を記入し、",
            "口口口口口口口口口口口　9YQRSN",
            "口口口口口口口口口口口　7214",
        )
        assert gone(*page)[-2:] == ["9YQRSN", "7214"]

    def test_boxes_that_reach_above_and_below_the_label_go_too(self) -> None:
        label = rows("", FOURTH)
        page = (*label, *rows_of([word("5422", left=600, top=28)]))
        assert [one.text for one in words_in(page, zones(page, LABELS, WIDTH))] == ["5422"]

    def test_a_label_that_was_read_well_ends_where_it_ends(self) -> None:
        page = ("署名用電子証明書 (英数字6～16桁)　9YQRSN", "", f"{FOURTH}　0097")
        assert gone(*page) == ["9YQRSN", "0097"]

    def test_what_a_heading_goes_on_with_stays(self) -> None:
        heading = "暗証番号（希望する番号を記入し 目隠しシールを貼ってください）"
        assert gone(heading, f"{SECOND}　9YQRSN", f"{THIRD}　7214") == ["9YQRSN", "7214"]

    def test_beside_a_heading_that_was_not_read_well_everything_goes(self) -> None:
        page = ("暗証口口口口口する口号を記入口　2581", f"{SECOND}　9YQRSN", f"{THIRD}　7214")
        assert gone(*page) == ["2581", "9YQRSN", "7214"]

    def test_a_heading_that_was_not_read_well_is_worth_another_look(self) -> None:
        page = rows("氏名　佐藤", "暗証口口口口口する口号を記入口", f"{SECOND}　9YQRSN")
        assert badly_read_headings(page, LABELS) == {1}
        assert badly_read_headings(rows("暗証番号（希望する番号を記入し"), LABELS) == frozenset()

    @pytest.mark.parametrize("slope", [-0.02, 0.02])
    def test_on_a_tilted_page_the_zone_leans_as_the_rows_do(self, slope: float) -> None:
        def at(text: str, left: int, top: float, line: int) -> Word:
            return word(text, left, round(300 + top + slope * left), line)

        heading = [at("暗証番号（希望する番号を記入し", 0, 0, 0), at("シールを", 600, 0, 0)]
        pins = [at(SECOND, 0, 55, 1), at("9YQRSN", 800, 55, 1)]
        title = [at("回答書", 0, -200, 2), at("見本市長様", 900, -200, 2)]
        page = rows_of([*heading, *pins, *title])
        assert [one.text for one in words_in(page, zones(page, LABELS, WIDTH))] == ["9YQRSN"]

    def test_boxes_right_below_a_heading_go(self) -> None:
        page = (*rows("暗証番号（希望する番号を記入し"), *rows_of([word("7214", 700, 26, 1)]))
        assert [one.text for one in words_in(page, zones(page, LABELS, WIDTH))] == ["7214"]

    def test_digits_that_a_reader_joined_with_their_label_go(self) -> None:
        joined = "住民基本台帳用(数字4桁)5422"
        assert gone(joined, "氏名　佐藤 健一") == [joined]

    def test_what_stands_left_of_a_label_or_far_below_the_last_stays(self) -> None:
        assert gone(f"岡山 {FOURTH}", "", "受領日　令和8年1月1日") == []

    def test_both_of_two_forms_on_a_page_are_covered(self) -> None:
        far = [""] * 20
        assert gone(f"{FOURTH}　1111", *far, f"{FOURTH}　2222") == ["1111", "2222"]


class TestOnAnotherPage:
    def test_a_label_that_was_read_well_is_believed(self) -> None:
        assert unexpected_zones(rows("住民墓本台帳用(数字4桁)　7214"), LABELS, WIDTH)

    @pytest.mark.parametrize(
        "text",
        [
            "利用者証明用電子証明書は不要",
            "2　利用者証明用電子証明書",
            "3　暗証番号設定控え",
            "暗証番号は書かないでください",
        ],
    )
    def test_what_stands_on_papers_without_pins_is_none(self, text: str) -> None:
        page = rows("1　署名用電子証明書", text, "個人番号カード　1枚")
        assert unexpected_zones(page, LABELS, WIDTH) == ()


class TestAZone:
    def test_is_known_from_the_labels_alone(self) -> None:
        found = [zone.box for zone in zones(rows("", "", "", "", THIRD, FOURTH), LABELS, WIDTH)]
        assert {(left, right) for left, _, right, _ in found} == {(260, WIDTH), (300, WIDTH)}
        assert min(top for _, top, _, _ in found) < 40 * 3  # the second label would stand there
        assert 220 < max(bottom for *_, bottom in found) < 250  # and nothing below the last

    def test_is_not_there_without_a_label(self) -> None:
        assert zones(rows("氏名　佐藤", "電話　086-000-0000"), LABELS, WIDTH) == ()

    def test_holds_the_lines_that_begin_in_it(self) -> None:
        page = rows("", "", FOURTH)
        assert is_secret((255, 70, 400, 110), page, LABELS)  # a detector's box is a little large
        assert not is_secret((0, 80, 270, 100), page, LABELS)  # the label
        assert not is_secret((300, 160, 400, 180), page, LABELS)  # the row below


@given(st.integers(0, 600), st.integers(0, 400))
def test_whatever_is_not_read_would_not_be_kept(left: int, top: int) -> None:
    label: tuple[Row, ...] = rows(FOURTH)
    other = word("5422", left=left, top=top, line=1)
    if is_secret(other.box, label, LABELS):
        page = (*label, *rows_of([other]))
        assert other in words_in(page, zones(label, LABELS, WIDTH))
