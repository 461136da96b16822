"""Where the nets of Tesseract are found."""

from pathlib import Path

import pytest

from ocr.errors import NoLanguageError, NoTesseractError
from ocr.tessdata import folder_of


@pytest.fixture(autouse=True)
def _nothing_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)


def installed(share: Path, version: str, *languages: str) -> Path:
    folder = share / version / "tessdata"
    folder.mkdir(parents=True)
    for language in languages:
        (folder / f"{language}.traineddata").touch()
    return folder


class TestTheFolder:
    def test_is_that_of_the_newest_version(self, tmp_path: Path) -> None:
        installed(tmp_path, "4.00", "jpn")
        newest = installed(tmp_path, "5", "jpn")
        assert folder_of("jpn", tmp_path) == newest

    def test_has_all_the_languages(self, tmp_path: Path) -> None:
        older = installed(tmp_path, "4.00", "jpn", "eng")
        installed(tmp_path, "5", "eng")
        assert folder_of("jpn+eng", tmp_path) == older

    def test_is_the_one_somebody_names(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        installed(tmp_path, "5", "jpn")
        named = installed(tmp_path / "elsewhere", "5", "jpn")
        monkeypatch.setenv("TESSDATA_PREFIX", str(named))
        assert folder_of("jpn", tmp_path) == named


class TestWhatIsMissing:
    def test_is_tesseract_without_any_folder(self, tmp_path: Path) -> None:
        with pytest.raises(NoTesseractError):
            folder_of("jpn", tmp_path)

    def test_is_a_language(self, tmp_path: Path) -> None:
        installed(tmp_path, "5", "eng")
        with pytest.raises(NoLanguageError, match="tesseract-ocr-jpn"):
            folder_of("jpn", tmp_path)

    def test_is_a_language_where_somebody_names_a_folder(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        installed(tmp_path, "5", "jpn")
        monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path / "nowhere"))
        with pytest.raises(NoLanguageError):
            folder_of("jpn", tmp_path)
