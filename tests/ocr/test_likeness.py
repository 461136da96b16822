"""By what the form of a page was told, and how near the other forms came."""

from pathlib import Path

from ledger.forms import FormKind
from ledger.scans import PageRole
from ocr.form import load_forms
from ocr.likeness import Likeness, ToldBy, likenesses, told_by
from ocr.reading import Code, Reading
from tests.ocr.words import rows

FORMS = load_forms([Path(__file__).parents[2] / "config" / "forms"])


def page(form: FormKind, *texts: str, codes: tuple[Code, ...] = ()) -> Reading:
    words = tuple(word for row in rows(*texts) for word in row.words)
    return Reading(1, 0, 1654, 2339, 200, PageRole.CONTENT, form, words=words, codes=codes)


def like(reading: Reading, file: str) -> Likeness:
    return next(one for one in likenesses(reading, FORMS) if one.form.file == file)


class TestAPageWithATitle:
    def test_is_told_by_it(self) -> None:
        reading = page(FormKind.RECEIPT, "個人番号カード等受領書")
        found = likenesses(reading, FORMS)
        assert found[0].form.file == "receipt.toml"
        assert found[0].title_score == 1
        assert found[0].title_box == (0, 0, 220, 20)
        assert told_by(reading, found) is ToldBy.TITLE

    def test_says_how_much_of_it_was_read_right(self) -> None:
        reading = page(FormKind.RECEIPT, "個人番号カード等受領吉")
        assert round(like(reading, "receipt.toml").title_score, 2) == 0.91

    def test_says_how_near_other_forms_came(self) -> None:
        reading = page(FormKind.RECEIPT, "個人番号カード等受領書")
        assert 0 < like(reading, "application_form.toml").title_score < 1
        assert like(reading, "application_form.toml").title_box is None

    def test_that_leaves_words_open_was_read_right(self) -> None:
        reading = page(FormKind.PIN_SETTING_REQUEST, "暗証番号等の変更届")
        found = likenesses(reading, FORMS)
        assert found[0].form.file == "pin_setting_request.toml"
        assert found[0].title_score > found[1].title_score
        assert told_by(reading, found) is ToldBy.TITLE

    def test_too_low_on_the_page_is_no_title(self) -> None:
        reading = page(FormKind.RECEIPT, *["…"] * 30, "個人番号カード等受領書")
        assert like(reading, "receipt.toml").title_box is None


class TestAPageWithoutATitle:
    def test_may_be_told_by_its_words(self) -> None:
        reading = page(FormKind.RECEIPT, "受領日", "カード製造番号")
        found = likenesses(reading, FORMS)
        assert found[0].words == ("受領日", "カード製造番号")
        assert told_by(reading, found) is ToldBy.WORDS

    def test_may_be_told_by_a_code_that_held_a_personal_number(self) -> None:
        codes = (Code("QR Code", "", 0, 0, 9, 9),)
        reading = page(FormKind.IDENTITY_DOCUMENT_COPY, "写し", codes=codes)
        assert told_by(reading, likenesses(reading, FORMS)) is ToldBy.WORDS

    def test_whose_form_is_known_all_the_same_was_told_by_its_title(self) -> None:
        reading = page(FormKind.RECEIPT, "受 頒")
        assert told_by(reading, likenesses(reading, FORMS)) is ToldBy.TITLE

    def test_may_be_of_no_form(self) -> None:
        reading = page(FormKind.UNKNOWN, "白い紙")
        assert told_by(reading, likenesses(reading, FORMS)) is ToldBy.NOTHING
