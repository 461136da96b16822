"""Small whole files of every kind, and a clock that goes when told to."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from ingest.scan import Drop
from tests.ingest.fakes import FakeClock, Office


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture(scope="session")
def a_pdf() -> bytes:
    return _pdf(linear=False)


@pytest.fixture(scope="session")
def a_linear_pdf() -> bytes:
    return _pdf(linear=True)


@pytest.fixture(scope="session")
def a_tiff() -> bytes:
    return _picture("TIFF", compression="group4", save_all=True, append_images=[_sheet(2)])


@pytest.fixture(scope="session")
def a_big_tiff() -> bytes:
    return _picture("TIFF", big_tiff=True, save_all=True, append_images=[_sheet(2)])


@pytest.fixture(scope="session")
def a_jpeg() -> bytes:
    return _picture("JPEG", quality=80)


@pytest.fixture(scope="session")
def a_progressive_jpeg() -> bytes:
    return _picture("JPEG", progressive=True, exif=b"Exif\0\0" + b"\xff\xd9 no end")


@pytest.fixture(scope="session")
def a_png() -> bytes:
    return _picture("PNG")


@pytest.fixture(scope="session")
def whole_files(
    a_pdf: bytes,
    a_linear_pdf: bytes,
    a_tiff: bytes,
    a_big_tiff: bytes,
    a_jpeg: bytes,
    a_progressive_jpeg: bytes,
    a_png: bytes,
) -> dict[str, bytes]:
    """One of each kind, by name."""
    return {
        "pdf": a_pdf,
        "linear pdf": a_linear_pdf,
        "tiff": a_tiff,
        "bigtiff": a_big_tiff,
        "jpeg": a_jpeg,
        "progressive jpeg": a_progressive_jpeg,
        "png": a_png,
    }


@pytest.fixture
def dropped(tmp_path: Path) -> Callable[[bytes, str], Drop]:
    """Put a file into the drop folder and look at it."""

    def drop(content: bytes, file: str = "scan.pdf") -> Drop:
        path = tmp_path / "drop" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return Drop.seen(path, file, path.lstat())

    return drop


def _sheet(number: int) -> Image.Image:
    sheet = Image.new("1", (64, 48), 1)
    for x in range(0, 60, 2 + number):
        sheet.putpixel((x, x * 3 % 48), 0)
    return sheet


def _picture(kind: str, **how: object) -> bytes:
    file = BytesIO()
    sheet = _sheet(1)
    (sheet.convert("L") if kind == "JPEG" else sheet).save(file, kind, **how)
    return file.getvalue()


def _pdf(*, linear: bool) -> bytes:
    with pikepdf.new() as pdf:
        for number in (1, 2, 3):
            page = pdf.add_blank_page(page_size=(200, 280))
            picture = pdf.make_stream(_sheet(number).convert("L").tobytes())
            picture.update(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.XObject,
                    Subtype=pikepdf.Name.Image,
                    Width=64,
                    Height=48,
                    BitsPerComponent=8,
                    ColorSpace=pikepdf.Name.DeviceGray,
                )
            )
            page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))
            page.contents_add(pdf.make_stream(b"200 0 0 280 0 0 cm /Im0 Do"))
        file = BytesIO()
        pdf.save(file, linearize=linear)
        return file.getvalue()
