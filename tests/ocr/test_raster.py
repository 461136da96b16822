"""Pages come out of a file as they are shown, and nothing larger than allowed is opened."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from ledger.scans import ScanKind
from ledger.why import Unreadable
from ocr.errors import CannotOpenError
from ocr.page import Limits, Page, turned
from ocr.raster import count_pages, open_page, render_page
from tests.ocr.drawings import saved, sheet, write

SMALL = Limits(pages=5, pixels=400_000)


def drawn() -> Image.Image:
    """A page on which every corner is different."""
    page = sheet(331, 468)
    write(page, "1", 20, 40)
    write(page, "22", 250, 60)
    write(page, "333", 40, 440)
    return Image.fromarray(page)


def pdf(
    path: Path,
    change: Callable[[pikepdf.Pdf], None] = lambda _: None,
    pages: int = 1,
    **how: str,
) -> Path:
    """A PDF with one picture a page, 40 dpi on A4, changed as wanted."""
    first, *more = [drawn()] * pages
    first.save(path, "PDF", resolution=40.0, save_all=True, append_images=more)
    with pikepdf.open(path, allow_overwriting_input=True) as opened:
        change(opened)
        opened.save(path)
    return path


def why(call: Callable[[], object]) -> Unreadable:
    with pytest.raises(CannotOpenError) as caught:
        call()
    return caught.value.why


def opened(path: Path, limits: Limits | None = None) -> Page:
    return open_page(path, ScanKind.PDF, 1, limits)


def pixels(page: Page) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.asarray(page.picture)


class TestAPdfPageOfOnePicture:
    def test_is_that_picture(self, tmp_path: Path) -> None:
        def flate(document: pikepdf.Pdf) -> None:
            image = document.pages[0].resources["/XObject"]["/image"]
            image.write(drawn().tobytes())

        page = opened(pdf(tmp_path / "a.pdf", flate))
        assert np.array_equal(pixels(page), np.asarray(drawn()))
        assert page.dpi == 40

    @pytest.mark.parametrize("turn", [90, 180, 270, -90, 450])
    def test_is_turned_as_the_page_is_shown(self, turn: int, tmp_path: Path) -> None:
        straight = opened(pdf(tmp_path / "a.pdf"))

        def rotate(document: pikepdf.Pdf) -> None:
            document.pages[0].Rotate = turn

        page = opened(pdf(tmp_path / "b.pdf", rotate))
        assert np.array_equal(pixels(page), turned(straight.picture, turn % 360))

    def test_may_have_its_rotation_from_its_parent(self, tmp_path: Path) -> None:
        def rotate(document: pikepdf.Pdf) -> None:
            document.Root.Pages.Rotate = 90

        assert opened(pdf(tmp_path / "a.pdf", rotate)).width == 468

    @pytest.mark.service
    def test_looks_the_same_when_it_is_rendered(self, tmp_path: Path) -> None:
        def write_on_it(document: pikepdf.Pdf) -> None:
            document.pages[0].contents_add(b"0 0 0 rg 0 0 1 1 re f")

        direct = opened(pdf(tmp_path / "a.pdf"))
        rendered = opened(pdf(tmp_path / "b.pdf", write_on_it))
        assert rendered.dpi == 150
        size = direct.width, direct.height
        shown = Image.fromarray(rendered.picture).convert("L").resize(size)
        assert np.abs(np.asarray(shown, int) - np.asarray(direct.picture, int)).mean() < 4


@pytest.mark.service
class TestARenderedPage:
    def test_hides_an_invisible_text_layer(self, tmp_path: Path) -> None:
        def hide(document: pikepdf.Pdf) -> None:
            document.pages[0].contents_add(b"BT 3 Tr /F1 40 Tf 100 400 Td (57544551344199) Tj ET")

        direct, hidden = opened(pdf(tmp_path / "a.pdf")), opened(pdf(tmp_path / "b.pdf", hide))
        shown = Image.fromarray(hidden.picture).convert("L").resize((direct.width, direct.height))
        assert np.abs(np.asarray(shown, int) - np.asarray(direct.picture, int)).mean() < 4

    def test_has_the_size_that_was_asked_for(self, tmp_path: Path) -> None:
        path = pdf(tmp_path / "a.pdf")
        assert render_page(path, 1, 100).size == pytest.approx((828, 1170), abs=2)

    def test_is_as_fine_as_the_finest_picture_on_it(self, tmp_path: Path) -> None:
        path = pdf(tmp_path / "a.pdf")
        assert render_page(path, 1, 20).size == pytest.approx((331, 468), abs=2)

    def test_is_refused_when_it_would_be_too_large(self, tmp_path: Path) -> None:
        path = pdf(tmp_path / "a.pdf")
        assert why(lambda: render_page(path, 1, 100, SMALL)) is Unreadable.TOO_LARGE


class TestAPdfThatCannotBeOpened:
    def test_is_encrypted(self, tmp_path: Path) -> None:
        path = pdf(tmp_path / "a.pdf")
        with pikepdf.open(path) as document:
            document.save(tmp_path / "b.pdf", encryption=pikepdf.Encryption(user="x", owner="y"))
        assert why(lambda: count_pages(tmp_path / "b.pdf", ScanKind.PDF)) is Unreadable.ENCRYPTED

    def test_is_no_pdf(self, tmp_path: Path) -> None:
        path = tmp_path / "a.pdf"
        path.write_bytes(b"%PDF-1.7\nnothing")
        assert why(lambda: count_pages(path, ScanKind.PDF)) is Unreadable.DAMAGED_FILE

    def test_has_no_pages(self, tmp_path: Path) -> None:
        path = tmp_path / "a.pdf"
        pikepdf.new().save(path)
        assert why(lambda: count_pages(path, ScanKind.PDF)) is Unreadable.NO_PAGES

    def test_has_too_many_pages(self, tmp_path: Path) -> None:
        path = pdf(tmp_path / "a.pdf", pages=6)
        assert count_pages(path, ScanKind.PDF) == 6
        assert why(lambda: count_pages(path, ScanKind.PDF, SMALL)) is Unreadable.TOO_MANY_PAGES

    def test_declares_a_picture_larger_than_allowed(self, tmp_path: Path) -> None:
        def lie(document: pikepdf.Pdf) -> None:
            document.pages[0].resources["/XObject"]["/image"].Width = 600_000

        path = pdf(tmp_path / "a.pdf", lie)
        assert why(lambda: opened(path)) is Unreadable.TOO_LARGE

    def test_hides_such_a_picture_in_a_form(self, tmp_path: Path) -> None:
        def wrap(document: pikepdf.Pdf) -> None:
            resources = document.pages[0].resources
            image = resources["/XObject"]["/image"]
            image.Width = 600_000
            form = document.make_stream(b"/image Do", Type=pikepdf.Name.XObject)
            form.Subtype = pikepdf.Name.Form
            form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(image=image))
            resources["/XObject"] = pikepdf.Dictionary(form=form)

        path = pdf(tmp_path / "a.pdf", wrap)
        assert why(lambda: opened(path)) is Unreadable.TOO_LARGE

    def test_has_a_page_as_large_as_a_field(self, tmp_path: Path) -> None:
        def grow(document: pikepdf.Pdf) -> None:
            document.pages[0].mediabox = pikepdf.Array([0, 0, 14_400, 14_400])
            document.pages[0].UserUnit = 100

        path = pdf(tmp_path / "a.pdf", grow)
        assert why(lambda: opened(path)) is Unreadable.TOO_LARGE

    def test_has_a_page_without_size(self, tmp_path: Path) -> None:
        def shrink(document: pikepdf.Pdf) -> None:
            document.pages[0].mediabox = pikepdf.Array([0, 0, 0, 0])

        path = pdf(tmp_path / "a.pdf", shrink)
        assert why(lambda: opened(path)) is Unreadable.DAMAGED_FILE

    def test_has_forms_that_hold_each_other(self, tmp_path: Path) -> None:
        def loop(document: pikepdf.Pdf) -> None:
            form = document.make_stream(b"/form Do", Type=pikepdf.Name.XObject)
            form.Subtype = pikepdf.Name.Form
            form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(form=form))
            document.pages[0].resources["/XObject"]["/form"] = form

        assert opened(pdf(tmp_path / "a.pdf", loop)).width == 331


@pytest.mark.parametrize("kind", [ScanKind.PNG, ScanKind.TIFF])
def test_pictures_are_opened_too(kind: ScanKind, tmp_path: Path) -> None:
    path = saved(np.asarray(drawn()), tmp_path / f"a.{kind.value}")
    assert count_pages(path, kind) == 1
    assert np.array_equal(pixels(open_page(path, kind, 1)), np.asarray(drawn()))
