"""A name is found however it is written; it is never changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.names import fold_kana, fold_name, plain_number


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("髙橋　春樹", "高橋春樹"),
        ("山﨑 百合", "山崎百合"),
        ("渡邉　学", "渡辺學"),
        ("辻\U000e0100", "辻"),
        ("齋藤", "斉藤"),
        ("𠮷田", "吉田"),
        ("SMITH　JOHN", "smith john"),
        ("ＳＭＩＴＨ", "smith"),
    ],
)
def test_one_name_written_in_two_ways_is_one(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ﾀｶﾊｼ ﾊﾙｷ", "タカハシ　ハルキ"),
        ("たかはし　はるき", "タカハシハルキ"),
        ("ﾔﾏｻﾞｷ", "やまざき"),
    ],
)
def test_one_reading_written_in_two_ways_is_one(one: str, other: str) -> None:
    assert fold_kana(one) == fold_kana(other)


def test_two_readings_stay_two() -> None:
    assert fold_kana("ヤマサキ") != fold_kana("ヤマザキ")


_IN_NAMES = st.one_of(
    st.characters(min_codepoint=0x20, max_codepoint=0x7E),
    st.characters(min_codepoint=0x3041, max_codepoint=0x3096),  # hiragana
    st.characters(min_codepoint=0x30A1, max_codepoint=0x30FE),  # katakana
    st.characters(min_codepoint=0xFF01, max_codepoint=0xFF9D),  # wide letters, narrow katakana
    st.sampled_from("　髙﨑邉邊齋斎辻𠮷\U000e0100"),
)


@given(st.text(_IN_NAMES))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold_kana(fold_kana(text)) == fold_kana(text)
    assert fold_name(fold_name(text)) == fold_name(text)


@pytest.mark.parametrize("text", ["334-15-92653-5", "３３４ １５ ９２６５３ ５", "33415926535"])
def test_a_number_is_kept_as_it_is_typed(text: str) -> None:
    assert plain_number(text) == "33415926535"


@pytest.mark.parametrize("text", ["", "-", "番号", "1.5E+10"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no number"):
        plain_number(text)
