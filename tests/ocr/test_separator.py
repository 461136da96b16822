"""A separator is a sheet with codes and a few words on it; a code alone does not make one."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.reading import Box
from ocr.separator import is_separator, is_separator_code

PAYLOADS = ("HIKAE-SEPARATOR", "PATCHT")
ID = "57544551344199156220273"
TRACKING = "12345678901"
OURS = [
    "仕切り用紙",
    "書類一式の前に、この用紙 を1 枚はさんでください。",
    "スキャンのとき抜き取らないでください。何度でも使えます。",
    "Separator sheet: put one before each set of papers.",
]
COVER = ["登録票 COVER SHEET", "申請書ID", "5754-4551-3441-9915-6220-273", "次の書類一式の前に置く"]
FORM = ["個人番号カードを確かに受け取りました。", "氏名 佐藤 健一", "住所 見本市北区一丁目2番3号"]


@dataclass(frozen=True)
class Seen:
    text: str
    symbology: str = "QR Code"
    box: Box = (0, 0, 9, 9)


def separates(codes: Sequence[str], lines: Sequence[str] = (), ink: float = 0.01) -> bool:
    return is_separator([Seen(text) for text in codes], lines, ink, PAYLOADS)


class TestAPageWithASeparatorsCode:
    @pytest.mark.parametrize("lines", [[], ["PATCH T"], ["SEPARATOR/ 区切り", "川川"], OURS])
    def test_is_a_separator_if_it_says_little_else(self, lines: list[str]) -> None:
        assert separates(["PATCHT"], lines)

    def test_is_one_though_other_codes_on_it_could_not_be_read_if_it_says_so(self) -> None:
        assert separates(["PATCHT"], OURS, ink=0.05)

    def test_is_one_whatever_is_made_of_its_bars(self) -> None:
        assert separates(["PATCHT"], ["11111 1 1111 11111"])

    def test_is_content_if_there_is_more_to_read(self) -> None:
        assert not separates(["PATCHT"], FORM)
        assert not separates(["PATCHT"], ["SEPARATOR", *FORM * 8])

    def test_is_content_if_of_a_form_only_the_title_could_be_read(self) -> None:
        assert not separates(["PATCHT"], ["委任状"])

    def test_is_content_if_it_is_full_of_ink_that_nobody_can_read(self) -> None:
        assert not separates(["PATCHT"], ["PATCH T"], ink=0.04)


class TestAPageWithSomeOtherCode:
    @pytest.mark.parametrize(
        "payload", ["SEP-0001", "BATCH 20251020-001", "SHIKIRI", "市民課 仕切"]
    )
    @pytest.mark.parametrize("lines", [[], ["SEP-0001"], ["スキャナ用 分割シート", "市民課"], OURS])
    def test_is_a_separator_whatever_its_payload(self, payload: str, lines: list[str]) -> None:
        assert separates([payload], lines)

    def test_has_its_payload_in_letters_on_it(self) -> None:
        long = "OFFICE-NORTH-SCANNER-TWO-NEXT-SET-OF-PAPERS-BEGINS"
        assert separates([long], [f"*{long.lower()}*", "市民課"])

    @pytest.mark.parametrize("text", ["PATCH-T", "PATCH-2", "PATCH-X"])
    def test_may_be_a_patch_code(self, text: str) -> None:
        assert is_separator([Seen(text, "Patch")], ["PATCH"], 0.01, PAYLOADS)

    @pytest.mark.parametrize(
        "payload", ["https://example.jp/a", "MAILTO:a@example.jp", " WIFI:S:x"]
    )
    def test_that_leads_elsewhere_is_content_unless_it_says_that_it_divides(
        self, payload: str
    ) -> None:
        assert not separates([payload], ["くわしくはこちら"])
        assert separates([payload], ["仕切り用紙"])

    @pytest.mark.parametrize(
        "word", ["佐藤 健一 様", "〒700-0001", "料金後納郵便", "同意書", "PASSPORT"]
    )
    def test_is_content_if_a_word_of_the_papers_is_on_it(self, word: str) -> None:
        assert not separates(["SEP-0001"], [word])

    @pytest.mark.parametrize(
        "lines",
        [
            ["診察券", "ハセガワ　ナオミ", "189024", "見本中央病院"],
            ["見本歯科クリニック"],
            ["森　恵子"],
            ["第12345号", "西村 美穂"],
            ["ミツオカ ミホ"],
            ["図書館利用カード", "10465440"],
            ["受付番号", "25番", "11月5日 10:32"],
        ],
    )
    def test_is_content_if_it_may_be_a_card(self, lines: list[str]) -> None:
        assert not separates(["A0012345"], lines)
        assert not is_separator([Seen("PATCH-T", "Patch")], lines, 0.01, PAYLOADS)

    def test_is_a_separator_though_it_names_a_desk_if_it_says_so(self) -> None:
        assert separates(["SEP-0001"], ["仕切り用紙", "保険年金課 受付"])


class TestSomebodysNumber:
    @pytest.mark.parametrize(
        "payload",
        [ID, f"https://shinsei.example/a?id={ID}", TRACKING, "A12345678901B", "123456789012", ""],
    )
    def test_in_a_code_makes_content(self, payload: str) -> None:
        assert not separates([payload], [])
        assert not separates([payload, "PATCHT"], ["仕切り用紙"])

    @pytest.mark.parametrize(
        "line", [ID, "5754 4551 3441 9915 6220 273", "5754－4551－3441", "１２３４５６７８９０１"]
    )
    def test_in_the_text_makes_content(self, line: str) -> None:
        assert not separates(["PATCHT"], ["仕切り用紙", line])

    def test_may_be_the_one_that_a_cover_sheet_announces(self) -> None:
        assert separates([f"HIKAE-COVER:{ID}"], COVER)
        assert separates([f"HIKAE-COVER:{ID}"], ["5754-4551-3441-9915-6220-273"])

    def test_of_another_makes_content_of_a_cover_sheet(self) -> None:
        assert not separates([f"HIKAE-COVER:{ID}", ID[::-1]], COVER)


class TestAPageWithoutACode:
    def test_is_a_separator_if_it_says_so_and_nothing_else(self) -> None:
        assert separates([], ["仕 切 り 用 紙"], ink=0.1)  # room for a code that was not read
        assert separates([], ["区切り"])
        assert separates([], ["次の方の書類", "（ここから）"])

    def test_is_content_if_more_is_on_it(self) -> None:
        assert not separates([], ["仕切り用紙", *FORM * 2])
        assert not separates([], ["区切り"], ink=0.2)

    def test_is_content_whatever_else_it_says(self) -> None:
        assert not separates([], [])
        assert not separates([], ["PATCH T"])
        assert not separates([], ["登録票"])


@pytest.mark.parametrize("payload", ["PATCHT", "patcht ", "HIKAE-COVER:1"])
def test_codes_are_known_by_their_text(payload: str) -> None:
    assert is_separator_code(payload, ("PATCHT",))
    assert not is_separator_code(ID, ("PATCHT",))


words = st.text("仕切り用紙SEPARATOR様氏名申請書0123456789-", max_size=12)


@given(st.lists(words, max_size=4), st.lists(words, max_size=6), st.floats(0, 1), words)
def test_no_page_with_an_id_on_it_is_a_separator(
    payloads: list[str], lines: list[str], ink: float, before: str
) -> None:
    assert not separates([*payloads, f"id={ID}"], lines, ink)
    assert not separates(payloads, [*lines, f"{before} : {ID}"], ink)


@given(st.lists(words, max_size=4), st.lists(words, max_size=6), st.floats(0, 0.5))
def test_more_ink_never_makes_a_separator(
    payloads: list[str], lines: list[str], ink: float
) -> None:
    if separates(payloads, lines, ink):
        assert separates(payloads, lines, ink / 2)
