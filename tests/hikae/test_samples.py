"""The samples: the same for a seed, safe to show to anyone, and truly what the truth says."""

import csv
import json
import re
from datetime import date
from pathlib import Path
from random import Random

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps, ImageSequence

from hikae.samples import (
    Batch,
    Damage,
    FolderNotEmptyError,
    How,
    IdCode,
    IdPrint,
    JapaneseFontMissingError,
    Kind,
    Look,
    Mode,
    Profile,
    Scanner,
    Wear,
    applicant,
    make,
    one_receipt,
    paper,
    save,
)
from hikae.samples.__main__ import main
from hikae.samples.lettering import find_font
from hikae.samples.numbers import (
    SAMPLE_MY_NUMBER,
    application_id,
    neighbour,
    no_my_number,
)
from hikae.samples.people import japanese_date
from hikae.samples.wear import haunted
from ledger.ids import ApplicationId
from ocr.check_digit import is_my_number
from tests.ledger.apart import distance


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Batch:
    return make(tmp_path_factory.mktemp("demo"), seed=1, profile=Profile.DEMO)


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def pages(batch: Batch, name: str) -> list[Image.Image]:
    path = batch.folder / "scans" / name
    if path.suffix != ".pdf":
        return [Image.open(path).convert("L")]
    scale = batch.files[name].dpi / 72
    return [page.render(scale=scale).to_pil().convert("L") for page in pypdfium2.PdfDocument(path)]


def ledger_rows(batch: Batch) -> list[dict[str, str]]:
    with batch.ledger.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


class TestABatch:
    def test_the_same_seed_gives_the_same_bytes(self, demo: Batch, tmp_path: Path) -> None:
        assert contents(make(tmp_path, 1, Profile.DEMO).folder) == contents(demo.folder)

    def test_another_seed_gives_other_people(self, tmp_path: Path) -> None:
        first = make(tmp_path / "a", 1, Profile.KILL)
        second = make(tmp_path / "b", 2, Profile.KILL)
        assert first.ledger.read_bytes() != second.ledger.read_bytes()

    def test_is_not_mixed_with_what_lies_there(self, demo: Batch) -> None:
        with pytest.raises(FolderNotEmptyError):
            make(demo.folder, 2, Profile.DEMO)

    def test_the_truth_is_written_as_it_is_given(self, demo: Batch) -> None:
        written = json.loads(demo.truth.read_text(encoding="utf-8"))["files"]
        assert written.keys() == demo.files.keys()
        assert [len(file["pages"]) for file in written.values()] == [
            len(file.pages) for file in demo.files.values()
        ]


class TestTheDemo:
    def test_is_small(self, demo: Batch) -> None:
        assert 8 <= len(demo.scans) <= 12
        assert 20 <= sum(file.n_pages for file in demo.files.values()) <= 30

    def test_shows_every_ending(self, demo: Batch) -> None:
        of_files = {file.expected for file in demo.files.values()}
        of_sets = {one.expected for file in demo.files.values() for one in file.sets}
        assert of_files == {"process", "quarantined", "duplicate"}
        assert of_sets == {"filed", "review"}

    def test_is_filed_by_code_and_by_print(self, demo: Batch) -> None:
        sets = [one for file in demo.files.values() for one in file.sets]
        ways = {one.id_by_barcode for one in sets if one.expected == "filed"}
        assert ways == {True, False}

    def test_each_page_of_content_belongs_to_one_set(self, demo: Batch) -> None:
        for file in demo.files.values():
            content = [p.page for p in file.pages if p.type not in ("blank", "separator")]
            assert sorted(page for one in file.sets for page in one.pages) == content

    def test_the_duplicate_has_the_bytes_of_an_earlier_file(self, demo: Batch) -> None:
        (name,) = [name for name, f in demo.files.items() if f.expected == "duplicate"]
        same = [other for other, f in demo.files.items() if f.sha256 == demo.files[name].sha256]
        assert min(same) < name
        assert len(same) == 2

    def test_every_code_that_an_ending_relies_on_was_read(self, demo: Batch) -> None:
        codes = [c for f in demo.files.values() for p in f.pages for c in p.barcodes]
        assert len(codes) >= 8
        assert all(code.decodes for code in codes if code.contains_id)


