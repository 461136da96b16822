"""The full text of a page, with the real engines, on papers of our own making."""

import json
import unicodedata
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from PIL import Image

from hikae.samples import How, IdCode, Kind, Look, applicant, paper, save
from hikae.samples.canvas import TITLE, Canvas
from ledger.forms import FormKind
from ledger.scans import ScanKind
from ocr.errors import NoLanguageError
from ocr.form import load_forms
from ocr.method import Closer, Method, TextEngine
from ocr.read import read_closer, read_page
from ocr.reading import Text
from ocr.text import read_text

pytestmark = pytest.mark.service

METHOD = Method(forms=load_forms([Path(__file__).parents[2] / "config" / "forms"]))
SOMEONE = applicant(7)
engines = pytest.mark.parametrize("engine", TextEngine)


def text_of(picture: Image.Image, folder: Path, method: Method) -> Text:
    path = save([picture], folder / "scan.pdf", How.PDF_JPEG, 200)
    return read_text(path, ScanKind.PDF, read_page(path, ScanKind.PDF, 1, METHOD), method)


@engines
def test_holds_what_stands_on_the_page(engine: TextEngine, tmp_path: Path) -> None:
    found = text_of(paper(Kind.RECEIPT, SOMEONE), tmp_path, replace(METHOD, text_engine=engine))
    assert found.complete
    assert any("個人番号カード" in line.replace(" ", "") for line in found.lines)
    assert len(found.words) > 40


@engines
def test_can_be_searched_whatever_the_width_of_its_letters(
    engine: TextEngine, tmp_path: Path
) -> None:
    found = text_of(paper(Kind.RECEIPT, SOMEONE), tmp_path, replace(METHOD, text_engine=engine))
    assert "個人番号カード" in found.search
    assert found.search == unicodedata.normalize("NFKC", found.search)
    assert len(found.search.splitlines()) == len(found.lines)
    assert Text.from_fields(json.loads(json.dumps(asdict(found)))) == found


@pytest.mark.parametrize("turn", [90, 180])
@engines
def test_is_that_of_the_upright_page(engine: TextEngine, turn: int, tmp_path: Path) -> None:
    picture = paper(Kind.RECEIPT, SOMEONE, turn=turn)
    found = text_of(picture, tmp_path, replace(METHOD, text_engine=engine))
    assert any("受領書" in line.replace(" ", "") for line in found.lines)


@engines
def test_holds_no_personal_number(engine: TextEngine, tmp_path: Path) -> None:
    found = text_of(paper(Kind.CARD_BACK, SOMEONE), tmp_path, replace(METHOD, text_engine=engine))
    kept = "".join(word.text for word in found.words)
    assert "123456789018" not in kept  # the number of the leaflets, on every sample


@engines
def test_is_missing_when_the_time_is_up(engine: TextEngine, tmp_path: Path) -> None:
    hurried = replace(METHOD, text_engine=engine, text_limit_s=0.05)
    found = text_of(paper(Kind.RECEIPT, SOMEONE), tmp_path, hurried)
    assert not found.complete
    assert found.words == ()


def test_read_again_after_the_time_was_up_is_all_there(tmp_path: Path) -> None:
    path = save([paper(Kind.RECEIPT, SOMEONE)], tmp_path / "scan.pdf", How.PDF_JPEG, 200)
    first = read_page(path, ScanKind.PDF, 1, METHOD)
    reading = read_closer(path, ScanKind.PDF, first, METHOD, Closer.LABELS)
    late = reading.with_text(Text(1, complete=False))
    assert not late.text_complete
    whole = read_text(path, ScanKind.PDF, reading, METHOD)
    assert read_text(path, ScanKind.PDF, late, METHOD) == whole


def test_of_a_request_with_pins_is_its_title(tmp_path: Path) -> None:
    path = save([paper(Kind.RECEIPT, SOMEONE)], tmp_path / "scan.pdf", How.PDF_JPEG, 200)
    reading = read_page(path, ScanKind.PDF, 1, METHOD)
    secret = replace(reading, form=FormKind.PIN_SETTING_REQUEST, words=reading.words[:1])
    assert read_text(path, ScanKind.PDF, secret, METHOD) == Text(1, reading.words[:1])


@engines
def test_what_is_masked_is_not_read(engine: TextEngine, tmp_path: Path) -> None:
    path = save([paper(Kind.RECEIPT, SOMEONE)], tmp_path / "scan.pdf", How.PDF_JPEG, 200)
    reading = read_page(path, ScanKind.PDF, 1, METHOD)
    all_of_it = replace(reading, masked=((0, 0, reading.width, reading.height),))
    how = replace(METHOD, text_engine=engine)
    assert read_text(path, ScanKind.PDF, all_of_it, how).words == ()


def test_after_a_glance_is_that_of_the_whole_page(tmp_path: Path) -> None:
    page = paper(Kind.REPLY, SOMEONE, Look(id_code=IdCode.QR))
    path = save([page], tmp_path / "scan.pdf", How.PDF_JPEG, 200)
    glance = read_page(path, ScanKind.PDF, 1, METHOD)
    closest = read_closer(path, ScanKind.PDF, glance, METHOD, Closer.ALL)
    assert glance.is_glance
    found, wanted = (read_text(path, ScanKind.PDF, one, METHOD) for one in (glance, closest))
    assert len(found.search) >= 0.9 * len(wanted.search)


def test_goes_on_with_what_was_read_well(tmp_path: Path) -> None:
    path = save([paper(Kind.RECEIPT, SOMEONE)], tmp_path / "scan.pdf", How.PDF_JPEG, 200)
    reading = read_page(path, ScanKind.PDF, 1, METHOD)
    closest = read_closer(path, ScanKind.PDF, reading, METHOD, Closer.ALL)
    assert not closest.unread
    assert set(read_text(path, ScanKind.PDF, closest, METHOD).words) == set(closest.words)


def test_a_missing_language_is_named(tmp_path: Path) -> None:
    foreign = replace(METHOD, languages="tlh", text_engine=TextEngine.TESSERACT)
    with pytest.raises(NoLanguageError) as caught:
        text_of(paper(Kind.RECEIPT, SOMEONE), tmp_path, foreign)
    assert caught.value.languages == "tlh"


def test_what_stands_beside_the_labels_of_pins_is_not_read(tmp_path: Path) -> None:
    form = next(form for form in METHOD.forms if form.kind is FormKind.REPLY_FORM)
    page = Canvas(200)
    page.text(105, 20, "回答書", TITLE)
    for number, label in enumerate(form.secret_labels[1:]):
        page.text(20, 100 + 14 * number, label)
        page.text(120, 100 + 14 * number, f"{7777 + number}")
    path = save([page.picture], tmp_path / "scan.pdf", How.PDF_JPEG, 200)
    reading = read_page(path, ScanKind.PDF, 1, METHOD)
    found = read_text(path, ScanKind.PDF, reading, METHOD)
    assert reading.form is FormKind.REPLY_FORM
    assert found.masked
    assert not any("777" in line.replace(" ", "") for line in found.lines)
