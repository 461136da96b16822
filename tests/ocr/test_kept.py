"""Neither a personal number nor a PIN is kept, and where they stood must not be seen."""

from collections.abc import Sequence

from ledger.forms import FormKind
from ocr.form import FormLayout
from ocr.kept import Kept, keep
from ocr.reading import Code
from ocr.recognise import Recognised
from ocr.rows import Row
from tests.ocr.words import rows

SIZE = 1000, 1400
FORMS = (
    FormLayout(
        FormKind.REPLY_FORM,
        ("回答書",),
        0.3,
        starts_document=False,
        secret_labels=("住民基本台帳用(数字4桁)",),
    ),
)
UNKNOWN = Recognised()


def kept(page: Sequence[Row], form: Recognised = UNKNOWN, codes: Sequence[Code] = ()) -> Kept:
    return keep(page, form, FORMS, codes, SIZE)


def texts(found: Kept) -> set[str]:
    return {word.text for word in found.words}


def test_a_personal_number_and_its_place_are_told_apart() -> None:
    found = kept(rows("氏名 佐藤", "123456789018"))
    assert texts(found) == {"氏名", "佐藤"}
    assert found.masked == ((0, 40, 240, 60),)


def test_a_tracking_number_in_bars_is_kept() -> None:
    bars = Code("Codabar", "A123456789012A", 0, 0, 100, 20)
    found = kept(rows("123456789012"), codes=[bars])
    assert texts(found) == {"123456789012"}
    assert found.masked == ()


def test_bars_on_mail_are_kept_whatever_their_check_digit_says() -> None:
    bars = Code("Code 128", "123456789018", 0, 0, 100, 20)
    mail = Recognised(FormKind.RETURNED_MAIL, opens=True)
    assert texts(kept(rows("123456789018"), mail, [bars])) == {"123456789018"}
    assert texts(kept(rows("123456789018"), UNKNOWN, [bars])) == set()


def test_a_pin_beside_the_word_goes_whatever_the_form() -> None:
    found = kept(rows("利用者証明用暗証番号　4821", "受領日 令和7年10月2日"))
    assert texts(found) == {"利用者証明用暗証番号", "受領日", "令和7年10月2日"}


def test_letters_in_boxes_go_on_a_form_with_pins_whose_labels_are_unread() -> None:
    page = rows("台帳用數 0 8 3 6", "生年月日 1 9 6 1 年 1 月 2 日")
    reply = Recognised(FormKind.REPLY_FORM)
    assert "0" not in texts(kept(page, reply))
    assert texts(kept(page, UNKNOWN)) >= {*"0836"}
    assert texts(kept(page, reply)) >= {"生年月日", *"1962"}


def test_a_pin_goes_on_a_page_whose_form_is_not_known() -> None:
    found = kept(rows("住民基本台帳用(数字4桁)　7214"))
    assert texts(found) == {"住民基本台帳用(数字4桁)"}
    assert found.masked == ((260, 0, 1000, 44),)


def test_a_zone_is_masked_though_nothing_was_read_in_it() -> None:
    assert kept(rows("住民基本台帳用(数字4桁)")).masked == ((260, 0, 1000, 44),)


class TestOfARequestForPins:
    def test_nothing_but_the_title_is_kept(self) -> None:
        page = rows("暗証番号設定依頼書", "氏名 佐藤", "署名用 9YQRSN")
        request = Recognised(FormKind.PIN_SETTING_REQUEST, opens=True, title=page[0])
        found = kept(page, request)
        assert texts(found) == {"暗証番号設定依頼書"}
        assert found.masked == ((0, 20, *SIZE),)

    def test_nothing_at_all_is_kept_where_its_title_is_unknown(self) -> None:
        found = kept(rows("9YQRSN"), Recognised(FormKind.PIN_SETTING_REQUEST, opens=True))
        assert texts(found) == set()
        assert found.masked == ((0, 0, *SIZE),)
