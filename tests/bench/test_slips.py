"""Numbers and words are misread as readers misread them."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.slips import Slips
from bench.slips_learned import aligned

NONE_SEEN = Slips.of({"taken_for": {}, "dropped": 0, "added": 0})


@pytest.mark.parametrize(
    ("truth", "read", "slips"),
    [
        ("12345", "12345", []),
        ("12345", "12845", [("3", "8")]),
        ("12345", "1245", [("3", "")]),
        ("12345", "123945", [("", "9")]),
        ("", "1", [("", "1")]),
    ],
)
def test_slips_are_found_where_they_are(
    truth: str, read: str, slips: list[tuple[str, str]]
) -> None:
    assert list(aligned(truth, read)) == slips


@given(st.integers(0))
def test_a_misread_number_is_as_long_where_no_digit_is_lost_or_won(seed: int) -> None:
    digits = "57544551344199156220273"
    read = NONE_SEEN.number(digits, Random(seed))
    assert read.isdigit()
    assert len(read) == len(digits)


def test_what_was_seen_often_happens_often() -> None:
    slips = Slips.of({"taken_for": {"1": {"7": 990}}, "dropped": 0, "added": 0})
    read = [slips.number("11111111111111111111111", Random(seed)) for seed in range(200)]
    assert sum("7" in one for one in read) > 190


def test_numbers_lose_and_gain_digits_as_often_as_was_seen() -> None:
    slips = Slips.of({"taken_for": {}, "dropped": 45, "added": 45})
    lengths = {len(slips.number("1234567890", Random(seed))) for seed in range(200)}
    assert {9, 10, 11} <= lengths


@given(st.integers(0), st.sampled_from(["佐藤 健一", "サトウ ケンイチ", "昭和63年8月3日"]))
def test_a_misread_word_is_as_long_and_another(seed: int, text: str) -> None:
    read = NONE_SEEN.words(text, Random(seed))
    assert len(read) == len(text)
    assert read != text


def test_what_was_learned_is_at_hand() -> None:
    assert Slips.learned().number("57544551344199156220273", Random(1)).isdigit()
