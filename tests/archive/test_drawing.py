"""What a page draws is kept, or rendered, or refused; never dropped without a word."""

from pathlib import Path

import numpy as np
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

from archive.compose import compose
from archive.errors import CannotComposeError, MoreThanImagesError
from archive.pdfa import promise_broken
from ledger.scans import ScanKind
from tests.archive.pdf_sources import (
    CALIBRATED,
    MORE,
    OLD_TEXT,
    bilevel,
    g4_strip,
    more_than_images,
    unchanged,
    with_font,
)
from tests.archive.sources import (
    ABOUT,
    SIZE,
    WHOLE_PAGE,
    add_page,
    composed,
    jpeg_object,
    layer,
    pdf_file,
    picture,
    raw_images,
    shown,
    text_of,
)

MRC = WHOLE_PAGE + b" q 1 0 0 rg 43.2 0 0 28.8 0 0 cm /Im1 Do Q"
FORM = b"q /Fm0 Do Q"


class TestADrawing:
    def test_of_layers_keeps_all_of_them(self, tmp_path: Path) -> None:
        def fill(pdf: Pdf) -> None:
            stencil = bilevel(
                *(pdf, g4_strip(picture("1"))),
                ImageMask=True,
                Filter=Name.CCITTFaxDecode,
                DecodeParms=Dictionary(K=-1, Columns=SIZE[0], Rows=SIZE[1]),
            )
            add_page(pdf, MRC, [jpeg_object(pdf, picture("L")), stencil])

        source = pdf_file(tmp_path / "scan.pdf", fill)
        assert len(raw_images(unchanged(source))) == 2

    def test_keeps_lines_and_clips(self, tmp_path: Path) -> None:
        content = (
            b"q 2 2 30 20 re W n " + WHOLE_PAGE + b" Q 0 0 1 RG 2 w 5 5 m 40 20 l S "
            b"/CS0 cs 0.5 0.2 0.1 scn 30 20 6 6 re f 0.5 g 1 1 3 3 re b*"
        )

        def fill(pdf: Pdf) -> None:
            page = add_page(pdf, content, [jpeg_object(pdf, picture())])
            page.obj.Resources.ColorSpace = Dictionary(CS0=CALIBRATED)

        unchanged(pdf_file(tmp_path / "scan.pdf", fill))

    def test_draws_forms_in_place(self, tmp_path: Path) -> None:
        def fill(pdf: Pdf) -> None:
            inner = pdf.make_stream(b"20 0 0 20 5 5 cm /Im0 Do")
            inner.Subtype, inner.BBox = Name.Form, Array([8, 8, 22, 30])
            inner.Resources = Dictionary(XObject=Dictionary(Im0=jpeg_object(pdf, picture())))
            outer = pdf.make_stream(b"q 1 0 0 1 3 2 cm /Fm0 Do Q /Fm0 Do")
            outer.Subtype, outer.BBox = Name.Form, Array([0, 0, 50, 50])
            outer.Matrix = Array([1.5, 0, 0, 0.5, 1, 4])
            outer.Resources = Dictionary(XObject=Dictionary(Fm0=inner))
            page = add_page(pdf, FORM)
            page.obj.Resources.XObject = Dictionary(Fm0=outer)

        assert len(raw_images(unchanged(pdf_file(tmp_path / "scan.pdf", fill)))) == 1

    def test_with_inline_images_keeps_their_pixels(self, tmp_path: Path) -> None:
        content = (
            b"q 20 0 0 20 5 5 cm BI /W 2 /H 2 /BPC 8 /CS /RGB /F /AHx ID "
            b"ff000000ff000000ff102030> EI Q"
        )
        unchanged(pdf_file(tmp_path / "scan.pdf", lambda pdf: add_page(pdf, content)))

    def test_with_unbalanced_states_is_balanced(self, tmp_path: Path) -> None:
        content = b"Q Q q " + WHOLE_PAGE + b" Q Q q q 0.5 0 0 0.5 0 0 cm " + WHOLE_PAGE
        unchanged(
            pdf_file(
                tmp_path / "scan.pdf",
                lambda pdf: add_page(pdf, content, [jpeg_object(pdf, picture())]),
            )
        )

    def test_that_shows_nothing_is_refused(self, tmp_path: Path) -> None:
        source = pdf_file(tmp_path / "scan.pdf", lambda pdf: add_page(pdf, b""))
        with pytest.raises(CannotComposeError, match="nothing"):
            composed(source)

    @pytest.mark.parametrize(
        "content", [b"/Im7 Do", b"q (", b"/GS9 gs", b"/Im0 Tr", b"Do", b"1 2 cm /Im0 Do"]
    )
    def test_with_a_malformed_page_is_refused(self, tmp_path: Path, content: bytes) -> None:
        def fill(pdf: Pdf) -> None:
            add_page(pdf, content, [jpeg_object(pdf, picture())])

        with pytest.raises(CannotComposeError):
            composed(pdf_file(tmp_path / "scan.pdf", fill))

    def test_whose_forms_draw_themselves_is_refused(self, tmp_path: Path) -> None:
        def fill(pdf: Pdf) -> None:
            form = pdf.make_stream(b"/Fm0 Do /Fm0 Do")
            form.Subtype, form.BBox = Name.Form, Array([0, 0, 9, 9])
            form.Resources = Dictionary(XObject=Dictionary(Fm0=form))
            page = add_page(pdf, FORM)
            page.obj.Resources.XObject = Dictionary(Fm0=form)

        with pytest.raises(CannotComposeError, match="deep"):
            composed(pdf_file(tmp_path / "scan.pdf", fill))


