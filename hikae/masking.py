"""Which pages of a document are filed with personal numbers and PINs black in their picture.

The office decides it form by form (`mask_image`). The original in the store stays as it came.
"""

from collections.abc import Sequence
from dataclasses import replace

from archive.text_layer import PageLayer
from ledger.forms import FormKind
from ocr.form import FormLayout
from ocr.hidden import hidden
from ocr.reading import Reading


def masked(
    layers: Sequence[PageLayer],
    pages: Sequence[Reading],
    form: FormKind,
    layouts: Sequence[FormLayout],
) -> tuple[PageLayer, ...]:
    """Give the layers of a document's pages, with what must be black on them.

    Args:
        layers: one a page.
        pages: what was read, in the same order.
        form: what the document is; a page is masked if its own form or the document's asks for it.
        layouts: how the forms look.
    """
    kinds = {layout.kind for layout in layouts if layout.mask_image}
    return tuple(
        replace(layer, masked=hidden(page, layouts)) if kinds & {form, page.form} else layer
        for layer, page in zip(layers, pages, strict=True)
    )
