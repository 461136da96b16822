"""The check digit is that of the ordinance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.check_digit import is_my_number

LEAFLET = "123456789018"  # the sample in the government's leaflets; nobody's


def test_the_sample_of_the_leaflets_passes() -> None:
    assert is_my_number(LEAFLET)


@given(st.integers(0, 11), st.integers(1, 9))
def test_no_number_one_digit_off_passes(at: int, by: int) -> None:
    """But where the ordinance has 0 for two remainders, which the sample's digits do not meet."""
    digit = str((int(LEAFLET[at]) + by) % 10)
    assert not is_my_number(LEAFLET[:at] + digit + LEAFLET[at + 1 :])


@given(st.text("0123456789", min_size=11, max_size=11))
def test_of_ten_last_digits_one_passes(digits: str) -> None:
    assert sum(is_my_number(digits + last) for last in "0123456789") == 1


@pytest.mark.parametrize("text", ["", "12345678901", "1234567890180", "１２３４５６７８９０１８"])
def test_what_is_not_twelve_plain_digits_is_none(text: str) -> None:
    assert not is_my_number(text)
