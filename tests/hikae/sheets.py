"""Small files that are structurally whole; nothing stands on them."""

from pathlib import Path

import pikepdf


def a_pdf(path: Path, pages: int = 1) -> Path:
    """Write a PDF of blank pages."""
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(595, 842))
        pdf.save(path, deterministic_id=True)
    return path
