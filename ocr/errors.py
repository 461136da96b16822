"""What can go wrong while reading. Messages carry no content of a page."""

from ledger.why import Unreadable


class OcrError(Exception):
    """Base of all errors of this package."""


class CannotOpenError(OcrError):
    """The file gives no pages that may be read; `why` is the word a clerk is shown."""

    def __init__(self, why: Unreadable) -> None:
        super().__init__(f"cannot open the scan: {why}")
        self.why = why

    def __reduce__(self) -> tuple[type["CannotOpenError"], tuple[Unreadable]]:
        # Raised in a child process: the default would pickle the message instead of the reason.
        return CannotOpenError, (self.why,)


class RenderFailedError(OcrError):
    """The page renderer gave up on a page that looked sound; the same step may run again."""

    def __init__(self, number: int) -> None:
        super().__init__(f"page {number} could not be rendered")
        self.number = number

    def __reduce__(self) -> tuple[type["RenderFailedError"], tuple[int]]:
        return RenderFailedError, (self.number,)


class NoTesseractError(OcrError):
    """The `tesseract` command is not installed."""

    def __init__(self) -> None:
        super().__init__("the command 'tesseract' is missing: install tesseract-ocr")

    def __reduce__(self) -> tuple[type["NoTesseractError"], tuple[()]]:
        return NoTesseractError, ()


class NoLanguageError(OcrError):
    """Tesseract has no data for a language we need."""

    def __init__(self, languages: str) -> None:
        super().__init__(
            f"tesseract has no data for '{languages}': install "
            + " ".join(f"tesseract-ocr-{name.replace('_', '-')}" for name in languages.split("+"))
        )
        self.languages = languages

    def __reduce__(self) -> tuple[type["NoLanguageError"], tuple[str]]:
        return NoLanguageError, (self.languages,)


class NoModelError(OcrError):
    """A net we read with is missing, or is not the one we know."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the net '{name}' is missing or altered: run script/setup")
        self.name = name

    def __reduce__(self) -> tuple[type["NoModelError"], tuple[str]]:
        return NoModelError, (self.name,)


class ReadingFailedError(OcrError):
    """Tesseract broke down; the same step may run again."""

    def __init__(self) -> None:
        super().__init__("tesseract failed on a page")

    def __reduce__(self) -> tuple[type["ReadingFailedError"], tuple[()]]:
        return ReadingFailedError, ()


class BadFormFileError(OcrError):
    """A file that describes a form cannot be used."""

    def __init__(self, file_name: str, what: str) -> None:
        super().__init__(f"form file {file_name}: {what}")
        self.file_name = file_name
        self.what = what

    def __reduce__(self) -> tuple[type["BadFormFileError"], tuple[str, str]]:
        return BadFormFileError, (self.file_name, self.what)
