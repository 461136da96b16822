"""The whole reading of a page, with the real Tesseract, on papers of our own making."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from hikae.samples import (
    Applicant,
    Damage,
    How,
    IdCode,
    IdPrint,
    Kind,
    Look,
    applicant,
    paper,
    save,
)
from hikae.samples.codes import qr_picture
from ledger.evidence import Witness
from ledger.forms import FormKind
from ledger.scans import PageRole, ScanKind
from ocr.errors import CannotOpenError, NoLanguageError
from ocr.form import load_forms
from ocr.page import Limits
from ocr.read import Method, read_page
from ocr.reading import Reading

pytestmark = pytest.mark.service

METHOD = Method(forms=load_forms([Path(__file__).parents[2] / "config" / "forms"]))
SOMEONE = applicant(7)


def read(picture: Image.Image, folder: Path, method: Method = METHOD) -> Reading:
    path = save([picture], folder / "scan.pdf", How.PDF_JPEG, 200)
    return read_page(path, ScanKind.PDF, 1, method)


def readers(reading: Reading, person: Applicant = SOMEONE) -> set[str]:
    return {one.reader for one in reading.candidates if one.application_id == person.application_id}


class TestAPrintedId:
    @pytest.mark.parametrize("id_print", [IdPrint.GROUPED, IdPrint.HYPHENS, IdPrint.UNBROKEN])
    def test_is_read_by_two_readers(self, id_print: IdPrint, tmp_path: Path) -> None:
        found = read(paper(Kind.RECEIPT, SOMEONE, Look(id_print)), tmp_path)
        assert readers(found) == {"tesseract-page", "tesseract-row"}
        assert {one.witness for one in found.candidates} == {Witness.PRINT}

    def test_is_read_in_boxes(self, tmp_path: Path) -> None:
        found = read(paper(Kind.RECEIPT, SOMEONE, Look(IdPrint.BOXES)), tmp_path)
        assert readers(found) == {"tesseract-page", "tesseract-row"}

    def test_that_nobody_can_read_gives_nothing(self, tmp_path: Path) -> None:
        found = read(paper(Kind.RECEIPT, SOMEONE, Look(damage=Damage.BLOT)), tmp_path)
        assert found.candidates == ()
        assert found.form is FormKind.RECEIPT
        assert found.opens


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("code", [IdCode.NONE, IdCode.QR])
def test_a_page_is_read_whichever_way_it_lies(code: IdCode, turn: int, tmp_path: Path) -> None:
    look = Look(id_code=code)
    found = read(paper(Kind.RECEIPT, SOMEONE, look, turn=turn), tmp_path)
    assert found.turn == (360 - turn) % 360
    assert {"tesseract-page", "tesseract-row"} <= readers(found)
    assert ("zxing" in readers(found)) is (code is IdCode.QR)
    assert all(word.right <= found.width and word.bottom <= found.height for word in found.words)


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        (Kind.APPLICATION, FormKind.APPLICATION_FORM),
        (Kind.NOTICE, FormKind.ISSUANCE_NOTICE),
        (Kind.REPLY, FormKind.REPLY_FORM),
        (Kind.RECEIPT, FormKind.RECEIPT),
        (Kind.ENVELOPE, FormKind.RETURNED_MAIL),
        (Kind.PROXY, FormKind.POWER_OF_ATTORNEY),
        (Kind.ID_COPY, FormKind.IDENTITY_DOCUMENT_COPY),
    ],
)
def test_the_form_is_told(kind: Kind, form: FormKind, tmp_path: Path) -> None:
    assert read(paper(kind, SOMEONE), tmp_path).form is form


class TestAPageWithoutContent:
    def test_is_blank(self, tmp_path: Path) -> None:
        found = read(paper(Kind.BLANK, SOMEONE), tmp_path)
        assert found.role is PageRole.BLANK
        assert (found.words, found.candidates) == ((), ())

    def test_is_a_separator(self, tmp_path: Path) -> None:
        found = read(paper(Kind.SEPARATOR, SOMEONE), tmp_path)
        assert found.role is PageRole.SEPARATOR

    def test_is_a_cover_sheet_that_announces_an_id(self, tmp_path: Path) -> None:
        found = read(paper(Kind.COVER, SOMEONE), tmp_path)
        assert found.role is PageRole.SEPARATOR
        assert {(one.reader, one.application_id) for one in found.candidates} == {
            ("cover-sheet", SOMEONE.application_id)
        }

    @pytest.mark.parametrize("kind", [Kind.SEPARATOR, Kind.COVER])
    @pytest.mark.parametrize("turn", [90, 180])
    def test_is_so_whichever_way_it_lies(self, kind: Kind, turn: int, tmp_path: Path) -> None:
        assert read(paper(kind, SOMEONE, turn=turn), tmp_path).role is PageRole.SEPARATOR


@pytest.mark.parametrize("payload", ["HIKAE-SEPARATOR", "PATCHT"])
def test_a_form_with_a_separators_code_on_it_is_content_and_begins_a_document(
    payload: str, tmp_path: Path
) -> None:
    form = paper(Kind.PROXY, SOMEONE)
    form.paste(qr_picture(payload, 6), (form.width - 300, 60))
    found = read(form, tmp_path)
    assert found.role is PageRole.CONTENT
    assert found.opens
    assert found.form is FormKind.POWER_OF_ATTORNEY


def test_a_personal_number_is_kept_nowhere(tmp_path: Path) -> None:
    found = read(paper(Kind.CARD_BACK, SOMEONE), tmp_path)
    kept = found.to_json().replace(" ", "")
    assert "123456789018" not in kept  # the number of the leaflets, on every sample
    assert found.masked
    assert all(code.is_silenced for code in found.codes)
    assert found.form is FormKind.IDENTITY_DOCUMENT_COPY


class TestWhenTheTimeIsUp:
    def test_the_text_is_missing_but_the_id_is_read(self, tmp_path: Path) -> None:
        hurried = replace(METHOD, text_limit_s=0.05)
        found = read(paper(Kind.RECEIPT, SOMEONE), tmp_path, hurried)
        assert not found.text_complete
        assert found.words == ()
        assert readers(found) == {"tesseract-page", "tesseract-row"}
        assert found.form is FormKind.RECEIPT


class TestWhatCannotBeRead:
    def test_a_missing_language_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(NoLanguageError) as caught:
            read(paper(Kind.RECEIPT, SOMEONE), tmp_path, replace(METHOD, languages="tlh"))
        assert caught.value.languages == "tlh"

    def test_a_page_beyond_the_limits_is_refused(self, tmp_path: Path) -> None:
        small = replace(METHOD, limits=Limits(pixels=1000))
        with pytest.raises(CannotOpenError):
            read(paper(Kind.RECEIPT, SOMEONE), tmp_path, small)


def test_the_same_page_gives_the_same_reading(tmp_path: Path) -> None:
    picture = paper(Kind.NOTICE, SOMEONE)
    assert read(picture, tmp_path) == read(picture, tmp_path)
