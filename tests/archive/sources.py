"""Small scans made for the tests, and what a viewer shows of a PDF."""

import struct
import zlib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium_raw
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image, ImageDraw

from archive.compose import About, compose
from archive.text_layer import LayerWord, PageLayer
from ledger.scans import ScanKind

SIZE = (120, 80)
DPI = (200, 200)
ABOUT = About("試験の書類", datetime(2025, 10, 22, 9, 7, 10, tzinfo=timezone(timedelta(hours=9))))
Pixels = npt.NDArray[np.uint8]


def picture(mode: str = "RGB", size: tuple[int, int] = SIZE) -> Image.Image:
    """A drawing without symmetry, so that any turn, mirror or shift is seen."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    for step in range(0, size[0], 4):
        draw.line([(step, 0), (step, size[1] // 3)], fill=(step % 256, 90, 255 - step % 256))
    draw.rectangle((5, size[1] // 2, 30, size[1] - 6), fill=(200, 30, 40))
    draw.ellipse((size[0] // 2, size[1] // 2, size[0] - 4, size[1] - 4), fill=(20, 20, 20))
    if mode == "P":
        return image.quantize(16)
    return image.convert(mode)


def saved(image: Image.Image, path: Path, **options: object) -> Path:
    image.save(path, dpi=DPI, **options)  # type: ignore[arg-type]
    return path


def jpeg_of(image: Image.Image, **options: object) -> bytes:
    encoded = BytesIO()
    image.save(encoded, "JPEG", **options)
    return encoded.getvalue()


def interlaced_png(image: Image.Image) -> bytes:
    """Adam7, which Pillow reads but does not write; grey pictures only."""
    grey = np.asarray(image.convert("L"))
    rows = b"".join(
        b"\0" + line.tobytes()
        for top, left, down, across in (
            *((0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4)),
            *((2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)),
        )
        for line in grey[top::down, left::across]
    )
    header = struct.pack(">IIBBBBB", image.width, image.height, 8, 0, 0, 0, 1)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )


def image_object(pdf: Pdf, image: Image.Image, **entries: object) -> Stream:
    """An image as a scanner without fancies writes it: Flate, grey or RGB."""
    space = {"L": Name.DeviceGray, "RGB": Name.DeviceRGB, "CMYK": Name.DeviceCMYK}[image.mode]
    stream = pdf.make_stream(zlib.compress(image.tobytes()))
    described = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=image.width,
        Height=image.height,
        BitsPerComponent=8,
        ColorSpace=space,
        Filter=Name.FlateDecode,
    )
    for key, value in described.items():
        stream[key] = value
    for key, entry in entries.items():
        stream[f"/{key}"] = entry
    return stream


def jpeg_object(pdf: Pdf, image: Image.Image, **options: object) -> Stream:
    stream = image_object(pdf, image, Filter=Name.DCTDecode)
    stream.write(jpeg_of(image, **options), filter=Name.DCTDecode)
    return stream


WHOLE_PAGE = b"q 43.2 0 0 28.8 0 0 cm /Im0 Do Q"


def add_page(
    pdf: Pdf, content: bytes, images: Sequence[Stream] = (), **entries: object
) -> pikepdf.Page:
    """A page of `SIZE` at `DPI`; images are named Im0, Im1 …"""
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, SIZE[0] * 72 / DPI[0], SIZE[1] * 72 / DPI[1]]),
        Contents=pdf.make_stream(content),
        Resources=Dictionary(
            XObject=Dictionary({f"/Im{n}": image for n, image in enumerate(images)})
        ),
    )
    for key, value in entries.items():
        page[f"/{key}"] = value
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    return pdf.pages[-1]


def pdf_file(path: Path, fill: Callable[[Pdf], object], **options: object) -> Path:
    with Pdf.new() as pdf:
        fill(pdf)
        pdf.save(path, **options)  # type: ignore[arg-type]
    return path


def scan_pdf(path: Path, *modes: str) -> Path:
    """A sound PDF, one JPEG page for each mode."""

    def fill(pdf: Pdf) -> None:
        for mode in modes or ("RGB",):
            add_page(pdf, WHOLE_PAGE, [jpeg_object(pdf, picture(mode))])

    return pdf_file(path, fill)


def layer(
    number: int = 1,
    turn: int = 0,
    words: Sequence[LayerWord] = (),
    extra: Sequence[LayerWord] = (),
    size: tuple[int, int] = SIZE,
) -> PageLayer:
    """A layer over a page of `SIZE`, upright after the turn."""
    width, height = size if turn in (0, 180) else size[::-1]
    return PageLayer(number, turn, width, height, tuple(words), tuple(extra))  # type: ignore[arg-type]


def composed(source: Path, kind: ScanKind = ScanKind.PDF, *layers: PageLayer) -> bytes:
    return compose(source, kind, layers or (layer(),), ABOUT)


def shown(pdf: bytes | Path, page: int = 1, size: tuple[int, int] = SIZE) -> Pixels:
    """What pdfium shows of a page, in RGB, drawn to fill a picture of the given size."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        bitmap = pypdfium2.PdfBitmap.new_native(*size, pdfium_raw.FPDFBitmap_BGR)
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, *size)
        flags = pdfium_raw.FPDF_ANNOT
        pdfium_raw.FPDF_RenderPageBitmap(bitmap, document[page - 1], 0, 0, *size, 0, flags)
        return np.array(bitmap.to_numpy()[..., ::-1])
    finally:
        document.close()


def pixels(image: Image.Image) -> Pixels:
    return np.asarray(image.convert("RGB"))


def text_of(pdf: bytes, page: int = 1) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return str(document[page - 1].get_textpage().get_text_range())
    finally:
        document.close()


def raw_images(pdf: bytes | Path) -> list[bytes]:
    """The compressed data of every image of a PDF."""
    with pikepdf.open(BytesIO(pdf) if isinstance(pdf, bytes) else pdf) as document:
        return [
            each.read_raw_bytes()
            for each in document.objects
            if isinstance(each, Stream) and each.get("/Subtype") == Name.Image
        ]
