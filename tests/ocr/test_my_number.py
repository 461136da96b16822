"""No isolated 12-digit number is left in words, rows and codes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr import my_number
from ocr.reading import Code, Word
from ocr.rows import rows_of
from tests.ocr.words import line, rows, texts, word


def left(*lines: str) -> list[str]:
    """The rows that are kept; gaps where something went are as wide as any other."""
    found = rows(*lines)
    words = [word for row in found for word in row.words]
    kept = rows_of(my_number.without(words, my_number.in_rows(found)))
    return [" ".join(text.split()) for text in texts(kept)]


class TestANumber:
    @pytest.mark.parametrize(
        "text",
        [
            "123456789018",
            "1234 5678 9018",
            "1234-5678-9018",
            "１２３４５６７８９０１８",
            "1 2 3 4 5 6 7 8 9 0 1 8",
            "1|2|3|4|5|6|7|8|9|0|1|8",
            "1234.5678,9018",
            "12345678901B",  # a digit misread as a letter
            "l234 5678 90I8",
            "No.123456789018",
            "123456789018です",
        ],
    )
    def test_of_twelve_digits_goes(self, text: str) -> None:
        assert left(f"個人 {text} 番") == ["個人 番"]

    @pytest.mark.parametrize(
        "text", ["No123456789018", "l123456789018", "l1234-5678-9018I", "123456789018B"]
    )
    def test_goes_with_a_letter_at_its_end_that_looks_like_a_digit(self, text: str) -> None:
        assert left(text) == []

    @pytest.mark.parametrize(
        "text", ["1234567890I234567890123", "l2345678901234567890123", "S" * 14]
    )
    def test_is_not_found_where_more_digits_stand_or_none(self, text: str) -> None:
        assert left(text) == [text]

    def test_goes_with_or_without_a_label(self) -> None:
        assert left("第 637054313047 号", "637054313047") == ["第 号"]

    @pytest.mark.parametrize(
        "text",
        [
            "5754 4551 3441 9915 6220 273",
            "57544551344199156220273",
            "6087910464086934",
            "086-803-6213",
            "26008653362",
            "令和7年12月11日",
        ],
    )
    def test_of_another_length_stays(self, text: str) -> None:
        assert left(text) == [text]

    @pytest.mark.parametrize("text", ["1234　5678　9018", "123456　789018"])
    def test_goes_though_its_groups_stand_far_apart(self, text: str) -> None:
        assert left(f"第　{text}　号") == ["第 号"]

    def test_beside_its_label_goes_though_digits_were_lost(self) -> None:
        assert left("個人番号 1234 567 8018 本人") == ["個人番号 本人"]

    def test_of_a_card_is_not_looked_for_beside_the_cards_name(self) -> None:
        assert left("個人番号カード 1枚") == ["個人番号カード 1枚"]

    @pytest.mark.parametrize("text", ["8 1234 5678 9018", "l1 1234 56789018", "1 123456789018 2"])
    def test_goes_though_a_speck_beside_it_was_read_as_a_digit(self, text: str) -> None:
        assert "9018" not in "".join(left(text))

    def test_of_a_card_with_sixteen_digits_stays(self) -> None:
        assert left("6087 9104 6408 6934") == ["6087 9104 6408 6934"]

    @pytest.mark.parametrize("label", ["個人番号", "個人秋号", "佃人番号"])
    def test_below_its_label_goes_though_digits_were_lost(self, label: str) -> None:
        assert left(label, "234 5678 9018", "平成4年") == [label, "平成4年"]

    def test_below_its_label_takes_no_application_id_with_it(self) -> None:
        number = "5754 4551 3441 9915 6220 273"
        assert left("個人番号", f"申請書ID {number}") == ["個人番号", f"申請書ID {number}"]

    @pytest.mark.parametrize("digits", ["1 2 3 4 5 6 7 8 9 0 1 2", "2 4 9 9 6 8 9 3", "1 23 4 5 6"])
    @pytest.mark.parametrize("label", ["個人番号", "(個人番号)", "マイナンバー", "什 八一"])
    def test_in_boxes_below_its_label_goes(self, label: str, digits: str) -> None:
        assert left(label, digits, "氏名 佐藤") == [*left(label), "氏名 佐藤"]

    def test_in_boxes_above_its_label_goes(self) -> None:
        assert left("電話 098-000-0000", "1 2 3 4 5 6 7 8 9", "(個人番号)") == [
            "電話 098-000-0000",
            "(個人番号)",
        ]

    @pytest.mark.parametrize(
        "texts",
        [
            ("個人番号", "申請書ID 5 7 5 4 4 5 5 1 3 4 4", "1 2 3"),
            ("申請書ID", "5 7 5 4 4 5 5 1 3 4 4", "(個人番号)"),
            ("個人番号", "5 7 5 4 4 5 5 1 3 4 4 1 9 9 1 5 6 2 2 0 2 7 3"),
            ("個人番号", "生年月日 5 4 年 8 月 2 1 日"),
            ("個人番号カード", "1 2 3 4 5 6 7 8"),
        ],
    )
    def test_in_boxes_takes_no_other_number_with_it(self, texts: tuple[str, ...]) -> None:
        assert left(*texts) == list(texts)

    def test_in_boxes_has_its_place_where_all_twelve_would_stand(self) -> None:
        (number,) = my_number.in_rows(rows("個人番号", "　2 4 9 9 6 8"))
        begin, _, end, _ = number.box
        assert begin == 0
        assert end == 600

    def test_in_boxes_that_were_read_as_one_word_goes(self) -> None:
        assert left("番号 7|ol9|5l9.7i1ls|slo|4|s", "TEL|090-8450") == ["番号", "TEL|090-8450"]
        assert left("9|9|1ilzlelelzjololglel", "www.city.example.lg.jp") == [
            "www.city.example.lg.jp"
        ]

    @pytest.mark.parametrize(
        "text",
        [
            "51212161414151212181415",  # as long as an ID, but each second character is a line
            "1A191411121119719|",
            "eS1119161614」61219| 4 2",
        ],
    )
    def test_in_boxes_whose_lines_were_read_as_digits_goes(self, text: str) -> None:
        assert left(f"番号　{text}") == ["番号"]

    @pytest.mark.parametrize(
        "text",
        [
            "919|115|161516|1311131317121016151519121919|119",
            "2|0|9|2|2 7|4|1|2|3 7121612|2|3|5|5|1|5|3|3|",
            "5.9.6」0j161915|7|7|1 5|4|5|7|4|35 5lelg|7 114",
        ],
    )
    def test_of_another_kind_in_twice_as_many_boxes_stays(self, text: str) -> None:
        assert left(text) == [text]

    def test_leaves_a_box_where_it_stood(self) -> None:
        assert my_number.boxes(my_number.in_rows(rows("x 123456789018"))) == ((40, 0, 280, 20),)


class TestACode:
    @pytest.mark.parametrize("payload", ["123456789018", "n=123456789018&x", "1234 5678 9018"])
    def test_that_holds_a_number_loses_its_text(self, payload: str) -> None:
        (code,) = my_number.silenced([Code("QR Code", payload, 1, 2, 3, 4)])
        assert code == Code("QR Code", "", 1, 2, 3, 4)
        assert code.is_silenced

    def test_that_holds_an_id_keeps_it(self) -> None:
        code = Code("Code 128", "57544551344199156220273", 1, 2, 3, 4)
        assert my_number.silenced([code]) == (code,)


digits = st.text("0123456789", min_size=12, max_size=12)
around = st.text("あ様号:：（）", max_size=3)


@given(digits, around, around)
def test_no_twelve_digits_are_ever_kept(number: str, before: str, after: str) -> None:
    assert number not in "".join(left(f"{before} {number} {after}"))
    assert number not in "".join(left(f"{before}{number}{after}"))


def boxes(*groups: str) -> list[Word]:
    """Digits in boxes, behind a label of 100 pixels; one box is left out between the groups."""
    found = [
        word(digit, 50 * at, width=16)
        for at, digit in enumerate(" ".join(groups), start=2)
        if digit != " "
    ]
    return [word("個人番号", width=80), *found]


class TestBesideItsLabel:
    def test_go_twelve_boxes_and_as_many_others_as_make_an_id(self) -> None:
        page = rows_of(boxes("123456789012", "09012345678"))
        assert [one.box for one in my_number.in_rows(page)] == [(80, 0, 1266, 20)]

    def test_stays_an_id_in_boxes_behind_its_own_label(self) -> None:
        label, *digits = boxes("57544551344199156220273")
        page = rows_of([replace(label, text="申請書ID"), *digits])
        assert my_number.in_rows(page) == ()
        assert my_number.in_rows(rows_of(digits)) == ()

    def test_go_the_letters_between_the_digits_too(self) -> None:
        assert left("個人番号 1 o 34 中 678 II") == ["個人番号"]

    def test_go_digits_that_a_reader_put_into_another_row(self) -> None:
        page = rows_of([*line("個人番号", "123", "4567"), word("90", left=300, top=12, line=1)])
        kept = my_number.without(
            [one for row in page for one in row.words], my_number.in_rows(page)
        )
        assert [one.text for one in kept] == ["個人番号"]

    def test_stays_what_stands_beside_the_next_label(self) -> None:
        assert left("個人番号 1234 5678 901　生年月日 平成4年5月16日") == [
            "個人番号 生年月日 平成4年5月16日"
        ]

    def test_stays_what_stands_below_if_the_number_stands_beside(self) -> None:
        assert left("個人番号 1234 5678 901", "電話　086-000-0000") == [
            "個人番号",
            "電話 086-000-0000",
        ]

    def test_goes_beside_half_of_a_label_too(self) -> None:
        (kept,) = left("(代理人)個人书写 619412197|4683")
        assert "6194" not in kept
        assert left("個人情報 12") == ["個人情報 12"]

    def test_stays_a_text_that_names_it(self) -> None:
        assert left("個人番号の記入は2枚目へ") == ["個人番号の記入は2枚目へ"]

    @pytest.mark.parametrize("title", ["個人番号カード", "個人番号力ード", "個人番号クード"])
    def test_is_not_beside_the_name_of_the_card(self, title: str) -> None:
        assert left(title, "第1005号") == [title, "第1005号"]

    def test_its_place_reaches_to_where_the_last_digits_would_stand(self) -> None:
        (number,) = my_number.in_rows(rows("個人番号 123456　氏名 佐藤"))
        begin, _, end, _ = number.box
        assert begin == 80  # the label's end
        assert end == 340  # where the next label begins: six digits more would reach so far
