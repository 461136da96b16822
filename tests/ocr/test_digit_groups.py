"""Twelve digits are found beside other digits, and never inside an application ID."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr import my_number
from ocr.digit_groups import application_ids

NUMBER, ID = "123456789012", "57544551344199156220273"


def masked(text: str) -> list[str]:
    return [text[start:end] for start, end in my_number.spans(text)]


class TestTwelveDigits:
    @pytest.mark.parametrize(
        ("text", "number"),
        [
            ("2. 1234 5678 9012", "1234 5678 9012"),
            ("123456789012 2025年10月", "123456789012"),
            ("1234 5678 9012 1/2", "1234 5678 9012"),
            ("1234　5678　9012", "1234　5678　9012"),
            ("123456789012,20251010", "123456789012"),
            ("1234 5678 9012 2025年", "1234 5678 9012"),
            ("1234 5678 9012　086-803-6213", "1234 5678 9012"),
            ("1234-5678-9012 090 1234 5678", "1234-5678-9012"),
            ("123456789012,26008653362", "123456789012"),
            ("123456789012　26008653362", "123456789012"),
        ],
    )
    def test_are_found_beside_other_digits(self, text: str, number: str) -> None:
        assert number in masked(text)

    @pytest.mark.parametrize(
        "text",
        [
            "6087910464086934",
            "6087 9104 6408 6934",
            "6087-9104-6408-6934",
            "1234 5678 9012 3456 7890 1234",
            "1234567890123",
            ID,
            f"申請書ID{ID}",
            "2. 5754 4551 3441 9915 6220 273",
            "5754 4551 3441 9915 6220 273 1/2",
            "ID5754 4551 3441 9915 6220 273",
            "5754 4551 3441 9915 6220",  # the end was not read
            "1234-5678-9012-3",
            "5 7 5 4 4 5 5 1 3 4 4 1 9 9 1",  # more boxes than twelve, even with two specks
            "9 210 0.0 1 4 2 2 019 6.2 1 9 2 2 112 4 4 3 6",
            "4 3 6 0 4 0|32 110 8 o 1 7 6 5 9 0 4 6 4 8",  # a zero was read as a letter
            "9 6　O 2 7 3 9 0 7 6 4 2 3 9 5 6 8",
            "9 6 6 9 5　5 4 5 7 4 3 5 5 6 9 7 1 4",
        ],
    )
    def test_are_not_looked_for_in_longer_numbers(self, text: str) -> None:
        assert masked(text) == []


def grouped(digits: str, ends: Sequence[int], gap: str) -> str:
    cuts = [0, *sorted(ends), len(digits)]
    return gap.join(digits[a:b] for a, b in pairwise(cuts))


PRINTED = [4, 8, 12, 16, 20]
ids = st.text("0123456789", min_size=23, max_size=23)
fewer = st.lists(st.sampled_from(PRINTED), unique=True)
more = st.lists(st.integers(1, 22), unique=True).map(lambda ends: sorted({*PRINTED, *ends}))
boxed = st.just(list(range(1, 23)))
gaps = st.sampled_from([" ", "  ", "-", " - ", "ー"])
before = st.sampled_from(
    ["", "2. ", "No.", "1/2 ", "2025年10月 ", "申請書ID", "8 ", "2025 ", "　3　"]
)
after = st.sampled_from(["", " 1/2", " 2025年10月", ",20251010", "です", " 8", "　2025", " 1234"])


@given(ids, fewer | more | boxed, gaps, before, after)
def test_an_application_id_is_never_masked(
    digits: str, ends: list[int], gap: str, left: str, right: str
) -> None:
    number = grouped(digits, ends, gap)
    start, end = len(left), len(left) + len(number)
    assert all(b <= start or end <= a for a, b in my_number.spans(left + number + right))


@given(ids, st.sampled_from([" ", "　", "-", ".", " "]))
def test_an_id_in_its_printed_groups_is_one_whatever_stands_between(digits: str, gap: str) -> None:
    text = grouped(digits, PRINTED, gap)
    assert application_ids(text, text.replace(".", "-")) == ((0, len(text)),)
    assert my_number.spans(text) == ()


class TestTheGroupsOfAFormFile:
    SIXES = frozenset({(4, 4, 4, 4, 4, 3), (6, 6, 6, 5)})

    @pytest.mark.parametrize(
        "text",
        ["575445 513441 991562 20273", "575445-513441-991562-20273", "575445513441 99156220273"],
    )
    def test_are_those_of_an_id(self, text: str) -> None:
        assert my_number.spans(text, self.SIXES) == ()

    def test_are_none_if_no_file_names_them(self) -> None:
        assert masked("575445 513441 991562 20273")[:1] == ["575445 513441"]

    @pytest.mark.parametrize("groups", [(12, 11), (4, 4, 15), (23,), (6, 6, 6, 5)])
    def test_hide_no_personal_number_beside_a_telephone(self, groups: tuple[int, ...]) -> None:
        text = "1234 5678 9012 090 1234 5678"
        known = frozenset({(4, 4, 4, 4, 4, 3), groups})
        assert [text[start:end] for start, end in my_number.spans(text, known)] == [
            "1234 5678 9012"
        ]


numbers = st.text("0123456789", min_size=12, max_size=12)
groupings = st.sampled_from([[], [4, 8], [6], list(range(1, 12)), [4], [8]])
any_gap = gaps | st.sampled_from(["　", ".", "|", "・"])
beside_before = st.sampled_from(["", "2. ", "1/2 ", "2025年10月 ", "8 ", "No.", "(1) ", "　3　"])
beside_after = st.sampled_from(
    ["", " 1/2", " 2025年10月", ",20251010", "です", " 8", " 第2号", "　086-803-6213"]
)


@given(numbers, groupings, any_gap, beside_before, beside_after)
def test_twelve_digits_are_always_masked(
    digits: str, ends: list[int], gap: str, left: str, right: str
) -> None:
    number = grouped(digits, ends, gap)
    start, end = len(left), len(left) + len(number)
    assert any(a <= start and end <= b for a, b in my_number.spans(left + number + right))
