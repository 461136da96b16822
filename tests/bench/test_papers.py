"""The speed bench takes PDF files, with their truth where it lies beside them."""

import shutil
from pathlib import Path

import pytest

from bench.extract import texts_of
from bench.papers import given
from bench.steps import searchable
from hikae.samples import Profile, make
from ledger.scans import PageRole
from ocr.reading import Reading, Word


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five files, two of them PDF."""
    return make(tmp_path_factory.mktemp("bench") / "kill", 1, Profile.KILL, sets=5).folder


def names(paths: list[Path], tmp_path: Path) -> list[str]:
    return [paper.source.name for paper in given(paths, tmp_path, sets=1)]


class TestWhatIsGiven:
    def test_may_be_a_folder_with_its_truth(self, folder: Path, tmp_path: Path) -> None:
        assert names([folder], tmp_path) == ["slip00.pdf", "slip01.pdf"]

    def test_may_be_a_file_of_such_a_folder(self, folder: Path, tmp_path: Path) -> None:
        (paper,) = given([folder / "scans" / "slip01.pdf"], tmp_path, sets=1)
        assert paper.ledger == folder / "ledger.csv"
        assert paper.truth is not None

    def test_may_be_a_file_of_which_nothing_is_known(self, folder: Path, tmp_path: Path) -> None:
        alone = Path(shutil.copy(folder / "scans" / "slip00.pdf", tmp_path / "alone.pdf"))
        (paper,) = given([alone], tmp_path, sets=1)
        assert (paper.pages, paper.truth, paper.ledger) == (1, None, None)

    def test_must_hold_a_pdf(self, tmp_path: Path) -> None:
        (tmp_path / "scans").mkdir()
        (tmp_path / "truth.json").write_text('{"files": {}}', "utf-8")
        with pytest.raises(ValueError, match="no PDF"):
            given([tmp_path], tmp_path, sets=1)


def test_the_text_laid_over_a_page_is_found_again(folder: Path, tmp_path: Path) -> None:
    words = (Word("受領書", 100, 100, 300, 160, 0.9, 0), Word("氏名", 100, 200, 200, 240, 0.9, 1))
    reading = Reading(1, 0, 874, 591, 150, PageRole.CONTENT, words=words)
    made = tmp_path / "made.pdf"
    made.write_bytes(searchable(folder / "scans" / "slip00.pdf", [reading]))
    assert [text.split() for text in texts_of(made)] == [["受領書", "氏名"]]
