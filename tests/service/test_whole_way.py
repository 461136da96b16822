"""The demonstration, looked at closely: what is filed is what was scanned, and nothing leaks."""

import re
import sqlite3
import subprocess
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageOps, ImageSequence

from ledger.records import ArrivalRecord, DocumentRecord
from ledger.scans import Outcome
from tests.hikae.commands import Answer
from tests.service.office import RunningOffice
from tests.service.preflight import verdicts

pytestmark = [pytest.mark.service, pytest.mark.timeout(420)]

CARD = "個人番号カード"
LONG_RUN = re.compile(r"(?<![0-9a-f])(?:\d{12}|\d{23})(?![0-9a-f])")  # a hash is no number
ROUNDED = 2.5  # of 255: pixel rows that do not fit are resampled; other pages differ by 6 and more


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> RunningOffice:
    return RunningOffice(tmp_path_factory.mktemp("demo") / "office", HIKAE_WORKERS="2")


@pytest.fixture(scope="module")
def answer(office: RunningOffice) -> Answer:
    return office.hikae("demo", "--once", deadline_s=400)


@pytest.fixture(scope="module")
def filed(
    office: RunningOffice, answer: Answer
) -> list[tuple[ArrivalRecord, DocumentRecord, Path]]:
    assert answer.exit_code == 0, answer.out + answer.err
    return [
        (arrival, document, office.home / "archive" / document.key)
        for arrival in office.scans()
        for document in arrival.documents
        if document.outcome is Outcome.FILED and document.key is not None
    ]


Filed = list[tuple[ArrivalRecord, DocumentRecord, Path]]


def test_all_samples_end_as_they_should(answer: Answer) -> None:
    assert answer.exit_code == 0, answer.out + answer.err


def test_the_books_are_right(office: RunningOffice, filed: Filed) -> None:
    assert filed
    assert office.is_sound()


def test_every_pdf_filed_is_a_valid_pdfa_1b(filed: Filed) -> None:
    judged = verdicts([path for _, _, path in filed])
    assert judged == ["VALID"] * len(filed)


def test_every_page_filed_shows_the_pixels_of_the_scan(office: RunningOffice, filed: Filed) -> None:
    for arrival, document, path in filed:
        scan = office.home / "samples" / "scans" / arrival.file
        for at, number in enumerate(document.pages, start=1):
            assert difference(*both(scan, number, path, at)) < ROUNDED


def test_the_printed_words_are_found_unbroken(filed: Filed) -> None:
    texts = [text_of(path) for _, document, path in filed if document.form == "application_form"]
    assert texts
    assert all(CARD in text for text in texts)


def test_the_accepted_id_is_found_as_one_run(filed: Filed) -> None:
    for _, document, path in filed:
        assert document.application_id is not None
        assert document.application_id.digits in text_of(path)


def test_no_twelve_digit_number_stands_in_any_text_layer(filed: Filed) -> None:
    for _, _, path in filed:
        assert re.findall(r"(?<!\d)\d{4}[ -]?\d{4}[ -]?\d{4}(?![ -]?\d)", text_of(path)) == []


def test_no_number_of_a_person_is_in_the_engines_tables(
    office: RunningOffice, filed: Filed
) -> None:
    assert filed
    with sqlite3.connect(office.home / "hikae.db") as database:
        names = [
            row[0]
            for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        engine = [name for name in names if re.match("workflow|operation|datasource", name)]
        assert engine
        for name in engine:
            for row in database.execute(f'SELECT * FROM "{name}"'):  # noqa: S608  # own names
                assert not LONG_RUN.search(" ".join(map(str, row))), name


def test_no_number_of_a_person_is_in_a_log_or_a_file_name(
    office: RunningOffice, answer: Answer, filed: Filed
) -> None:
    assert filed
    assert not LONG_RUN.search(answer.err)
    paths = [str(path.relative_to(office.home)) for path in office.home.rglob("*")]
    assert [path for path in paths if LONG_RUN.search(Path(path).stem)] == []


def text_of(pdf: Path) -> str:
    done = subprocess.run(
        ["pdftotext", "-raw", str(pdf), "-"], capture_output=True, text=True, check=True
    )
    return done.stdout


def rendered(pdf: Path, number: int, width: int | None = None) -> Image.Image:
    """Render a page (from 1), at 100 dpi or so that its longer side has `width` pixels."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[number - 1]
        scale = 100 / 72 if width is None else width / max(page.get_size())
        picture: Image.Image = page.render(scale=scale).to_pil()
        return picture.convert("RGB")


def both(scan: Path, number: int, filed: Path, at: int) -> tuple[Image.Image, Image.Image]:
    """Show a page of the scan as it was received, and as it was filed, in the same size."""
    if scan.suffix == ".pdf":
        return rendered(scan, number), rendered(filed, at)
    with Image.open(scan) as file:
        page = next(one for at, one in enumerate(ImageSequence.Iterator(file), 1) if at == number)
        picture = ImageOps.exif_transpose(page).convert("RGB")
    return picture, rendered(filed, at, max(picture.size))


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures, 0-255, whichever way the second was set upright.

    Turned, a page may be rendered a pixel wider or narrower; that edge is left out.
    """
    turned = [other, *(other.rotate(turn, expand=True) for turn in (90, 180, 270))]
    found = []
    for picture in turned:
        width, height = min(one.width, picture.width), min(one.height, picture.height)
        if max(one.width, picture.width) - width <= 1 >= max(one.height, picture.height) - height:
            pair = [np.asarray(p.crop((0, 0, width, height)), np.int16) for p in (one, picture)]
            found.append(float(np.abs(pair[0] - pair[1]).mean()))
    return min(found)
