"""What a page tells about whose it is, with the real readers, on papers of our own making."""

from dataclasses import replace
from pathlib import Path

import numpy as np
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
from hikae.samples.canvas import TITLE, Canvas, Style
from hikae.samples.codes import qr_picture
from hikae.samples.lettering import Face
from ledger.evidence import Line, Person, Witness
from ledger.forms import FormKind
from ledger.scans import PageRole, ScanKind
from ledger.second_ink import confirmed
from ocr.errors import CannotOpenError, NoLanguageError
from ocr.form import PrintedId, load_forms
from ocr.method import Closer, Method
from ocr.page import Limits, Picture, turned
from ocr.read import read_closer, read_page
from ocr.reading import Reading
from tests.ocr import drawings

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
    def test_is_read_by_readers_of_two_families(self, id_print: IdPrint, tmp_path: Path) -> None:
        found = read(paper(Kind.RECEIPT, SOMEONE, Look(id_print)), tmp_path)
        assert readers(found) == {"ppocr", "tesseract-row"}
        assert {one.witness for one in found.candidates} == {Witness.PRINT}

    def test_is_read_in_boxes(self, tmp_path: Path) -> None:
        found = read(paper(Kind.RECEIPT, SOMEONE, Look(IdPrint.BOXES)), tmp_path)
        assert len(readers(found)) > 1

    def test_that_nobody_can_read_gives_nothing(self, tmp_path: Path) -> None:
        found = read(paper(Kind.RECEIPT, SOMEONE, Look(damage=Damage.BLOT)), tmp_path)
        assert found.candidates == ()
        assert found.form is FormKind.RECEIPT
        assert found.opens


class TestAnIdInOtherGroups:
    DIGITS = "57544551344199156220273"

    @pytest.mark.parametrize(
        "rows",
        [
            [(20, 80, "申請書ID　57544 55134 41991 56220 273")],
            [(20, 80, "申請書ID"), (20, 88, "575 4455 1344 1991 5622 0273")],
            [(20, 80, "申請書ID"), (20, 88, "57544-55134-41991-56220-273")],
            [(20, 80, "申請書ID　575445 513441 991562 20273")],
            [(20, 80, "申請書ID"), (20, 88, "575445513441"), (20, 95, "99156220273")],
            [(20, 80, "申請書ID　5754 4551 3441"), (42, 87, "9915 6220 273")],
            [
                (20, 80, "申請書ID"),
                *((52 + 28 * at, 80, "57544551344199156220273"[5 * at :][:5]) for at in range(5)),
            ],
        ],
    )
    def test_is_read_at_its_label_and_kept(
        self, rows: list[tuple[int, int, str]], tmp_path: Path
    ) -> None:
        canvas = Canvas(200)
        canvas.text(105, 24, "個人番号カード受領書", TITLE)
        for x, y, text in rows:
            canvas.text(x, y, text, Style(11, Face.GOTHIC))
        canvas.text(20, 120, "電話　086-803-0000", Style(10.5))
        found = read(canvas.picture.convert("L"), tmp_path)
        assert {one.application_id.digits for one in found.candidates} == {self.DIGITS}
        assert found.masked == ()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("code", [IdCode.NONE, IdCode.QR])
def test_a_page_is_read_whichever_way_it_lies(code: IdCode, turn: int, tmp_path: Path) -> None:
    look = Look(id_code=code)
    found = read(paper(Kind.RECEIPT, SOMEONE, look, turn=turn), tmp_path)
    assert found.turn == (360 - turn) % 360
    assert readers(found) == {"ppocr", "tesseract-row" if code is IdCode.NONE else "zxing"}
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


def test_a_card_is_told_by_the_number_in_its_code_alone(tmp_path: Path) -> None:
    page = drawings.sheet()
    drawings.put(page, drawings.qr_code("123456789012"), 400, 500)
    path = drawings.saved(page, tmp_path / "scan.png")
    found = read_page(path, ScanKind.PNG, 1, METHOD)
    assert (found.role, found.form) == (PageRole.CONTENT, FormKind.IDENTITY_DOCUMENT_COPY)


