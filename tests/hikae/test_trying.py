"""Trying the form files: what is shown, and that nothing of it comes into the office."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.settings import Settings
from hikae.cli.errors import GiveUpError
from hikae.cli.exits import Exit
from hikae.office import Office
from hikae.trying import Tried, headline, sample, try_forms
from ledger.accounts import arrivals
from ledger.forms import FormKind
from ocr.likeness import ToldBy
from ocr.reading import Code
from tests.hikae.commands import hikae
from tests.hikae.scripted import BAD_STRUCTURE, BLANK, CRASH, ScriptedReader, scan_file
from tests.hikae.workday import ANNA


@pytest.fixture
def office(home: Path) -> Iterator[Office]:
    opened = Office.open(Settings.load(home))
    yield Office(opened.settings, opened.engine, children=ScriptedReader())
    opened.engine.dispose()


def given(tmp_path: Path, *pages: str) -> Path:
    path = tmp_path / "sample.pdf"
    path.write_bytes(scan_file(list(pages), 0))
    return path


def tried(office: Office, path: Path, only: int | None = None) -> list[Tried]:
    return list(try_forms(office, sample(office, path), only))


def test_a_page_is_read_as_the_product_reads_it(office: Office, tmp_path: Path) -> None:
    (page,) = tried(office, given(tmp_path, ANNA.digits))
    assert page.reading.form is FormKind.RECEIPT
    assert page.form is not None
    assert page.form.file == "receipt.toml"
    assert page.told_by is ToldBy.TITLE
    assert {one.application_id for one in page.reading.candidates} == {ANNA}
    assert headline(page).startswith("1  受領書 receipt.toml")


def test_a_page_of_no_form_has_no_file(office: Office, tmp_path: Path) -> None:
    (page,) = tried(office, given(tmp_path, BLANK))
    assert (page.form, page.told_by) == (None, ToldBy.NOTHING)


def test_where_the_form_expects_the_id_is_told_in_pixels(office: Office, tmp_path: Path) -> None:
    forms = office.settings.home / "config" / "forms"
    forms.mkdir(parents=True)
    (forms / "receipt.toml").write_text(
        'kind = "receipt"\ntitles = []\ntitle_above = 0.3\nstarts_document = true\n'
        "[application_id]\nzones_mm = [[0, 25.4, 50.8, 127]]\n",
        "utf-8",
    )
    (page,) = tried(office, given(tmp_path, ANNA.digits))
    assert page.zones == ((0, 200, 400, 1000),)


def test_a_code_that_the_form_expects_is_told_from_another(office: Office, tmp_path: Path) -> None:
    (receipt,) = tried(office, given(tmp_path, ANNA.digits))
    (unknown,) = tried(office, given(tmp_path, BLANK))
    expected, other = (Code(name, "x", 0, 0, 9, 9) for name in ("QR Code", "Aztec"))
    assert [receipt.expects(code) for code in (expected, other)] == [True, False]
    assert not unknown.expects(expected)


def test_nothing_comes_into_the_office(office: Office, tmp_path: Path) -> None:
    before = files(office)
    tried(office, given(tmp_path, ANNA.digits, ANNA.digits))
    assert files(office) == before
    with office.read() as session:
        assert arrivals(session) == ()


@pytest.mark.parametrize(
    ("pages", "only", "code", "words"),
    [
        ((BAD_STRUCTURE,), None, Exit.BAD_INPUT, "ファイルの中身が壊れて"),
        ((CRASH,), None, Exit.FAILED, "1 ページを読み取れません"),
        ((ANNA.digits,), 2, Exit.USAGE, "2 ページはありません"),
    ],
)
def test_what_cannot_be_tried_is_said(
    office: Office,
    tmp_path: Path,
    pages: tuple[str, ...],
    only: int | None,
    code: Exit,
    words: str,
) -> None:
    with pytest.raises(GiveUpError, match=words) as caught:
        tried(office, given(tmp_path, *pages), only)
    assert caught.value.exit_code == code


class TestTheList:
    def test_has_a_line_for_each_form_file(self, home: Path) -> None:
        lines = hikae(home, "forms", "list").out.splitlines()
        assert len(lines) == 9
        assert ["receipt.toml", "受領書"] in [line.split()[:2] for line in lines]

    def test_tells_programs_all_of_it(self, home: Path) -> None:
        found = {one["file"]: one for one in hikae(home, "forms", "list", "--json").json}
        receipt = found["receipt.toml"]
        assert receipt["groups"] == [4, 4, 4, 4, 4, 3]
        assert receipt["unknown_to_ledger"] == "hold"
        assert {"name": "card_serial", "digits": 16} in [
            {key: one[key] for key in ("name", "digits")} for one in receipt["other_numbers"]
        ]

    def test_says_which_file_has_a_mistake(self, home: Path) -> None:
        forms = home / "config" / "forms"
        forms.mkdir(parents=True)
        (forms / "ours.toml").write_text('kind = "receipt"\n', "utf-8")
        answer = hikae(home, "forms", "list")
        assert answer.exit_code == Exit.SETTINGS
        assert "ours.toml" in answer.err
        assert "titles" in answer.err


def test_a_file_that_is_not_there_is_said(home: Path, tmp_path: Path) -> None:
    answer = hikae(home, "forms", "try", str(tmp_path / "nothing.pdf"))
    assert answer.exit_code == Exit.NOT_FOUND
    assert "nothing.pdf" in answer.err


def files(office: Office) -> set[str]:
    """What lies in the office folder; of the ledger's files only the one that lasts."""
    home = office.settings.home
    found = {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()}
    return {path for path in found if not path.startswith("hikae.db-")}
