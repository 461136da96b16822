"""A separator is a sheet with next to nothing on it; a code alone does not make one."""

import pytest

from ocr.separator import is_separator_code, is_separator_sheet, is_separator_text

OURS = [
    "仕切り用紙",
    "書類一式の前に、この用紙 を1 枚はさんでください。",
    "スキャンのとき抜き取らないでください。何度でも使えます。",
    "Separator sheet: put one before each set of papers.",
]
FORM = ["個人番号カードを確かに受け取りました。", "氏名 佐藤 健一", "住所 見本市北区一丁目2番3号"]


class TestASheetWithASeparatorsCode:
    @pytest.mark.parametrize("lines", [[], ["PATCH T"], ["SEPARATOR/ 区切り", "川川"], OURS])
    def test_is_a_separator_if_it_says_little_else(self, lines: list[str]) -> None:
        assert is_separator_sheet(lines, ink=0.01)

    def test_is_one_though_codes_on_it_could_not_be_read_if_it_says_so(self) -> None:
        assert is_separator_sheet(OURS, ink=0.05)

    def test_is_content_if_there_is_more_to_read(self) -> None:
        assert not is_separator_sheet(FORM, ink=0.01)
        assert not is_separator_sheet(["SEPARATOR", *FORM * 8], ink=0.01)

    def test_is_content_if_it_is_full_of_ink_that_nobody_can_read(self) -> None:
        assert not is_separator_sheet(["PATCH T"], ink=0.04)


@pytest.mark.parametrize("payload", ["PATCHT", "patcht ", "HIKAE-COVER:1"])
def test_codes_are_known_by_their_text(payload: str) -> None:
    assert is_separator_code(payload, ("PATCHT",))
    assert not is_separator_code("57544551344199156220273", ("PATCHT",))


def test_words_alone_make_a_separator_only_beside_some_code() -> None:
    assert is_separator_text(["区切り"], has_code=True)
    assert not is_separator_text(["区切り"], has_code=False)
