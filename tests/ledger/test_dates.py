"""Dates of lists, the Japanese calendar included."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.dates import parse_date


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1995-02-26", date(1995, 2, 26)),
        ("1995/2/26", date(1995, 2, 26)),
        ("1995年2月26日", date(1995, 2, 26)),
        ("１９９５．２．２６", date(1995, 2, 26)),
        ("平成7年2月26日", date(1995, 2, 26)),
        ("平成　７年　２月２６日", date(1995, 2, 26)),
        ("H7.2.26", date(1995, 2, 26)),
        ("h07.02.26", date(1995, 2, 26)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("㍻7年2月26日", date(1995, 2, 26)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("大正元年7月30日", date(1912, 7, 30)),
    ],
)
def test_a_date_is_read_as_it_is_written(text: str, day: date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1995",
        "95-02-26",
        "1995-02-30",
        "平成31年5月1日",  # it was 令和 by then
        "令和元年4月30日",  # not yet
        "昭和64年1月8日",
        "7.2.26",  # of which era?
        "X7.2.26",
        "平成0年1月1日",
        "19950226",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # any of them
        parse_date(text)


@given(st.dates())
def test_every_iso_date_is_read(day: date) -> None:
    assert parse_date(day.isoformat()) == day


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    with suppress(ValueError):
        parse_date(text)
