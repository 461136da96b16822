"""A PDF's pages keep size, box and turn; what is active stays behind, what is damaged outside."""

from pathlib import Path

import numpy as np
import pytest
from pikepdf import Array, Dictionary, Encryption, Name, Pdf

from archive.errors import CannotComposeError
from ledger.scans import ScanKind
from tests.archive.pdf_sources import fill_of, stamp, unchanged
from tests.archive.sources import (
    SIZE,
    WHOLE_PAGE,
    add_page,
    composed,
    jpeg_object,
    layer,
    pdf_file,
    picture,
    scan_pdf,
    shown,
)


class TestAPage:
    @pytest.mark.parametrize("turn", [0, 90, 180, 270])
    @pytest.mark.parametrize("rotate", [0, 90, 180, 270, -90, 450])
    def test_is_turned_further_by_the_layer(self, tmp_path: Path, rotate: int, turn: int) -> None:
        def fill(pdf: Pdf) -> None:
            add_page(pdf, WHOLE_PAGE, [jpeg_object(pdf, picture())], Rotate=rotate)

        source = pdf_file(tmp_path / "scan.pdf", fill)
        size = SIZE if rotate % 180 == 0 else SIZE[::-1]
        new_size = size if turn % 180 == 0 else size[::-1]
        pdf = composed(source, ScanKind.PDF, layer(1, turn, size=size))
        before = shown(source, 1, size)
        assert np.array_equal(shown(pdf, 1, new_size), np.rot90(before, -turn // 90))

    def test_inherits_box_and_rotation(self, tmp_path: Path) -> None:
        def fill(pdf: Pdf) -> None:
            page = add_page(pdf, WHOLE_PAGE, [jpeg_object(pdf, picture())])
            del page.obj["/MediaBox"]
            pdf.Root.Pages.MediaBox = Array([0, 0, 43.2, 28.8])
            pdf.Root.Pages.Rotate = 180

        unchanged(pdf_file(tmp_path / "scan.pdf", fill))

    def test_keeps_its_crop_box(self, tmp_path: Path) -> None:
        def fill(pdf: Pdf) -> None:
            images = [jpeg_object(pdf, picture())]
            add_page(pdf, WHOLE_PAGE, images, CropBox=Array([10.8, 7.2, 99, 28.8]))

        pdf = unchanged(pdf_file(tmp_path / "scan.pdf", fill), size=(90, 60))
        assert b"/CropBox [ 10.8 7.2 43.2 28.8 ]" in pdf

    def test_in_larger_units_becomes_a_larger_page(self, tmp_path: Path) -> None:
        def fill(pdf: Pdf) -> None:
            add_page(pdf, WHOLE_PAGE, [jpeg_object(pdf, picture())], UserUnit=2)

        pdf = composed(pdf_file(tmp_path / "scan.pdf", fill))
        assert b"/MediaBox [ 0 0 86.4 57.6 ]" in pdf
        assert np.array_equal(shown(pdf), shown(scan_pdf(tmp_path / "plain.pdf")))

    def test_larger_than_a_pdf_page_may_be_is_refused(self, tmp_path: Path) -> None:
        def fill(pdf: Pdf) -> None:
            images = [jpeg_object(pdf, picture())]
            add_page(pdf, WHOLE_PAGE, images, UserUnit=1000)

        with pytest.raises(CannotComposeError, match="points"):
            composed(pdf_file(tmp_path / "scan.pdf", fill))

    def test_that_is_not_there_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(CannotComposeError, match="no page 2"):
            composed(scan_pdf(tmp_path / "scan.pdf"), ScanKind.PDF, layer(2))


class TestWhatIsLeftBehind:
    def test_everything_active_and_attached(self, tmp_path: Path) -> None:
        def fill(pdf: Pdf) -> None:
            page = add_page(pdf, WHOLE_PAGE, [jpeg_object(pdf, picture())])
            script = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
            pdf.Root.OpenAction = script
            pdf.Root.AcroForm = Dictionary(Fields=Array([]))
            pdf.attachments["secret.txt"] = b"secret"
            page.obj.AA = Dictionary(O=script)
            page.obj.Annots = Array([Dictionary(Subtype=Name.Link, Rect=[0, 0, 9, 9], A=script)])
            page.obj.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
            pdf.docinfo["/Author"] = "somebody"

        pdf = unchanged(pdf_file(tmp_path / "scan.pdf", fill))
        for word in (b"JavaScript", b"secret", b"AcroForm", b"Link", b"Transparency", b"somebody"):
            assert word not in pdf

    def test_the_protection_of_a_file_that_anybody_may_open(self, tmp_path: Path) -> None:
        source = pdf_file(
            *(tmp_path / "scan.pdf", fill_of("jpeg colour")),
            encryption=Encryption(owner="boss", user=""),
        )
        assert b"Encrypt" not in unchanged(source)

    def test_a_hidden_annotation(self, tmp_path: Path) -> None:
        def fill(pdf: Pdf) -> None:
            page = add_page(pdf, WHOLE_PAGE, [jpeg_object(pdf, picture())])
            page.obj.Annots = Array([stamp(pdf, F=2)])

        unchanged(pdf_file(tmp_path / "scan.pdf", fill))


class TestADamagedFile:
    @pytest.mark.parametrize("left", [0.5, 0.9])
    def test_that_is_cut_off_is_refused(self, tmp_path: Path, left: float) -> None:
        source = scan_pdf(tmp_path / "scan.pdf")
        raw = source.read_bytes()
        source.write_bytes(raw[: int(len(raw) * left)])
        with pytest.raises(CannotComposeError, match="damaged"):
            composed(source)

    def test_that_would_have_to_be_repaired_is_refused(self, tmp_path: Path) -> None:
        source = scan_pdf(tmp_path / "scan.pdf")
        source.write_bytes(source.read_bytes().replace(b"/Length", b"/Lenght", 1))
        with pytest.raises(CannotComposeError):
            composed(source)

    def test_that_asks_for_a_password_is_refused(self, tmp_path: Path) -> None:
        source = pdf_file(
            *(tmp_path / "scan.pdf", fill_of("jpeg colour")),
            encryption=Encryption(owner="boss", user="key"),
        )
        with pytest.raises(CannotComposeError, match="password"):
            composed(source)

    def test_that_is_none_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "scan.pdf").write_bytes(b"no PDF at all")
        with pytest.raises(CannotComposeError):
            composed(tmp_path / "scan.pdf")
