"""A PDF's page images come through untouched, its pixels the same; everything else stays behind."""

import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Encryption, Name, Pdf
from PIL import Image

from archive.compose import compose
from archive.errors import CannotComposeError, MoreThanImagesError
from archive.pdfa import promise_broken
from ledger.scans import ScanKind
from tests.archive.pdf_sources import CALIBRATED, UNTOUCHED, Fill, bilevel, fill_of, g4_strip
from tests.archive.sources import (
    ABOUT,
    SIZE,
    WHOLE_PAGE,
    add_page,
    composed,
    image_object,
    jpeg_object,
    layer,
    pdf_file,
    picture,
    pixels,
    raw_images,
    scan_pdf,
    shown,
    text_of,
)


def unchanged(source: Path, page: int = 1, size: tuple[int, int] = SIZE) -> bytes:
    """Compose a PDF that must show what it showed; give the new one."""
    pdf = composed(source, ScanKind.PDF, layer(page))
    assert promise_broken(pdf) == ()
    assert np.array_equal(shown(pdf, 1, size), shown(source, page, size))
    return pdf


class TestAnImage:
    @pytest.mark.parametrize("name", UNTOUCHED)
    def test_goes_in_byte_for_byte(self, tmp_path: Path, name: str) -> None:
        source = pdf_file(tmp_path / "scan.pdf", fill_of(name))
        assert sorted(raw_images(unchanged(source))) == sorted(raw_images(source))

    @pytest.mark.parametrize("name", UNTOUCHED)
    def test_is_not_blank_in_this_test(self, tmp_path: Path, name: str) -> None:
        source = pdf_file(tmp_path / "scan.pdf", fill_of(name))
        assert len(np.unique(shown(source))) > 1

    def test_packed_by_lzw_is_packed_anew(self, tmp_path: Path) -> None:
        encoded = BytesIO()
        picture("L").save(encoded, "TIFF", compression="tiff_lzw", strip_size=1 << 30)
        with Image.open(encoded) as tiff:
            (offset,), (length,) = tiff.tag_v2[273], tiff.tag_v2[279]  # type: ignore[attr-defined]
        raw = encoded.getvalue()[offset : offset + length]

        def fill(pdf: Pdf) -> None:
            image = image_object(pdf, picture("L"))
            image.write(raw, filter=Name.LZWDecode)
            add_page(pdf, WHOLE_PAGE, [image])

        pdf = unchanged(pdf_file(tmp_path / "scan.pdf", fill))
        assert b"LZW" not in pdf

    def test_that_two_pages_show_is_stored_once(self, tmp_path: Path) -> None:
        def fill(pdf: Pdf) -> None:
            image = jpeg_object(pdf, picture())
            for _ in range(2):
                add_page(pdf, WHOLE_PAGE, [image])

        source = pdf_file(tmp_path / "scan.pdf", fill)
        pdf = composed(source, ScanKind.PDF, layer(1), layer(2))
        assert len(raw_images(pdf)) == 1

    def test_keeps_nothing_but_what_makes_the_picture(self, tmp_path: Path) -> None:
        def fill(pdf: Pdf) -> None:
            extras = {
                "Interpolate": True,
                "Metadata": pdf.make_stream(b"<secret/>"),
                "Name": Name.X,
            }
            add_page(pdf, WHOLE_PAGE, [image_object(pdf, picture(), **extras)])

        pdf = unchanged(pdf_file(tmp_path / "scan.pdf", fill))
        assert b"Interpolate" not in pdf
        assert b"<secret/>" not in pdf

    def test_in_jpeg_2000_is_decoded_without_loss(self, tmp_path: Path) -> None:
        encoded = BytesIO()
        picture().save(encoded, "JPEG2000", irreversible=False)

        def fill(pdf: Pdf) -> None:
            image = image_object(pdf, picture())
            image.write(encoded.getvalue(), filter=Name.JPXDecode)
            add_page(pdf, WHOLE_PAGE, [image])

        unchanged(pdf_file(tmp_path / "scan.pdf", fill))

    def test_with_a_soft_mask_lies_on_white(self, tmp_path: Path) -> None:
        mask = Image.linear_gradient("L").resize(SIZE).point(lambda value: 255 * (value > 99))

        def fill(pdf: Pdf) -> None:
            image = image_object(pdf, picture(), SMask=image_object(pdf, mask))
            add_page(pdf, WHOLE_PAGE, [image])

        unchanged(pdf_file(tmp_path / "scan.pdf", fill))

    @pytest.mark.parametrize("bits", [12, 16])
    def test_with_more_than_8_bits_is_refused(self, tmp_path: Path, bits: int) -> None:
        def fill(pdf: Pdf) -> None:
            add_page(pdf, WHOLE_PAGE, [image_object(pdf, picture(), BitsPerComponent=bits)])

        with pytest.raises(CannotComposeError, match="8 bits"):
            composed(pdf_file(tmp_path / "scan.pdf", fill))


