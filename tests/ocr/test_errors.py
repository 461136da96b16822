"""Errors cross the border of a process and say nothing personal."""

import pickle

import pytest

from ledger.why import Unreadable
from ocr.errors import (
    BadFormFileError,
    CannotOpenError,
    NoLanguageError,
    NoModelError,
    NoTesseractError,
    OcrError,
    ReadingFailedError,
    RenderFailedError,
)


@pytest.mark.parametrize(
    "error",
    [
        CannotOpenError(Unreadable.TOO_LARGE),
        RenderFailedError(3),
        NoTesseractError(),
        NoLanguageError("jpn"),
        NoModelError("PP-OCRv6 small rec"),
        ReadingFailedError(),
        BadFormFileError("receipt.toml", "titles is missing"),
    ],
)
def test_an_error_comes_back_from_a_child_process_as_it_was(error: OcrError) -> None:
    back = pickle.loads(pickle.dumps(error))  # noqa: S301 -- our own bytes
    assert type(back) is type(error)
    assert str(back) == str(error)
    assert vars(back) == vars(error)


def test_a_missing_language_names_the_package_to_install() -> None:
    assert "tesseract-ocr-jpn-vert" in str(NoLanguageError("jpn_vert"))
