"""Where no label of a PIN was read, letters one by one are one behind the scraps of a label."""

import pytest

from ocr.secret import words_in, zones
from ocr.spaced import spaced_zones
from tests.ocr.words import rows

LABELS = ("署名用電子証明書(英数字6～16桁)", "利用者証明用電子証明書(数字4桁)")


class TestWhereNoLabelIsRead:
    def spaced(self, *texts: str) -> list[str]:
        page = rows(*texts)
        assert zones(page, LABELS, 1000) == ()
        return [one.text for one in words_in(page, spaced_zones(page, LABELS))]

    def test_what_stands_letter_by_letter_behind_the_scraps_of_one_goes(self) -> None:
        assert self.spaced("月用者 用系 數 0 8 3 6") == [*"0836"]
        assert self.spaced("之用電子 9 Y Q R ８ ９") == [*"9YQR８９"]

    def test_four_digits_alone_in_a_row_go(self) -> None:
        assert self.spaced("0 8 3 6", "氏名 佐藤") == [*"0836"]

    @pytest.mark.parametrize(
        "text",
        [
            "生年月日 1 9 6 1 年 1 2 月 3 0 日",
            "申請書ID 9 9 1 2 - 3 4 0 0",
            "電話番号 0 9 0 - 1 2 3 4",
            "引受番号 1 1 2 2 3 3 4 4",
            "〒 7 0 0 8 5 4 4",
            "1 2 3 4 5",
        ],
    )
    def test_other_numbers_letter_by_letter_stay(self, text: str) -> None:
        assert self.spaced(text) == []