MRC = WHOLE_PAGE + b" q 1 0 0 rg 43.2 0 0 28.8 0 0 cm /Im1 Do Q"
FORM = b"q /Fm0 Do Q"


class TestAPage:
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

    def test_that_shows_nothing_is_refused(self, tmp_path: Path) -> None:
        source = pdf_file(tmp_path / "scan.pdf", lambda pdf: add_page(pdf, b""))
        with pytest.raises(CannotComposeError, match="nothing"):
            composed(source)

    def test_that_is_not_there_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(CannotComposeError, match="no page 2"):
            composed(scan_pdf(tmp_path / "scan.pdf"), ScanKind.PDF, layer(2))

    def test_with_unbalanced_states_is_balanced(self, tmp_path: Path) -> None:
        content = b"Q Q q " + WHOLE_PAGE + b" Q Q q q 0.5 0 0 0.5 0 0 cm " + WHOLE_PAGE
        unchanged(
            pdf_file(
                tmp_path / "scan.pdf",
                lambda pdf: add_page(pdf, content, [jpeg_object(pdf, picture())]),
            )
        )


OLD_TEXT = b" BT 3 Tr /F1 9 Tf 5 5 Td (99999999999999999999999) Tj ET"


def with_font(pdf: Pdf, page: pikepdf.Page, subtype: Name = Name.Type1) -> None:
    font = Dictionary(Type=Name.Font, Subtype=subtype, BaseFont=Name.Helvetica)
    page.obj.Resources.Font = Dictionary(F1=pdf.make_indirect(font))


class TestWhatIsLeftBehind:
    def test_an_old_text_layer(self, tmp_path: Path) -> None:
        def fill(pdf: Pdf) -> None:
            with_font(pdf, add_page(pdf, WHOLE_PAGE + OLD_TEXT, [jpeg_object(pdf, picture())]))

        source = pdf_file(tmp_path / "scan.pdf", fill)
        assert "9999" in text_of(source.read_bytes())
        assert text_of(unchanged(source)) == ""

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


def stamp(pdf: Pdf, **entries: object) -> Dictionary:
    look = pdf.make_stream(b"1 0 0 rg 0 0 20 20 re f")
    look.Subtype, look.BBox = Name.Form, Array([0, 0, 20, 20])
    annotation = Dictionary(
        Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([5, 5, 25, 25]), AP=Dictionary(N=look)
    )
    for key, value in entries.items():
        annotation[f"/{key}"] = value
    return annotation


