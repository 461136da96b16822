"""A row of boxes is whole although some of its digits are broken."""

from hypothesis import given
from hypothesis import strategies as st

from ocr.pitch import filled, joined
from ocr.reading import Box


def row(places: list[int], pitch: int = 40, top: int = 100) -> list[Box]:
    return [(place * pitch, top, place * pitch + 14, top + 22) for place in places]


def test_pieces_that_stand_evenly_are_one_row() -> None:
    assert joined([row([0, 1, 2, 3]), row([5, 6, 7, 8])]) == [tuple(row([0, 1, 2, 3, 5, 6, 7, 8]))]


def test_pieces_of_other_rows_stay_apart() -> None:
    pieces = [row([0, 1, 2, 3]), row([5, 6, 7, 8], top=140)]
    assert joined(pieces) == [tuple(piece) for piece in pieces]


def test_pieces_of_another_pitch_stay_apart() -> None:
    assert len(joined([row([0, 1, 2, 3]), row([8, 9, 10, 11], pitch=25)])) == 2


def test_pieces_far_beside_stay_apart() -> None:
    assert len(joined([row([0, 1, 2, 3]), row([11, 12, 13, 14])])) == 2


def test_a_broken_digit_is_filled_in_where_it_must_stand() -> None:
    assert filled(row([0, 1, 2, 4, 5])) == tuple(row([0, 1, 2, 3, 4, 5]))


def test_an_uneven_row_stays_as_it_is() -> None:
    uneven = [(x, 100, x + 14, 122) for x in (0, 20, 70, 85, 140, 150)]
    assert filled(uneven) == tuple(uneven)


@given(st.sets(st.integers(1, 21), max_size=2), st.integers(20, 60))
def test_two_broken_digits_are_filled_in_wherever_they_stand(gone: set[int], pitch: int) -> None:
    left = [place for place in range(23) if place not in gone]
    assert filled(row(left, pitch)) == tuple(row(list(range(23)), pitch))