class TestTheTruth:
    def test_has_what_scoring_asks_for(self, demo: Batch) -> None:
        for file in json.loads(demo.truth.read_text(encoding="utf-8"))["files"].values():
            assert {"expected", "accept", "n_pages", "sets", "pages"} <= file.keys()
            for page in file["pages"]:
                assert {"page", "type", "id", "rotation", "barcodes", "text"} <= page.keys()
            for one in file["sets"]:
                assert {"set", "id", "type", "pages", "readable", "id_by_barcode"} <= one.keys()

    def test_counts_pages_from_one(self, demo: Batch) -> None:
        for file in demo.files.values():
            assert [page.page for page in file.pages] == list(range(1, file.n_pages + 1))

    def test_its_boxes_hold_ink_however_the_page_lies(self, demo: Batch) -> None:
        for name in ("20251105102233.pdf", "KM_C25110510110002.png", "20251105091512.pdf"):
            for picture, page in zip(pages(demo, name), demo.files[name].pages, strict=True):
                for field in page.fields:
                    dark = sum(picture.crop(field.bbox).histogram()[:130])
                    assert dark, f"{name} page {page.page}: {field.name or field.text}"

    def test_its_codes_are_where_the_reader_finds_them(self, demo: Batch) -> None:
        name = "KM_C25110510110002.png"
        (picture,), (page,) = pages(demo, name), demo.files[name].pages
        (found,), (code,) = zxingcpp.read_barcodes(picture), page.barcodes
        left, top, right, bottom = code.bbox
        corner = found.position.top_left
        assert left - 20 < corner.x < right + 20
        assert top - 20 < corner.y < bottom + 20

    def test_says_where_a_personal_number_must_be_masked(self, demo: Batch) -> None:
        masked = [one for f in demo.files.values() for p in f.pages for one in p.mynumber]
        assert [one.number for one in masked] == [SAMPLE_MY_NUMBER]


class TestTheLedger:
    def test_knows_everyone_whose_paper_may_be_filed(self, demo: Batch) -> None:
        known = {row["application_id"] for row in ledger_rows(demo)}
        sets = [one for file in demo.files.values() for one in file.sets]
        assert {one.id for one in sets if "filed" in one.accept} <= known

    def test_does_not_know_one_whose_paper_came_in(self, demo: Batch) -> None:
        known = {row["application_id"] for row in ledger_rows(demo)}
        sets = [one for file in demo.files.values() for one in file.sets]
        assert len({one.id for one in sets} - known) == 1

    def test_holds_neighbours_and_namesakes_of_everyone(self, demo: Batch) -> None:
        rows = ledger_rows(demo)
        ids = [ApplicationId(row["application_id"]) for row in rows]
        for file in demo.files.values():
            for one in file.sets:
                if "filed" not in one.accept:
                    continue
                distances = {distance(ApplicationId(one.id), other) for other in ids}
                assert {0, 1, 2} <= distances
                assert sum(row["name"] == one.name for row in rows) >= 2

    def test_no_neighbour_could_pass_for_the_owner(self, demo: Batch) -> None:
        rows = ledger_rows(demo)
        for file in demo.files.values():
            for one in file.sets:
                for row in rows:
                    apart = distance(ApplicationId(one.id), ApplicationId(row["application_id"]))
                    assert apart == 0 or apart > 2 or row["name"] != one.name

    def test_the_struck_out_number_is_a_living_one(self, demo: Batch) -> None:
        pages = [page for file in demo.files.values() for page in file.pages]
        (page,) = [page for page in pages if page.id_damage == "corrected"]
        assert page.id_printed_as != page.id
        assert page.id_printed_as in {row["application_id"] for row in ledger_rows(demo)}


class TestNoLivingPerson:
    def test_no_twelve_digits_are_a_my_number_but_the_leaflets_sample(self, demo: Batch) -> None:
        text = demo.truth.read_text(encoding="utf-8") + demo.ledger.read_text(encoding="utf-8")
        runs = set(re.findall(r"(?<!\d)\d{12}(?!\d)", text)) - {SAMPLE_MY_NUMBER}
        assert not [run for run in runs if is_my_number(run)]

    def test_the_leaflets_sample_passes_the_check(self) -> None:
        assert is_my_number(SAMPLE_MY_NUMBER)

    @given(st.integers())
    def test_drawn_numbers_fail_it(self, seed: int) -> None:
        assert not is_my_number(no_my_number(Random(seed)))

    @given(st.integers(), st.integers(1, 5))
    def test_a_neighbour_is_as_far_as_asked(self, seed: int, places: int) -> None:
        rng = Random(seed)
        one = application_id(rng)
        assert distance(one, neighbour(one, places, rng)) == places


