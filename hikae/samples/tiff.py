"""Writes multipage TIFF files as a fax-minded scanner does: group 4, one strip, white is zero.

Pillow can write them too, but with the two colours the other way round, which no scanner does.
"""

import struct
from collections.abc import Iterable
from typing import IO

from hikae.samples.pictures import Packed

_SHORT, _LONG, _RATIONAL = 3, 4, 5
_GROUP_4 = 4
_WHITE_IS_ZERO = 0
_INCH = 2


def write_tiff(out: IO[bytes], pages: Iterable[Packed]) -> None:
    """Write a little-endian TIFF; each page's directory stands before its picture."""
    out.write(struct.pack("<2sHI", b"II", 42, 0))
    at, link_at = 8, 4  # where the next directory goes, and where its address is written
    for number, page in enumerate(pages):
        out.seek(link_at)
        out.write(struct.pack("<I", at))
        directory = _directory(page, number, at)
        out.seek(at)
        out.write(directory + page.content + b"\0" * (len(page.content) % 2))
        link_at = at + 2 + 12 * _entry_count(directory)
        at += len(directory) + len(page.content) + len(page.content) % 2


def _directory(page: Packed, number: int, at: int) -> bytes:
    """Make a page's directory with the resolution behind it; the picture follows at once."""
    size = 2 + 12 * 14 + 4
    resolution_at, picture_at = at + size, at + size + 8
    entries = (
        (254, _LONG, 1, 2),  # one page of many
        (256, _LONG, 1, page.width),
        (257, _LONG, 1, page.height),
        (258, _SHORT, 1, 1),  # bits a sample
        (259, _SHORT, 1, _GROUP_4),
        (262, _SHORT, 1, _WHITE_IS_ZERO),
        (273, _LONG, 1, picture_at),
        (277, _SHORT, 1, 1),  # samples a pixel
        (278, _LONG, 1, page.height),  # rows a strip
        (279, _LONG, 1, len(page.content)),
        (282, _RATIONAL, 1, resolution_at),
        (283, _RATIONAL, 1, resolution_at),
        (296, _SHORT, 1, _INCH),
        (297, _SHORT, 2, number),  # page number; how many follow is not known
    )
    rows = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return struct.pack("<H", len(entries)) + rows + struct.pack("<III", 0, page.dpi, 1)


def _entry_count(directory: bytes) -> int:
    return int.from_bytes(directory[:2], "little")
