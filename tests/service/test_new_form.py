"""A form nobody here has seen: its file in the office's `config/forms`, its sample, and no code."""

from pathlib import Path

import pytest
from PIL import Image

from hikae.cli.exits import Exit
from hikae.samples import Applicant, How, Kind, applicant, save
from hikae.samples.canvas import TITLE, Canvas, Style
from hikae.samples.lettering import Face
from hikae.samples.numbers import SAMPLE_MY_NUMBER, grouped
from hikae.samples.paper import draw as draw_paper
from hikae.samples.people import japanese_date
from ledger.forms import FormKind
from ledger.scans import Outcome
from tests.service.office import RunningOffice

pytestmark = pytest.mark.service

PERSON = applicant(5)
FORM = """
# 来庁者控: what the branch of Mihon gives out instead of a receipt
kind = "receipt"
titles = ["来庁交付記録票"]
title_above = 0.3
starts_document = true

[application_id]
labels = ["受付ID"]
zones_mm = [[10, 60, 200, 90]]

[[other_numbers]]
name = "slip"
digits = 23
labels = ["伝票番号"]
"""


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return draw(PERSON, tmp_path / "sample.pdf")


@pytest.fixture
def office(tmp_path: Path) -> RunningOffice:
    office = RunningOffice(tmp_path / "office")
    office.make()
    assert office.know(PERSON).exit_code == Exit.OK
    return office


def test_is_tried_before(office: RunningOffice, sample: Path, tmp_path: Path) -> None:
    learn(office)
    answer = office.hikae("forms", "try", str(sample), "--json", "--out", str(tmp_path / "out"))
    [page] = answer.json
    assert (page["form"], page["file"], page["told_by"]) == (
        "receipt",
        "visit_record.toml",
        "title",
    )
    assert {one["application_id"] for one in page["candidates"]} == {PERSON.application_id.digits}
    assert [one["name"] for one in page["other_numbers"]] == ["slip"]
    assert page["zones"] == [[79, 472, 1575, 709]]
    with Image.open(page["picture"]) as picture:
        assert picture.width > 1000
    assert office.scans() == ()
    assert PERSON.application_id.digits not in office.log + answer.err


def test_a_personal_number_is_black_in_every_picture(office: RunningOffice, tmp_path: Path) -> None:
    drawn = draw_paper(Kind.CARD_BACK, PERSON)
    [number] = [field for field in drawn.fields if field.name == "my_number"]
    scan = save([drawn.picture.convert("L")], tmp_path / "card.pdf", How.PDF_JPEG)
    answer = office.hikae("forms", "try", str(scan), "--json", "--out", str(tmp_path / "out"))
    [page] = answer.json
    assert page["hidden"]
    scale, edge = 1240 / page["width"], 16
    with Image.open(page["picture"]) as picture:
        shown = picture.convert("L").crop(tuple(edge + side * scale for side in number.box))
    assert shown.getextrema() == (0, 0)
    assert SAMPLE_MY_NUMBER not in answer.out


def test_is_filed_as_what_its_file_says_and_shows_why(
    office: RunningOffice, sample: Path, tmp_path: Path
) -> None:
    learn(office)
    assert office.hikae("take", str(sample), "--wait").exit_code == Exit.OK
    [arrival] = office.scans()
    [document] = arrival.documents
    assert document.form is FormKind.RECEIPT
    assert (document.outcome, document.why) == (Outcome.FILED, None)
    assert document.application_id == PERSON.application_id
    answer = office.hikae("why", document.document_id, "--json", "--out", str(tmp_path / "out"))
    told = answer.json
    assert {one["reader"] for one in told["readings"]} == {"ppocr", "tesseract-row"}
    assert [told["fields"][one] for one in ("name", "kana", "birth_date")] == ["confirmed"] * 3
    assert {place["field"] for place in told["places"]} == {"name", "kana", "birth_date"}
    assert any(one.startswith("tesser") for one in told["proof"]["versions"])
    with Image.open(told["picture"]) as picture:
        assert picture.height > 300
    assert answer.err == ""
    assert PERSON.application_id.digits not in office.log


def learn(office: RunningOffice) -> None:
    """Teach the office its form: one file."""
    folder = office.home / "config" / "forms"
    folder.mkdir(parents=True)
    (folder / "visit_record.toml").write_text(FORM, "utf-8")


def draw(who: Applicant, path: Path) -> Path:
    """Its sample: the slip's own number has as many digits as an ID, and stands above it."""
    canvas = Canvas(200)
    canvas.text(105, 24, "来庁交付記録票", TITLE)
    for y, label, number in ((50, "伝票番号", applicant(6)), (75, "受付ID", who)):
        canvas.text(18, y, label, Style(10.5))
        canvas.text(48, y, grouped(number.application_id, "  "), Style(12.5, Face.GOTHIC))
    canvas.row(18, 100, "氏　　名", who.name, "name", 172)
    canvas.row(18, 111, "フリガナ", who.kana, "kana", 172)
    canvas.row(18, 122, "生年月日", japanese_date(who.birth_date), "birth", 172)
    canvas.text(18, 150, "上記のとおりカードをお渡ししました。", Style(11))
    return save([canvas.picture.convert("L")], path, How.PDF_JPEG)
