"""A personal number counts as kept even if it was misread a little; an ID may not be masked."""

from bench.my_numbers import any_holds, is_masked, stands_in
from bench.truth import TruePage
from ledger.scans import PageRole
from ocr.reading import Box, Code, Reading

NUMBER = "123456789010"  # its check digit is wrong
ID_BOX, CODE_BOX = (100, 300, 500, 330), (600, 50, 700, 150)


def page(id_box: Box | None = ID_BOX) -> TruePage:
    return TruePage(
        1, "receipt", "1" * 23, id_box, True, (CODE_BOX,), 0, 1000, 2000, (), ((NUMBER, ID_BOX),)
    )


def reading(
    masked: tuple[Box, ...] = (), turn: int = 0, size: tuple[int, int] = (1000, 2000)
) -> Reading:
    return Reading(1, turn, *size, dpi=200, role=PageRole.CONTENT, masked=masked)


class TestANumber:
    def test_stands_in_a_text_however_it_is_grouped(self) -> None:
        assert stands_in(NUMBER, "個人番号 1234-5678 ９０１０ 氏名")

    def test_stands_there_though_two_digits_were_misread(self) -> None:
        assert stands_in(NUMBER, "12B4 5678 9O10")

    def test_does_not_stand_there_if_three_are_gone(self) -> None:
        assert not stands_in(NUMBER, "1234 5678 9 令和7年")

    def test_is_held_by_a_value_that_has_all_of_it(self) -> None:
        assert any_holds(["1234 5678 9010"], NUMBER)

    def test_is_not_held_by_two_values_with_a_half_each(self) -> None:
        assert not any_holds(["123456", "789010"], NUMBER)


class TestAnApplicationId:
    def test_is_lost_under_a_mask(self) -> None:
        assert is_masked(page(), reading(masked=((90, 290, 510, 340),)))

    def test_is_lost_under_several_masks_together(self) -> None:
        thirds = ((90, 290, 230, 340), (220, 290, 310, 340))
        assert is_masked(page(), reading(masked=thirds))
        assert not is_masked(page(), reading(masked=thirds[:1]))

    def test_is_not_lost_under_a_mask_beside_it(self) -> None:
        assert not is_masked(page(), reading(masked=((90, 320, 510, 360),)))

    def test_is_found_again_on_a_page_that_was_turned_and_read_at_half_size(self) -> None:
        upright = (835, 50, 850, 250)  # of 1000 × 500: a quarter clockwise, then half as large
        assert is_masked(page(), reading(masked=(upright,), turn=90, size=(1000, 500)))

    def test_is_lost_with_a_code_that_was_silenced(self) -> None:
        silenced = Reading(
            1, 0, 1000, 2000, 200, PageRole.CONTENT, codes=(Code("QRCode", "", 600, 50, 700, 150),)
        )
        assert is_masked(page(id_box=None), silenced)
