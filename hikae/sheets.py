"""Sheets to print: separators (仕切り用紙) between sets, cover sheets (登録票) that carry an ID.

A code costs a sheet of paper and saves a clerk a decision: the cheapest accuracy there is. The
same hand that draws the samples draws these, so every sample run scans the real sheets.
"""

import io
from collections.abc import Iterable, Sequence

from PIL import Image

from hikae.samples.dividers import cover_picture, separator_picture
from hikae.samples.pdf import write_pdf
from hikae.samples.pictures import Packing, packed
from ledger.ids import ApplicationId

PRINT_DPI = 300


def separator_sheets(count: int) -> bytes:
    """Give a PDF with `count` separator sheets, A4, black and white, ready to print and to copy.

    Raises:
        ValueError: no sheet was asked for.
    """
    if count < 1:
        raise ValueError("at least one separator sheet")
    return _print([separator_picture(PRINT_DPI)] * count)


def cover_sheets(ids: Sequence[ApplicationId]) -> bytes:
    """Give a PDF with one cover sheet for each application ID, in the order given.

    Raises:
        ValueError: no ID was given.
    """
    if not ids:
        raise ValueError("at least one application ID")
    return _print(cover_picture(application_id, PRINT_DPI) for application_id in ids)


def _print(pictures: Iterable[Image.Image]) -> bytes:
    """Pack the sheets one by one: a thousand of them unpacked would fill the memory."""
    out = io.BytesIO()
    write_pdf(out, (packed(picture, PRINT_DPI, Packing.G4) for picture in pictures))
    return out.getvalue()
