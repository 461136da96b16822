"""A tracking number of twelve digits is kept where nothing is in doubt; anything else goes."""

import pytest

from ocr import my_number
from ocr.reading import Code
from ocr.rows import rows_of
from tests.ocr.words import rows, word

NUMBER = "123456789012"  # fails the check digit
PERSONAL = "123456789018"  # the sample of the leaflets, passes


def left(*lines: str, codes: tuple[Code, ...] = (), is_mail: bool = False) -> str:
    found = rows(*lines)
    words = [one for row in found for one in row.words]
    kept = rows_of(my_number.without(words, my_number.in_rows(found, codes, is_mail=is_mail)))
    return "\n".join(row.text for row in kept)


def bars(text: str, symbology: str = "Codabar") -> Code:
    return Code(symbology, text, 0, 0, 100, 20)


LABELS = ["引受番号", "お問い合わせ番号", "お問合せ番号", "追跡番号", "送り状番号", "書留"]


class TestBesideItsLabel:
    @pytest.mark.parametrize("label", [*LABELS, "お問い合わせ伝票番号"])
    def test_it_is_kept(self, label: str) -> None:
        assert "1234 5678 9012" in left(f"{label} 1234 5678 9012")
        assert NUMBER in left(f"{label}： {NUMBER}")
        assert "1234-5678-9012" in left(f"{label}（郵便） 1234-5678-9012")

    def test_it_is_kept_below_it_too(self) -> None:
        assert NUMBER in left("簡易書留", NUMBER)

    def test_it_goes_if_the_check_digit_is_that_of_a_personal_number(self) -> None:
        assert PERSONAL not in left(f"引受番号 {PERSONAL}")
        assert PERSONAL not in left("簡易書留", PERSONAL)

    def test_it_goes_if_the_label_stands_elsewhere(self) -> None:
        assert NUMBER not in left("引受番号", "", "", "", NUMBER)
        assert NUMBER not in left(f"引受番号 26008653362 {NUMBER}")
        assert NUMBER not in left(f"問い合わせ先 {NUMBER}")

    def test_it_goes_if_the_label_of_a_personal_number_stands_there_too(self) -> None:
        assert NUMBER not in left(f"個人番号 引受番号 {NUMBER}")
        assert NUMBER not in left("個人番号 引受番号", NUMBER)

    @pytest.mark.parametrize("text", ["12345678901B", "1 2 3 4 5 6 7 8 9 0 1 2", "123456 789012"])
    def test_it_goes_if_it_is_not_printed_as_one(self, text: str) -> None:
        assert text not in left(f"引受番号 {text}")


class TestInBars:
    def test_it_is_kept_and_so_are_the_digits_below(self) -> None:
        code = bars(f"A{NUMBER}A")
        assert my_number.silenced([code]) == (code,)
        assert "1234-5678-9012" in left("1234-5678-9012", codes=(code,))

    def test_of_thirteen_digits_no_twelve_are_taken_out(self) -> None:
        printed = "1234-5678-9012-3"
        assert printed in left(printed, codes=(bars("1234567890123", "Code 128"),))

    def test_it_goes_if_other_digits_stand_below(self) -> None:
        assert NUMBER not in left(NUMBER, codes=(bars("210987654321"),))

    def test_on_mail_it_is_kept_whatever_the_check_digit_says(self) -> None:
        code, kept = bars(PERSONAL, "Code 128"), f"〒 {PERSONAL[:4]}-{PERSONAL[4:8]}-{PERSONAL[8:]}"
        assert my_number.silenced([code], is_mail=True) == (code,)
        assert kept in left(kept, codes=(code,), is_mail=True)
        assert kept not in left(kept, codes=(code,))

    @pytest.mark.parametrize("code", [bars(PERSONAL, "QR Code"), bars(f"n={PERSONAL}")])
    def test_on_mail_too_any_other_code_is_silenced(self, code: Code) -> None:
        assert my_number.silenced([code], is_mail=True)[0].is_silenced
        assert PERSONAL not in left(PERSONAL, codes=(code,), is_mail=True)

    @pytest.mark.parametrize(
        "code", [bars(PERSONAL), bars(NUMBER, "QR Code"), bars(f"n={NUMBER}"), bars(f"1 {NUMBER}")]
    )
    def test_whatever_may_be_a_personal_number_goes(self, code: Code) -> None:
        assert my_number.silenced([code])[0].is_silenced
        assert code.text[-12:] not in left(code.text[-12:], codes=(code,))


def test_a_label_far_to_the_side_is_no_label() -> None:
    label, number = word("書留", left=800), word(NUMBER, left=0, top=40, line=1)
    (found,) = my_number.in_rows(rows_of([label, number]))
    assert found.words == (number,)
