"""Boxes, turns and numbers of a page."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import CannotComposeError
from archive.sheet import Box, number, turned


@pytest.mark.parametrize("sides", [(0, 0, 0, 9), (5, 0, 4, 9), (0, 0, 9, 14_401), (0, 0, 9, 1e9)])
def test_a_box_is_never_empty_or_immense(sides: tuple[float, float, float, float]) -> None:
    with pytest.raises(CannotComposeError, match="points"):
        Box(*sides)


def test_what_is_seen_lies_within_the_paper() -> None:
    assert Box(-5, 2, 50, 99).within(Box(0, 0, 40, 60)) == Box(0, 2, 40, 60)


def test_nothing_seen_is_refused() -> None:
    with pytest.raises(CannotComposeError):
        Box(50, 0, 60, 9).within(Box(0, 0, 40, 60))


@given(st.integers(-20, 20))
def test_turns_fold_into_four(quarters: int) -> None:
    assert turned(quarters * 90) == quarters % 4 * 90


@pytest.mark.parametrize("degrees", [1, 45, -91])
def test_no_other_turn_is_one(degrees: int) -> None:
    with pytest.raises(CannotComposeError, match=f"{degrees} degrees"):
        turned(degrees)


@given(st.floats(-1e6, 1e6))
def test_numbers_are_written_plainly(value: float) -> None:
    text = number(value)
    assert re.fullmatch(r"-?(0|[1-9]\d*)(\.\d*[1-9])?", text)
    assert text != "-0"
    assert abs(float(text) - value) <= 1e-6
