"""Dates in rows of text: what is legible, and what may be meant."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.paper_dates import complete_dates, possible_dates

_ERAS = (("明治", 1867), ("大正", 1911), ("昭和", 1925), ("平成", 1988), ("令和", 2018))


def days(text: str) -> list[date]:
    return [dated.day for dated in complete_dates(text)]


class TestACompleteDate:
    @pytest.mark.parametrize(
        "text",
        [
            "昭和60年1月2日",
            "昭和６０年１月２日",
            "生年月日　昭 和 6 0 年 1 月 2 日　性別 女",
            "S60.1.2",
            "S 60. 1. 2",
            "1985-01-02",
            "1985/1/2",
            "1985年1月2日",
            "昭和60年1月2日生",
            "昭和60.1.2",
            "昭和 60・1・2",
            "昭和６０／１／２",
            "昭和六十年一月二日",
            "生年月日 昭和 六十 年 一 月 二 日",
            "一九八五年一月二日",
        ],
    )
    def test_is_read_however_it_is_written(self, text: str) -> None:
        assert days(text) == [date(1985, 1, 2)]

    def test_may_stand_in_the_first_year_of_an_era(self) -> None:
        assert days("令和元年12月28日") == [date(2019, 12, 28)]

    @pytest.mark.parametrize(
        "text",
        [
            "60年1月2日",  # no era
            "昭和60年1月",  # no day
            "昭和60年4月31日",  # no such day
            "昭和70年1月2日",  # no such year
            "製造番号 21985-01-02",  # a longer number
            "1985-01-023",
            "電話 086-803-7515",
        ],
    )
    def test_is_not_what_lacks_a_part(self, text: str) -> None:
        assert days(text) == []

    @pytest.mark.parametrize(
        ("text", "day"),
        [
            ("昭和三十七年十月二十五日", date(1962, 10, 25)),
            ("令和元年十二月十日", date(2019, 12, 10)),
            ("平成十年十一月三十日", date(1998, 11, 30)),
        ],
    )
    def test_is_read_in_kanji(self, text: str, day: date) -> None:
        assert days(text) == [day]

    @pytest.mark.parametrize("text", ["昭和十十年一月二日", "昭和二二十年一月二日", "三年一月二日"])
    def test_is_not_what_kanji_do_not_say(self, text: str) -> None:
        assert days(text) == []

    def test_knows_where_it_begins(self) -> None:
        text = "令和7年4月1日 生年月日 昭和60年1月2日"
        assert [text[dated.start :][:2] for dated in complete_dates(text)] == ["令和", "昭和"]

    @given(st.dates(date(1990, 1, 1), date(2018, 12, 31)))
    def test_comes_back_from_both_calendars(self, day: date) -> None:
        western = f"{day.year}年{day.month}月{day.day}日"
        era = f"平成{day.year - 1988}年{day.month}月{day.day}日"
        assert days(western) == days(era) == [day]


class TestAPossibleDate:
    @pytest.mark.parametrize(
        "text",
        [
            "生年月日 昭和43年2月23昌",
            "昭和43征2月23",
            "88和43年2月23B",
            "Ｂ和 43年 2月 23晶",
        ],
    )
    def test_has_all_its_digits_though_the_units_are_blurred(self, text: str) -> None:
        assert date(1968, 2, 23) in possible_dates(text)

    def test_may_be_two_where_the_half_era_may_be(self) -> None:
        assert possible_dates("■和7年10月1日") == {date(1932, 10, 1), date(2025, 10, 1)}

    @pytest.mark.parametrize("era", ["合和", "今和", "冷 和"])
    def test_is_told_by_an_era_that_looks_like_its_own(self, era: str) -> None:
        assert possible_dates(f"{era}7年10月1日") == {date(2025, 10, 1)}

    def test_is_no_complete_date(self) -> None:
        assert days("昭和43年2月23昌") == []

    def test_does_not_take_one_era_for_another(self) -> None:
        assert possible_dates("令和7年10月1日") == {date(2025, 10, 1)}

    @given(st.sampled_from(_ERAS), st.integers(1, 40), st.integers(1, 12), st.integers(1, 28))
    def test_never_differs_from_a_complete_one(
        self, era: tuple[str, int], year: int, month: int, day: int
    ) -> None:
        text = f"{era[0]}{year}年{month}月{day}日"
        assert possible_dates(text) == frozenset(days(text))

    @given(st.text(alphabet="昭和平成令年月日0123456789 .元/-", max_size=30))
    def test_can_be_looked_for_in_any_text(self, text: str) -> None:
        assert frozenset(days(text)) <= possible_dates(text)
