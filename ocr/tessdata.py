"""Where the nets of Tesseract lie: those that Debian and Ubuntu install."""

import os
from collections.abc import Iterable
from pathlib import Path

from ocr.errors import NoLanguageError, NoTesseractError

_INSTALLED = Path("/usr/share/tesseract-ocr")  # in it a folder a version: 4.00, 5
_VARIABLE = "TESSDATA_PREFIX"


def folder_of(languages: str, installed: Path = _INSTALLED) -> Path:
    """Find the folder that holds all of some languages, as in `jpn+eng`.

    The variable TESSDATA_PREFIX names it, as it does for the program; else the newest is taken.

    Raises:
        NoTesseractError: there is no such folder at all.
        NoLanguageError: none holds all the languages.
    """
    folders = _folders(installed)
    if not folders:
        raise NoTesseractError
    wanted = [f"{language}.traineddata" for language in languages.split("+")]
    for folder in folders:
        if _are_files(folder / name for name in wanted):
            return folder
    raise NoLanguageError(languages)


def _folders(installed: Path) -> list[Path]:
    named = os.environ.get(_VARIABLE)
    if named:
        return [Path(named)]
    return sorted(installed.glob("*/tessdata"), reverse=True)


def _are_files(paths: Iterable[Path]) -> bool:
    return all(path.is_file() for path in paths)
