"""How pages are read: plain values, which are sent to the child processes."""

from dataclasses import dataclass, field
from enum import StrEnum

from ocr.form import FormLayout
from ocr.page import Limits


class TextEngine(StrEnum):
    """Who reads the text that is laid over the pages."""

    TESSERACT = "tesseract"
    PPOCR = "ppocr"


@dataclass(frozen=True, slots=True)
class Method:
    """How pages are read: plain values, so that it can be sent to a child process."""

    forms: tuple[FormLayout, ...] = ()
    languages: str = "jpn"
    row_language: str = "eng"
    text_engine: TextEngine = TextEngine.PPOCR
    text_limit_s: float = 20.0
    separator_payloads: tuple[str, ...] = ("HIKAE-SEPARATOR", "PATCHT", "PATCH-T", "PATCH T")
    limits: Limits = field(default_factory=Limits)


class Closer(StrEnum):
    """How much of a page is read anew with the best net."""

    LABELS = "labels"  # what stands beside labels of names, dates and numbers
    ALL = "all"
