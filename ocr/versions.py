"""Which programs and nets read a page: what another version might read otherwise."""

from functools import cache
from hashlib import sha256
from importlib.metadata import version

from ocr.engines import is_inside
from ocr.errors import NoLanguageError, NoTesseractError
from ocr.models import ALL
from ocr.tessdata import folder_of
from ocr.tesseract import program_version

_PACKAGES = ("hikae", "zxing-cpp", "onnxruntime")


@cache
def versions(languages: str, row_language: str) -> tuple[str, ...]:
    """Give name and version of each, and the digest of every net. What is missing is left out."""
    return (
        *(f"{package} {version(package)}" for package in _PACKAGES),
        *(f"{net.name} sha256:{net.sha256}" for net in ALL),
        *_tesseract(languages, row_language),
    )


def _tesseract(languages: str, row_language: str) -> tuple[str, ...]:
    inside = is_inside(languages, row_language)
    said = f"tesserocr {version('tesserocr')}" if inside else program_version()
    names = dict.fromkeys(f"{languages}+{row_language}".split("+"))
    return tuple(filter(None, (said, *map(_taught, names))))


def _taught(language: str) -> str:
    try:
        file = folder_of(language) / f"{language}.traineddata"
    except (NoTesseractError, NoLanguageError):
        return ""
    return f"{file.name} sha256:{sha256(file.read_bytes()).hexdigest()}"
