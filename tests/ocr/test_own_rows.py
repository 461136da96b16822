"""Zones of PINs leave out the rows that carry another label, on tilted pages, too."""

import pytest

from ocr.own_rows import outside_own_rows
from ocr.reading import Box
from ocr.rows import Row
from ocr.secret import unexpected_zones, words_in
from tests.ocr.words import rows

LABELS = ("暗証番号…", "署名用電子証明書", "利用者証明用電子証明書", "住民基本台帳用")


def left(zone: Box, page: tuple[Row, ...], slope: float = 0) -> list[Box]:
    return list(outside_own_rows(zone, page, slope))


class TestAZone:
    def test_ends_above_and_below_such_a_row(self) -> None:
        page = rows("", "", "生年月日 昭和35年1月26日")
        middle = page[0].box[1] + 10
        assert left((200, 0, 900, 200), page) == [
            (200, 0, 900, middle - 15),
            (200, middle + 15, 900, 200),
        ]

    def test_follows_it_down_a_tilted_page(self) -> None:
        page = rows("氏名 佐藤")
        assert left((300, 0, 500, 100), page, slope=0.1) == [
            (300, 0, 500, 33),  # 38 lower than at the label
            (300, 63, 500, 100),
        ]

    @pytest.mark.parametrize(
        "text", ["署名用電子証明書 氏名", "住民基本台帳用", "12", "電話 暗証番号"]
    )
    def test_stays_whole_beside_other_rows(self, text: str) -> None:
        assert left((200, 0, 900, 100), rows(text)) == [(200, 0, 900, 100)]

    def test_stays_whole_where_the_label_stands_in_it_or_right_of_it(self) -> None:
        page = rows("氏名 佐藤")
        assert left((0, 0, 900, 100), page) == [(0, 0, 900, 100)]


def test_a_birth_date_above_labels_of_pins_is_no_pin() -> None:
    page = rows(
        "生年月日　昭和35年1月26日",
        "署名用電子証明書　AB12",
        "利用者証明用電子証明書　1708",
        "住民基本台帳用　9410",
    )
    hidden = {word.text for word in words_in(page, unexpected_zones(page, LABELS, 2000))}
    assert hidden == {"AB12", "1708", "9410"}