def more_than_images(name: str) -> Fill:
    """Pages that show what is in no image, or what PDF/A-1 forbids."""

    def fill(pdf: Pdf) -> None:
        contents = {
            "seen text": WHOLE_PAGE + b" BT /F1 9 Tf 5 5 Td (seen) Tj ET",
            "seen text after hidden text": WHOLE_PAGE + b" q 3 Tr Q BT /F1 9 Tf 5 5 Td (s) Tj ET",
            "drawn font": WHOLE_PAGE + b" BT 3 Tr /F1 9 Tf (a) Tj ET",
            "shading": WHOLE_PAGE + b" /Sh0 sh",
            "pattern": WHOLE_PAGE + b" /Pattern cs /P0 scn 0 0 9 9 re f",
            "print colours": WHOLE_PAGE + b" 0 1 0 0 k 0 0 9 9 re f",
            "print lines": WHOLE_PAGE + b" 0 1 0 0 K 0 0 9 9 re S",
            "transparency": b"/GS0 gs " + WHOLE_PAGE,
            "layer": b"/OC /MC0 BDC " + WHOLE_PAGE + b" EMC",
        }
        image = jpeg_object(pdf, picture())
        if name == "print image":
            image = image_object(pdf, picture("CMYK"))
        if name == "odd profile":
            profile = pdf.make_stream(b"\0" * 8 + b"\4" + b"\0" * 200)
            profile.N = 3
            image.ColorSpace = Array([Name.ICCBased, profile])
        if name == "layered image":
            image.OC = Dictionary(Type=Name.OCG, Name="x")
        if name == "transparent over others":
            over = image_object(pdf, picture(), SMask=image_object(pdf, picture("L")))
            page = add_page(pdf, WHOLE_PAGE + b" 20 0 0 20 0 0 cm /Im1 Do", [image, over])
        else:
            page = add_page(pdf, contents.get(name, WHOLE_PAGE), [image])
        with_font(pdf, page, Name.Type3 if name == "drawn font" else Name.Type1)
        page.obj.Resources.ExtGState = Dictionary(GS0=Dictionary(ca=0.5))
        if name == "default colours":
            page.obj.Resources.ColorSpace = Dictionary(DefaultRGB=Name.DeviceRGB)
        if name == "stamp":
            page.obj.Annots = Array([stamp(pdf)])

    return fill


MORE = (
    *("seen text", "seen text after hidden text", "drawn font", "shading", "pattern"),
    *("print colours", "print lines", "print image", "transparency", "layer", "layered image"),
    *("odd profile", "transparent over others", "default colours", "stamp"),
)


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

    @pytest.mark.parametrize(
        "content", [b"/Im7 Do", b"q (", b"/GS9 gs", b"/Im0 Tr", b"Do", b"1 2 cm /Im0 Do"]
    )
    def test_with_a_malformed_page_is_refused(self, tmp_path: Path, content: bytes) -> None:
        def fill(pdf: Pdf) -> None:
            add_page(pdf, content, [jpeg_object(pdf, picture())])

        with pytest.raises(CannotComposeError):
            composed(pdf_file(tmp_path / "scan.pdf", fill))

    def test_with_an_image_that_points_nowhere_is_refused(self, tmp_path: Path) -> None:
        def fill(pdf: Pdf) -> None:
            page = add_page(pdf, WHOLE_PAGE)
            page.obj.Resources.XObject = Dictionary(Im0=pdf.get_object(99, 0))

        with pytest.raises(CannotComposeError):
            composed(pdf_file(tmp_path / "scan.pdf", fill))

    @pytest.mark.parametrize("name", ["short flate", "broken flate", "short jpeg", "no jpeg"])
    def test_with_an_image_that_is_not_whole_is_refused(self, tmp_path: Path, name: str) -> None:
        def fill(pdf: Pdf) -> None:
            flat, jpeg = image_object(pdf, picture("L")), jpeg_object(pdf, picture())
            if name == "short flate":
                flat.write(zlib.compress(picture("L").tobytes()[:-1]), filter=Name.FlateDecode)
            if name == "broken flate":
                flat.write(flat.read_raw_bytes()[:50], filter=Name.FlateDecode)
            if name == "short jpeg":
                jpeg.write(jpeg.read_raw_bytes()[:-100], filter=Name.DCTDecode)
            if name == "no jpeg":
                jpeg.write(b"\xff\xd8\xff\xd9", filter=Name.DCTDecode)
            add_page(pdf, WHOLE_PAGE, [flat if "flate" in name else jpeg])

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

    def test_with_a_picture_too_large_to_look_at_is_refused(self, tmp_path: Path) -> None:
        def fill(pdf: Pdf) -> None:
            add_page(pdf, WHOLE_PAGE, [image_object(pdf, picture(), Width=30000, Height=30000)])

        with pytest.raises(CannotComposeError, match="30000"):
            composed(pdf_file(tmp_path / "scan.pdf", fill))


def test_shown_pixels_are_those_of_the_scan(tmp_path: Path) -> None:
    """The other tests compare two PDFs; here the picture itself is the measure."""

    def fill(pdf: Pdf) -> None:
        add_page(pdf, WHOLE_PAGE, [image_object(pdf, picture())])

    assert np.array_equal(shown(composed(pdf_file(tmp_path / "s.pdf", fill))), pixels(picture()))
