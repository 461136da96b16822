"""Rows of proxies and of attachments say nothing about whose document it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.evidence import Line
from ledger.forms import FormKind
from ledger.speaking import speaking


def texts(*rows: str) -> list[str]:
    return [line.text for line in speaking(Line(1, text) for text in rows)]


@pytest.mark.parametrize(
    "text",
    [
        "代理人氏名 佐藤 健一",
        "代 理 人 氏 名　佐藤 健一",
        "代唱人民名　佐藤 健一",  # misread
        "法定代理人 佐藤 健一",
        "受任者　佐藤 健一",
        "届出人 佐藤 健一 昭和63年8月3日生",
        "世帯主　佐藤 健一",
    ],
)
def test_a_proxys_row_does_not_speak(text: str) -> None:
    assert texts(text) == []


@pytest.mark.parametrize(
    "text", ["氏名 佐藤 健一", "受領者 佐藤 健一 印", "本人　佐藤 健一", "佐藤 健一 様", ""]
)
def test_every_other_row_speaks(text: str) -> None:
    assert texts(text) == [text]


@pytest.mark.parametrize("heading", ["(代理人)", "【代理人】", "代理人記入欄（本人が不在のとき）"])
def test_the_rows_below_a_proxys_heading_do_not_speak(heading: str) -> None:
    assert texts("氏名 岡田 恵", heading, "氏名 佐藤 健一", "住所 北区") == ["氏名 岡田 恵"]


def test_the_applicant_speaks_again_behind_a_proxys_part() -> None:
    assert texts("(代理人)", "氏名 佐藤 健一", "(委任者)", "氏名 岡田 恵") == [
        "(委任者)",
        "氏名 岡田 恵",
    ]


@pytest.mark.parametrize("row", ["代理人　住所　北区 1-2", "受任者の住所 北区 1-2"])
def test_a_proxys_address_silences_the_name_below_it(row: str) -> None:
    assert texts(row, "氏名 佐藤 健一", "委任者　住所　南区", "氏名 岡田 恵") == [
        "委任者　住所　南区",
        "氏名 岡田 恵",
    ]


@pytest.mark.parametrize(
    "row", ["私は、上記の者を代理人と定め、受領の権限を委任します。", "私仗、上記)名左代理人亡定女"]
)
def test_the_applicant_speaks_behind_the_sentence_that_names_the_proxy_above(row: str) -> None:
    assert texts("(代理人)", "氏名 佐藤 健一", row, "氏名 岡田 恵")[-1] == "氏名 岡田 恵"


def test_a_receipts_sentence_ends_no_proxys_part() -> None:
    rows = ["(代理人)", "氏名 佐藤 健一", "上記のとおり受領しました。", "氏名 佐藤 健一"]
    assert texts(*rows) == []


def test_a_sentence_about_proxies_silences_itself_only() -> None:
    rows = ["代理人に受領を委任される場合は、下の回答書に記入してください", "氏名 岡田 恵"]
    assert texts(*rows) == ["氏名 岡田 恵"]


def test_the_next_page_speaks_again() -> None:
    lines = [Line(1, "(代理人)"), Line(2, "氏名 岡田 恵")]
    assert [line.page for line in speaking(lines)] == [2]


@pytest.mark.parametrize("form", FormKind)
def test_attachments_do_not_speak(form: FormKind) -> None:
    lines = [Line(1, "氏名 佐藤 健一", form)]
    assert speaking(lines) == (() if form.is_attachment else tuple(lines))


@given(st.lists(st.sampled_from(["(代理人)", "委任者", "氏名 岡田 恵", "代理人 岡田 恵"])))
def test_nothing_is_added_and_the_order_stays(rows: list[str]) -> None:
    kept = iter(rows)
    assert all(text in kept for text in texts(*rows))
