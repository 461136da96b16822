"""What of a page is blackened wherever it is shown."""

from dataclasses import replace

import pytest
from hypothesis import given

from ledger.forms import FormKind
from ledger.scans import PageRole
from ocr.form import FormLayout
from ocr.hidden import hidden
from ocr.reading import Code, Reading
from tests.ocr.test_reading import readings
from tests.ocr.words import word

PAGE = Reading(1, 0, 1000, 1400, 200, PageRole.CONTENT, FormKind.REPLY_FORM)
ALL = ((0, 0, 1000, 1400),)
FORMS = (
    FormLayout(
        FormKind.REPLY_FORM,
        ("回答書",),
        0.2,
        starts_document=False,
        secret_labels=("住民基本台帳用(数字4桁)",),
    ),
)


class TestAPage:
    def test_hides_nothing_by_itself(self) -> None:
        assert hidden(PAGE, FORMS) == ()

    def test_hides_a_personal_number_and_what_a_reader_may_have_missed_of_it(self) -> None:
        found = hidden(replace(PAGE, masked=((500, 100, 800, 120),)), FORMS)
        assert found == ((460, 90, 840, 130),)

    def test_hides_a_code_that_held_one(self) -> None:
        codes = Code("QR Code", "", 10, 20, 90, 100), Code("QR Code", "https://", 200, 20, 290, 100)
        assert hidden(replace(PAGE, codes=codes), FORMS) == ((10, 20, 90, 100),)

    def test_hides_what_stands_right_of_a_label_of_pins(self) -> None:
        ((left, top, right, bottom),) = hidden(
            replace(PAGE, words=(word("住民基本台帳用(数字4桁)", 40, 700),)), FORMS
        )
        assert 40 < left <= 40 + 20 * len("住民基本台帳用(数字4桁)")
        assert right == PAGE.width
        assert top < 700 < 720 < bottom

    @pytest.mark.parametrize(
        "page",
        [
            replace(PAGE, form=FormKind.PIN_SETTING_REQUEST),
            replace(PAGE, text_complete=False),  # nobody looked for the numbers on it
        ],
    )
    def test_may_be_hidden_altogether(self, page: Reading) -> None:
        assert hidden(page, FORMS) == ALL


@given(readings)
def test_every_box_lies_on_the_page(page: Reading) -> None:
    for left, top, right, bottom in hidden(page, FORMS):
        assert left >= 0
        assert top >= 0
        assert right <= page.width
        assert bottom <= page.height