class TestOldText:
    def test_an_old_text_layer(self, tmp_path: Path) -> None:
        def fill(pdf: Pdf) -> None:
            with_font(pdf, add_page(pdf, WHOLE_PAGE + OLD_TEXT, [jpeg_object(pdf, picture())]))

        source = pdf_file(tmp_path / "scan.pdf", fill)
        assert "9999" in text_of(source.read_bytes())
        assert text_of(unchanged(source)) == ""

    @pytest.mark.parametrize("setting", [b"/GS1 gs ", b"0 1 0 0 k ", b"/Pattern cs /P0 scn "])
    def test_only_what_is_used_counts(self, tmp_path: Path, setting: bytes) -> None:
        """Old text layers set states and colours that nothing seen is drawn with."""
        content = WHOLE_PAGE + b" q " + setting + OLD_TEXT + b" Q"

        def fill(pdf: Pdf) -> None:
            page = add_page(pdf, content, [jpeg_object(pdf, picture())])
            with_font(pdf, page)
            page.obj.Resources.ExtGState = Dictionary(GS1=Dictionary(ca=0, BM=Name.Multiply))

        unchanged(pdf_file(tmp_path / "scan.pdf", fill))

    def test_harmless_states_are_passed_over(self, tmp_path: Path) -> None:
        plain = Dictionary(ca=1, CA=1, BM=Name.Normal, SMask=Name("/None"), SA=True, OP=False)

        def fill(pdf: Pdf) -> None:
            page = add_page(pdf, b"/GS1 gs " + WHOLE_PAGE, [jpeg_object(pdf, picture())])
            page.obj.Resources.ExtGState = Dictionary(GS1=plain)

        assert b"ExtGState" not in unchanged(pdf_file(tmp_path / "scan.pdf", fill))


class TestAPageThatShowsMore:
    @pytest.mark.parametrize("name", MORE)
    def test_is_refused_when_nobody_can_render_it(self, tmp_path: Path, name: str) -> None:
        source = pdf_file(tmp_path / "scan.pdf", more_than_images(name))
        with pytest.raises(MoreThanImagesError):
            composed(source)

    @pytest.mark.parametrize("turn", [0, 90])
    @pytest.mark.parametrize("rotate", [0, 270])
    @pytest.mark.parametrize("name", ["seen text", "stamp", "transparency"])
    def test_becomes_its_picture_when_somebody_can(
        self, tmp_path: Path, name: str, rotate: int, turn: int
    ) -> None:
        def fill(pdf: Pdf) -> None:
            more_than_images(name)(pdf)
            pdf.pages[0].obj.Rotate = rotate

        source = pdf_file(tmp_path / "scan.pdf", fill)
        size = SIZE if rotate % 180 == 0 else SIZE[::-1]
        seen = shown(source, 1, size)
        pdf = compose(
            *(source, ScanKind.PDF, [layer(1, turn, size=size)], ABOUT),
            render=lambda _: Image.fromarray(seen),
        )
        assert promise_broken(pdf) == ()
        new_size = size if turn % 180 == 0 else size[::-1]
        assert np.array_equal(shown(pdf, 1, new_size), np.rot90(seen, -turn // 90))

    def test_is_the_only_one_that_is_rendered(self, tmp_path: Path) -> None:
        def fill(pdf: Pdf) -> None:
            add_page(pdf, WHOLE_PAGE, [jpeg_object(pdf, picture())])
            more_than_images("seen text")(pdf)

        asked: list[int] = []

        def render(page: int) -> Image.Image:
            asked.append(page)
            return picture("L")

        source = pdf_file(tmp_path / "scan.pdf", fill)
        compose(source, ScanKind.PDF, [layer(1), layer(2)], ABOUT, render=render)
        assert asked == [2]
