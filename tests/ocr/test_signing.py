"""The day of signing: beside its label, the only one there, read alike by everybody."""

from datetime import date

import pytest

from ocr.signing import days_of_signing

DAY = date(2026, 12, 5)
LABELS = ("受領日", "記入日")


def days(*lines: str) -> tuple[date, ...]:
    return days_of_signing(lines, LABELS)


class TestADayOfSigning:
    @pytest.mark.parametrize(
        "row",
        [
            "受領日 令和8年12月5日",
            "受領日　令和8年12月5日",
            "受 領 日：令和８年１２月５日",
            "受領日（自署）令和8年12月5日　受領者 佐藤 健一",
            "佐藤 健一　記入日 R8.12.5",
            "受領日: 2026/12/5",
            "受領日 令和8年12月5日 生年月日 昭和63年8月3日",
            "受領日 令和8年12月5日（2026年12月5日）",
        ],
    )
    def test_stands_behind_its_label_or_in_the_next_column(self, row: str) -> None:
        assert days(row) == (DAY,)

    @pytest.mark.parametrize(
        "row",
        [
            "令和8年12月5日",
            "交付期限 令和8年12月5日",
            "カード受領日 令和8年12月5日",
            "受領日から14日以内 令和8年12月5日",
            "受領日及び交付期限　令和8年12月5日",
            "受領日　佐藤 健一　令和8年12月5日",
            "受領日 生年月日 令和8年12月5日",
            "受領日　生年月日　令和8年12月5日",
            "受領日 令和8年12月",
            "受領日 8年12月5日",
            "受領日 令和8年2月31日",
        ],
    )
    def test_is_nothing_else(self, row: str) -> None:
        assert days(row) == ()

    def test_may_stand_beside_each_label(self) -> None:
        assert days("受領日 令和8年12月5日", "記入日 令和8年11月1日") == (date(2026, 11, 1), DAY)

    def test_is_not_doubted_for_words_that_resemble_its_label(self) -> None:
        rows = "申請日 令和8年12月5日", "申請前6か月以内に撮影したもので、正面、無帽、無背景の"
        assert days_of_signing(rows, ("申請日",)) == (DAY,)

    def test_may_be_read_again_and_worse(self) -> None:
        again = "受頷日 令和8年12月5日", "受領日 今和8年12月5日", "受領日 和8征12月5", "受領日"
        assert days("受領日 令和8年12月5日", *again) == (DAY,)


class TestItIsInDoubt:
    @pytest.mark.parametrize(
        "other",
        [
            "受領日 令和8年2月5日",
            "受頷日 令和8年2月5日",
            "受領日 令和8年12月",
            "受領日 令和8年72月5日",
            "受 頷 日　令和8年1 月5日",
        ],
    )
    def test_where_another_reading_of_the_row_cannot_be_of_that_day(self, other: str) -> None:
        for rows in (("受領日 令和8年12月5日", other), (other, "受領日 令和8年12月5日")):
            assert days(*rows) == ()

    def test_where_two_stand_beside_one_label(self) -> None:
        assert days("受領日 令和8年12月5日から令和8年12月9日") == ()

    def test_where_the_label_itself_was_misread_by_all(self) -> None:
        assert days("受頷日 令和8年12月5日") == ()


def test_a_label_of_two_letters_must_be_read_whole() -> None:
    assert days_of_signing(("日付 令和8年12月5日", "日時 令和8年1月5日"), ("日付",)) == (DAY,)
