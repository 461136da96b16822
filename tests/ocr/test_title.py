"""Where a title stands in a row: its last word is there, and nothing else goes on behind it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.title import Found, find_title, levels, right_part

NOTICE = "個人番号カード交付通知書"


def found(title: str, text: str) -> Found | None:
    """The title in what stands outside the brackets of a text."""
    return find_title(title, levels(text)[0][0])


class TestALongTitle:
    def test_may_be_misread_in_part(self) -> None:
        one = found(NOTICE, "個人香号カード交付通知書 第12号")
        assert one is not None
        assert round(one.right, 2) == 0.92

    @pytest.mark.parametrize(
        "text",
        [
            "個人番号カード交付のお知らせ",  # its last word is another
            "個人番号カード交付通知",  # its last character is missing
            "個人番号カード交付通知書番号",
            "個人番号カード交付通知書を持参した方",
            "持参したのは個人番号カード交付通知書",
        ],
    )
    def test_is_not_there_without_its_last_word_or_where_that_goes_on(self, text: str) -> None:
        assert found(NOTICE, text) is None

    def test_that_misses_a_word_of_two_characters_is_another(self) -> None:
        assert found("個人番号カード交付通知書在中", NOTICE) is None


class TestAShortTitle:
    @pytest.mark.parametrize(
        "text",
        [
            "委 任 状",
            "委任状（控）",
            "様式第2号 委任状",
            "委任状 兼 同意書",
            "委任状 1/2",
            "委任状 No. 12",
        ],
    )
    def test_stands_alone_in_its_row(self, text: str) -> None:
        assert found("委任状", text) is not None

    @pytest.mark.parametrize("text", ["受委任状", "委任状 本人", "委任壮", "委任状は別紙"])
    def test_is_not_a_part_of_other_words(self, text: str) -> None:
        assert found("委任状", text) is None


class TestATitleWithAGap:
    def test_leaves_out_what_others_word_in_their_own_way(self) -> None:
        assert found("…カード…受領書", "マイナンバーカード及び電子証明書受領書") is not None

    def test_needs_all_its_parts(self) -> None:
        assert found("…カード…受領書", "書留郵便物等受領書") is None

    def test_is_none_in_the_cell_of_a_table(self) -> None:
        assert found("…同意書", "同封するもの　同意書") is None
        assert found("…同意書", "登録 同意書") is not None


class TestBrackets:
    def test_hold_what_says_more_of_a_title(self) -> None:
        assert levels("回答書（照会分）") == (("回答書 ", "回答書(照会分)"), ("照会分",))

    def test_hold_no_title_in_a_sentence(self) -> None:
        assert levels("「受領書」に署名してください")[1] == ()

    def test_of_a_title_are_looked_for(self) -> None:
        outside, whole = levels("本人確認書類（写し）")[0]
        assert find_title("本人確認書類（写し）", outside) is None
        assert find_title("本人確認書類（写し）", whole) is not None

    def test_that_are_not_closed_reach_to_the_end(self) -> None:
        assert levels("委任状（個人番号カード受領用")[0][0] == "委任状 "


class TestOfTwoTitles:
    def test_the_first_tells(self) -> None:
        notice, reply = Found(0, 5, 1, 5), Found(8, 11, 1, 3)
        assert notice.goes_before(reply)
        assert not reply.goes_before(notice)

    def test_one_that_goes_on_behind_the_other_tells(self) -> None:
        notice, envelope = Found(9, 14, 1, 5), Found(9, 16, 1, 7)
        assert envelope.goes_before(notice)


def test_says_which_part_of_a_title_was_read_right() -> None:
    assert right_part("…カード…受領書", "カード受領書") == 1
    assert right_part("委任状", "") == 0


@given(st.text(max_size=60), st.sampled_from(["委任状", "…カード…受領書", NOTICE]))
def test_no_text_is_too_odd(text: str, title: str) -> None:
    for level in levels(text):
        for one in level:
            place = find_title(title, one)
            assert place is None or 0 <= place.start < place.end