class TestASeparatorOfSomebodyElse:
    @pytest.mark.parametrize("symbology", ["QRCode", "DataMatrix", "Aztec"])
    def test_is_known_whatever_its_code_says(self, symbology: str, tmp_path: Path) -> None:
        page = drawings.sheet()
        drawings.put(page, drawings.symbol("NORTH-OFFICE-7", symbology), 600, 900)
        drawings.write(page, "NEXT SET", 500, 600, 2.0)
        assert self.role(page, tmp_path) is PageRole.SEPARATOR

    def test_may_have_bars(self, tmp_path: Path) -> None:
        page = drawings.sheet()
        drawings.put(page, drawings.bars("NEXT-SET-7"), 400, 900)
        drawings.write(page, "NEXT-SET-7", 500, 1200)
        assert self.role(page, tmp_path) is PageRole.SEPARATOR

    @pytest.mark.parametrize("turn", [0, 90, 180])
    def test_may_have_a_patch_code(self, turn: int, tmp_path: Path) -> None:
        page, top = drawings.sheet(), 200
        for thick in (16, 40, 16, 40):
            page[top : top + thick, 150:1500] = 0
            top += thick + 16
        drawings.write(page, "PATCH T", 600, 1200, 2.0)
        assert self.role(turned(page, turn), tmp_path) is PageRole.SEPARATOR

    @pytest.mark.parametrize("symbology", ["QRCode", "DataMatrix"])
    def test_leaves_a_blank_back_though_it_shines_through(
        self, symbology: str, tmp_path: Path
    ) -> None:
        page = drawings.sheet()
        drawings.put(page, drawings.symbol("HIKAE-SEPARATOR", symbology), 600, 900)
        back = np.ascontiguousarray(page[:, ::-1])
        assert self.role(page, tmp_path) is PageRole.SEPARATOR
        assert self.role(back, tmp_path) is PageRole.BLANK

    def role(self, page: Picture, folder: Path) -> PageRole:
        path = drawings.saved(page, folder / "scan.png")
        return read_page(path, ScanKind.PNG, 1, METHOD).role


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


