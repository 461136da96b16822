"""Kanji that look like katakana are told apart by what stands beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.look_alikes import told_apart


@pytest.mark.parametrize(
    ("read", "true"),
    [
        ("個人番号力一ド", "個人番号カード"),
        ("個人番号力ード交付", "個人番号カード交付"),
        ("フリガナ サト一シ", "フリガナ サトーシ"),
        ("フリ力ナ", "フリカナ"),
        ("センタ―ビル", "センタービル"),
        ("アパ一ト", "アパート"),
        ("ポイン卜カ一ド", "ポイントカード"),
        ("令和8年10月22口", "令和8年10月22日"),
        ("平成3年1月2H生", "平成3年1月2日生"),
        ("生年月曰", "生年月日"),
    ],
)
def test_among_katakana_and_in_dates_there_is_but_one_reading(read: str, true: str) -> None:
    assert told_apart(read) == true


@pytest.mark.parametrize(
    "text",
    [
        "第一ホテル",
        "電力メーター",
        "カード一枚",
        "二ノ宮 一郎",
        "一ノ二ノ三",
        "八ツ橋",
        "三ツ井",
        "工事",
        "力士",
        "フリガナ二口マリ",
        "ビル二フロア",
        "毎月3口ずつ",
        "月20H",
        "合和7年11月3日",
        "年月口座",
        "出入口",
        "今和洋",
        "岡山市北区大供一丁目1番1号",
    ],
)
def test_elsewhere_they_stay(text: str) -> None:
    assert told_apart(text) == text


@given(st.text("力二口一工夕カニロードノケ今合和0元―年月曰", max_size=12))
def test_the_text_stays_as_long(text: str) -> None:
    assert len(told_apart(text)) == len(text)
