"""A form that asks for it is filed with personal numbers and PINs black; the original stays."""

from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from pikepdf import Pdf

from archive.errors import CannotComposeError
from archive.text_layer import PageLayer
from hikae.composing import composed
from hikae.masking import masked
from ledger.forms import FormKind
from ledger.scans import PageRole, ScanKind
from ocr.form import FormLayout
from ocr.reading import Reading
from tests.archive.sources import (
    ABOUT,
    SIZE,
    WHOLE_PAGE,
    add_page,
    jpeg_object,
    layer,
    pdf_file,
    picture,
    saved,
    shown,
)

NUMBER = (10, 42, 28, 70)


def layout(kind: FormKind, *, mask_image: bool) -> FormLayout:
    return FormLayout(kind, ("題",), 0.3, starts_document=True, mask_image=mask_image)


LAYOUTS = (
    layout(FormKind.IDENTITY_DOCUMENT_COPY, mask_image=True),
    layout(FormKind.RECEIPT, mask_image=False),
)


def page(form: FormKind) -> Reading:
    return Reading(1, 0, *SIZE, 25, PageRole.CONTENT, form, masked=(NUMBER,))


@pytest.mark.parametrize(
    ("document", "own", "is_masked"),
    [
        (FormKind.IDENTITY_DOCUMENT_COPY, FormKind.UNKNOWN, True),
        (FormKind.RECEIPT, FormKind.IDENTITY_DOCUMENT_COPY, True),
        (FormKind.RECEIPT, FormKind.RECEIPT, False),
        (FormKind.RECEIPT, FormKind.UNKNOWN, False),
    ],
)
def test_a_page_is_masked_if_its_form_or_the_documents_asks_for_it(
    document: FormKind, own: FormKind, *, is_masked: bool
) -> None:
    (given,) = masked([layer()], [page(own)], document, LAYOUTS)
    assert bool(given.masked) is is_masked


class TestAMaskedDocument:
    @pytest.mark.parametrize("turn", [0, 90, 180, 270])
    def test_is_black_there_and_the_rest_is_as_scanned(
        self, tmp_path: Path, turn: Literal[0, 90, 180, 270]
    ) -> None:
        def fill(pdf: Pdf) -> None:
            add_page(pdf, WHOLE_PAGE, [jpeg_object(pdf, picture())], Rotate=90)

        source = pdf_file(tmp_path / "scan.pdf", fill)
        before = source.read_bytes()
        upright = np.rot90(shown(source, 1, SIZE[::-1]), -turn // 90).copy()
        height, width = upright.shape[:2]
        wanted = PageLayer(1, turn, width, height, (), masked=((5, 6, 20, 30),))
        pdf = composed(source, ScanKind.PDF, (wanted,), ABOUT)
        upright[6:30, 5:20] = 0
        assert np.array_equal(shown(pdf, 1, (width, height)), upright)
        assert source.read_bytes() == before

    def test_may_come_from_a_picture(self, tmp_path: Path) -> None:
        source = saved(picture("1"), tmp_path / "scan.tif", compression="group4")
        pdf = composed(source, ScanKind.TIFF, (replace(layer(), masked=(NUMBER,)),), ABOUT)
        assert not shown(pdf)[42:70, 10:28].any()

    def test_is_refused_where_its_picture_cannot_be_had(self, tmp_path: Path) -> None:
        source = saved(picture(), tmp_path / "scan.png")
        beyond = replace(layer(7), masked=(NUMBER,))
        with pytest.raises(CannotComposeError):
            composed(source, ScanKind.PNG, (beyond,), ABOUT)