def test_what_lies_on_a_dark_ground_is_content_and_read(tmp_path: Path) -> None:
    """A slip on the scanner's black bed: most of the picture is dark."""
    page = np.array(paper(Kind.RECEIPT, SOMEONE).convert("L"))
    slip = page[: page.shape[0] // 2]
    ground = np.full((page.shape[0] * 4 // 5, page.shape[1] * 8 // 5), 15, np.uint8)
    ground[80 : 80 + slip.shape[0], 60 : 60 + slip.shape[1]] = slip
    path = drawings.saved(ground, tmp_path / "scan.png")
    found = read_page(path, ScanKind.PNG, 1, METHOD)
    assert found.role is PageRole.CONTENT
    assert found.form is FormKind.RECEIPT


class TestALook:
    def test_reads_no_more_than_it_must_where_code_and_print_agree(self, tmp_path: Path) -> None:
        coded = read(paper(Kind.RECEIPT, SOMEONE, Look(id_code=IdCode.QR)), tmp_path)
        printed = read(paper(Kind.RECEIPT, SOMEONE), tmp_path)
        assert coded.form is printed.form is FormKind.RECEIPT
        assert len(coded.lines) < len(printed.lines)
        assert coded.is_glance
        assert not printed.is_glance

    @pytest.mark.parametrize("closer", Closer)
    def test_may_be_closer_after_a_glance(self, closer: Closer, tmp_path: Path) -> None:
        page = paper(Kind.RECEIPT, SOMEONE, Look(id_code=IdCode.QR))
        path = save([page], tmp_path / "scan.pdf", How.PDF_JPEG, 200)
        glance = read_page(path, ScanKind.PDF, 1, METHOD)
        assert glance.can_be_read_closer
        found = read_closer(path, ScanKind.PDF, glance, METHOD, closer)
        lines = [Line(1, text, found.form) for text in found.lines]
        person = Person(SOMEONE.application_id, SOMEONE.name, SOMEONE.kana, SOMEONE.birth_date)
        assert {Witness.NAME, Witness.BIRTH_DATE} <= confirmed(person, lines)
        assert set(glance.candidates) <= set(found.candidates)
        assert found.can_be_read_closer is (closer is Closer.LABELS)

    @pytest.mark.parametrize("closer", Closer)
    def test_may_be_closer_and_then_reads_name_and_birth_date(
        self, closer: Closer, tmp_path: Path
    ) -> None:
        path = save([paper(Kind.RECEIPT, SOMEONE)], tmp_path / "scan.pdf", How.PDF_JPEG, 200)
        first = read_page(path, ScanKind.PDF, 1, METHOD)
        found = read_closer(path, ScanKind.PDF, first, METHOD, closer)
        assert first.form_file == found.form_file == "receipt.toml"
        lines = [Line(1, text, found.form) for text in found.lines]
        person = Person(SOMEONE.application_id, SOMEONE.name, SOMEONE.kana, SOMEONE.birth_date)
        assert {Witness.NAME, Witness.BIRTH_DATE} <= confirmed(person, lines)
        assert found.form is FormKind.RECEIPT
        assert set(first.candidates) <= set(found.candidates)
        assert len(found.unread) < len(first.unread)

    def test_sees_codes_again_that_nobody_knew_to_be_on_mail(self, tmp_path: Path) -> None:
        path = save([paper(Kind.ENVELOPE, SOMEONE)], tmp_path / "scan.pdf", How.PDF_JPEG, 200)
        first = read_page(path, ScanKind.PDF, 1, METHOD)
        assert any(code.text for code in first.codes)
        silent = tuple(replace(code, text="") for code in first.codes)
        hasty = replace(first, form=FormKind.UNKNOWN, codes=silent)
        assert read_closer(path, ScanKind.PDF, hasty, METHOD, Closer.ALL).codes == first.codes

    def test_gives_nothing_back_that_was_masked(self, tmp_path: Path) -> None:
        path = save([paper(Kind.RECEIPT, SOMEONE)], tmp_path / "scan.pdf", How.PDF_JPEG, 200)
        first = read_page(path, ScanKind.PDF, 1, METHOD)
        upper = (0, 0, first.width, first.height // 2)
        found = read_closer(path, ScanKind.PDF, replace(first, masked=(upper,)), METHOD, Closer.ALL)
        assert found.words
        assert all((word.top + word.bottom) / 2 > first.height // 2 for word in found.words)
        assert upper in found.masked

    def test_does_not_read_what_stands_beside_the_labels_of_pins(self, tmp_path: Path) -> None:
        path = save([paper(Kind.REPLY, SOMEONE)], tmp_path / "scan.pdf", How.PDF_JPEG, 200)
        first = read_page(path, ScanKind.PDF, 1, METHOD)
        found = read_closer(path, ScanKind.PDF, first, METHOD, Closer.ALL)
        assert found.unread == ()
        assert found.form is FormKind.REPLY_FORM


class TestAZone:
    """Digits that run into their boxes are found by no look at their shape."""

    def page(self, folder: Path) -> Path:
        page = np.array(paper(Kind.RECEIPT, SOMEONE, Look(IdPrint.ABSENT)).convert("L"))
        drawings.in_narrow_boxes(page, SOMEONE.application_id.digits, 330, 661)
        return drawings.saved(page, folder / "scan.png")

    def method(self, kind: FormKind) -> Method:
        zone = PrintedId(zones_mm=((20, 75, 200, 95),))
        forms = tuple(
            replace(form, application_id=zone) if form.kind is kind else form
            for form in METHOD.forms
        )
        return replace(METHOD, forms=forms)

    def test_of_the_pages_form_is_read(self, tmp_path: Path) -> None:
        found = read_page(self.page(tmp_path), ScanKind.PNG, 1, self.method(FormKind.RECEIPT))
        assert found.form is FormKind.RECEIPT
        assert "ppocr" in readers(found)

    def test_of_another_form_is_not(self, tmp_path: Path) -> None:
        found = read_page(self.page(tmp_path), ScanKind.PNG, 1, self.method(FormKind.CONSENT_FORM))
        assert found.candidates == ()


class TestWhatCannotBeRead:
    def test_a_missing_language_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(NoLanguageError) as caught:
            read(paper(Kind.RECEIPT, SOMEONE), tmp_path, replace(METHOD, row_language="tlh"))
        assert caught.value.languages == "tlh"

    def test_a_page_beyond_the_limits_is_refused(self, tmp_path: Path) -> None:
        small = replace(METHOD, limits=Limits(pixels=1000))
        with pytest.raises(CannotOpenError):
            read(paper(Kind.RECEIPT, SOMEONE), tmp_path, small)


def test_the_same_page_gives_the_same_reading(tmp_path: Path) -> None:
    picture = paper(Kind.NOTICE, SOMEONE)
    assert read(picture, tmp_path) == read(picture, tmp_path)
