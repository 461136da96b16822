"""Writes PDF files as a scanner does: one picture fills one page, and there is nothing else.

The same pages give the same bytes: no date, no random file identifier.
"""

from collections.abc import Iterable
from typing import IO

from hikae.samples.pictures import Packed, Packing

_POINTS_PER_INCH = 72
_OBJECTS_A_PAGE = 3  # page, drawing instructions, picture
_FIRST_PAGE = 3  # after catalogue and page tree


def write_pdf(out: IO[bytes], pages: Iterable[Packed]) -> None:
    """Write a PDF with one page a picture, each as large as its dpi says."""
    writer = _Writer(out)
    count = 0
    for count, page in enumerate(pages, start=1):
        writer.page(_FIRST_PAGE + (count - 1) * _OBJECTS_A_PAGE, page)
    writer.close(count)


class _Writer:
    """Numbers objects, remembers where they start, and ends with the table of that."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._starts: dict[int, int] = {}
        self._at = 0
        self._put(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")

    def page(self, number: int, page: Packed) -> None:
        width, height = (
            round(side * _POINTS_PER_INCH / page.dpi, 2) for side in (page.width, page.height)
        )
        self._object(
            number,
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}]"
            f" /Resources << /XObject << /Im {number + 2} 0 R >> >>"
            f" /Contents {number + 1} 0 R >>",
        )
        self._stream(number + 1, "", f"q {width} 0 0 {height} 0 0 cm /Im Do Q".encode())
        self._stream(number + 2, _picture_entries(page), page.content)

    def close(self, pages: int) -> None:
        numbers = range(_FIRST_PAGE, _FIRST_PAGE + pages * _OBJECTS_A_PAGE, _OBJECTS_A_PAGE)
        kids = " ".join(f"{number} 0 R" for number in numbers)
        self._object(1, "<< /Type /Catalog /Pages 2 0 R >>")
        self._object(2, f"<< /Type /Pages /Count {pages} /Kids [{kids}] >>")
        table_at, size = self._at, max(self._starts) + 1
        rows = "".join(f"{self._starts[number]:010d} 00000 n \n" for number in range(1, size))
        self._put(f"xref\n0 {size}\n0000000000 65535 f \n{rows}".encode())
        self._put(
            f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table_at}\n%%EOF\n".encode()
        )

    def _object(self, number: int, body: str) -> None:
        self._starts[number] = self._at
        self._put(f"{number} 0 obj\n{body}\nendobj\n".encode())

    def _stream(self, number: int, entries: str, content: bytes) -> None:
        self._starts[number] = self._at
        self._put(f"{number} 0 obj\n<< {entries}/Length {len(content)} >>\nstream\n".encode())
        self._put(content)
        self._put(b"\nendstream\nendobj\n")

    def _put(self, content: bytes) -> None:
        self._out.write(content)
        self._at += len(content)


def _picture_entries(page: Packed) -> str:
    size = f"/Type /XObject /Subtype /Image /Width {page.width} /Height {page.height} "
    if page.packing is Packing.JPEG:
        colours = "/DeviceRGB" if page.colours == 3 else "/DeviceGray"
        return f"{size}/ColorSpace {colours} /BitsPerComponent 8 /Filter /DCTDecode "
    size += "/ColorSpace /DeviceGray /BitsPerComponent 1 "
    if page.packing is Packing.FLATE1:
        return f"{size}/Filter /FlateDecode "
    parms = f"<< /K -1 /Columns {page.width} /Rows {page.height} >>"
    return f"{size}/Filter /CCITTFaxDecode /DecodeParms {parms} "