class TestOnePaper:
    def test_the_code_carries_the_id(self) -> None:
        who = applicant()
        page = paper(Kind.NOTICE, who, Look(id_code=IdCode.CODE128))
        assert [code.text for code in zxingcpp.read_barcodes(page)] == [who.application_id.digits]

    def test_on_an_application_it_stands_in_a_web_address(self) -> None:
        who = applicant()
        (code,) = zxingcpp.read_barcodes(paper(Kind.APPLICATION, who, Look(id_code=IdCode.QR_URL)))
        assert code.text.startswith("https://")
        assert code.text.endswith(who.application_id.digits)

    @pytest.mark.parametrize("turn", [0, 90, 180, 270])
    def test_a_turned_page_is_turned_clockwise(self, turn: int) -> None:
        straight = paper(Kind.RECEIPT, applicant())
        turned = paper(Kind.RECEIPT, applicant(), turn=turn)
        assert turned.rotate(turn, expand=True).tobytes() == straight.tobytes()

    def test_without_id_and_code_there_are_none(self) -> None:
        page = paper(Kind.RECEIPT, applicant(), Look(IdPrint.ABSENT))
        assert not zxingcpp.read_barcodes(page)

    def test_damage_shows(self) -> None:
        who = applicant()
        wrong = neighbour(who.application_id, 1, Random(1))
        looks = [Look(damage=damage, misprint=wrong) for damage in Damage]
        pictures = {paper(Kind.RECEIPT, who, look).tobytes() for look in looks}
        assert len(pictures) == len(looks)

    @pytest.mark.parametrize("kind", list(Kind))
    def test_every_kind_can_be_drawn(self, kind: Kind) -> None:
        page = paper(kind, applicant(), scanner=Scanner(100, noise=0))
        assert (page.getextrema() == (255, 255)) is (kind is Kind.BLANK)

    def test_a_correction_needs_the_number_it_struck_out(self) -> None:
        with pytest.raises(ValueError, match="struck out"):
            Look(damage=Damage.CORRECTED)

    @pytest.mark.parametrize("wear", list(Wear))
    def test_wear_shows(self, wear: Wear) -> None:
        clean = paper(Kind.BLANK, applicant(), scanner=Scanner(100, skew=0, noise=0))
        worn = Scanner(100, skew=0, noise=0, wear=frozenset({wear}))
        page = paper(Kind.BLANK, applicant(), scanner=worn)
        assert page.tobytes() != clean.tobytes()

    def test_a_back_shows_its_front_mirrored_and_pale(self) -> None:
        front = paper(Kind.SEPARATOR, applicant())
        back = haunted(Image.new("L", front.size, 255), front)
        assert back.getextrema() == (237, 255)
        mirrored = ImageOps.mirror(back).point(lambda level: 0 if level == 237 else 255)
        darkest = front.point(lambda level: 0 if level == 0 else 255)
        assert mirrored.tobytes() == darkest.tobytes()


class TestSaving:
    @pytest.mark.parametrize("how", [How.PDF_G4, How.PDF_FLATE1, How.PDF_JPEG])
    def test_a_pdf_shows_the_page(self, how: How, tmp_path: Path) -> None:
        path = one_receipt(tmp_path / "receipt.pdf", applicant(), how=how)
        page = paper(Kind.RECEIPT, applicant())
        shown = pypdfium2.PdfDocument(path)[0].render(scale=200 / 72).to_pil().convert("L")
        assert abs(shown.width - page.width) <= 1
        assert abs(mean(shown) - mean(page)) < 3

    def test_a_tiff_holds_the_pages_as_a_fax_would(self, tmp_path: Path) -> None:
        pages = [
            paper(kind, applicant(), scanner=Scanner(200, Mode.BITONAL))
            for kind in (Kind.RECEIPT, Kind.ENVELOPE)
        ]
        with Image.open(save(pages, tmp_path / "two.tif", How.TIFF_G4)) as tiff:
            assert tiff.info["compression"] == "group4"
            assert tiff.info["dpi"] == (200, 200)
            held = [page.tobytes() for page in ImageSequence.Iterator(tiff)]
        assert held == [page.tobytes() for page in pages]

    def test_a_jpeg_holds_one_page(self, tmp_path: Path) -> None:
        page = paper(Kind.BLANK, applicant())
        with pytest.raises(ValueError, match="cannot hold 2 pages"):
            save([page, page], tmp_path / "two.jpg", How.JPEG)


def mean(picture: Image.Image) -> float:
    histogram = picture.convert("L").histogram()
    return sum(level * count for level, count in enumerate(histogram)) / sum(histogram)


class TestDates:
    @pytest.mark.parametrize(
        ("day", "words"),
        [
            (date(1989, 1, 7), "昭和64年1月7日"),
            (date(1989, 1, 8), "平成元年1月8日"),
            (date(2019, 5, 1), "令和元年5月1日"),
            (date(1985, 3, 2), "昭和60年3月2日"),
        ],
    )
    def test_are_written_by_era(self, day: date, words: str) -> None:
        assert japanese_date(day) == words


class TestTheCommand:
    def test_makes_a_batch(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr("sys.argv", ["samples", str(tmp_path), "--profile", "kill"])
        assert main() == 0
        assert "30 files, 30 pages" in capsys.readouterr().out

    def test_refuses_a_folder_in_use(
        self, demo: Batch, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr("sys.argv", ["samples", str(demo.folder)])
        assert main() == 1
        assert "name a new folder" in capsys.readouterr().err


def test_without_a_japanese_font_the_message_names_the_package() -> None:
    with pytest.raises(JapaneseFontMissingError, match="apt-get install fonts-ipafont-gothic"):
        find_font(("no-such-font.ttf",), "fonts-ipafont-gothic")
