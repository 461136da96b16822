"""The truth about samples is read as they were made."""

import json
from pathlib import Path

import pytest

from bench.truth import Corpus, corpus_in
from hikae.samples import Profile, make
from hikae.samples.numbers import SAMPLE_MY_NUMBER


def test_a_folder_without_the_truth_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        corpus_in(tmp_path)


def written(folder: Path, rotation: int, label: list[float]) -> Corpus:
    """A folder with a page on which a PIN stands, and a label somewhere."""
    page = {
        "page": 1,
        "type": "notice",
        "id": None,
        "id_by_barcode": False,
        "rotation": rotation,
        "width": 1000,
        "height": 1000,
        "fields": [{"text": "暗証番号", "kind": "printed", "bbox": label}],
        "sensitive": [{"kind": "pin", "text": "0000", "bbox": [500.2, 300.0, 600.0, 330.0]}],
    }
    file = {"expected": "process", "pages": [page], "sets": []}
    (folder / "truth.json").write_text(json.dumps({"files": {"a.pdf": file}}), "utf-8")
    return corpus_in(folder)


class TestATextInTheRowOfAPin:
    def test_is_not_to_be_searched_for(self, tmp_path: Path) -> None:
        corpus = written(tmp_path, rotation=0, label=[100, 310, 300, 340])
        assert corpus.files[0].pages[0].texts == ()

    def test_is_seen_on_a_page_on_its_side(self, tmp_path: Path) -> None:
        corpus = written(tmp_path, rotation=90, label=[510, 700, 540, 900])
        assert corpus.files[0].pages[0].texts == ()

    def test_is_no_text_below_it(self, tmp_path: Path) -> None:
        corpus = written(tmp_path, rotation=0, label=[100, 350, 300, 380])
        assert corpus.files[0].pages[0].texts == ("暗証番号",)


class TestTheDemonstration:
    @pytest.fixture(scope="class")
    @staticmethod
    def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
        return make(tmp_path_factory.mktemp("bench") / "demo", seed=1, profile=Profile.DEMO).folder

    def test_has_sound_files_and_others(self, folder: Path) -> None:
        corpus = corpus_in(folder)
        assert (len(corpus.files), len(corpus.sound)) == (10, 8)
        assert all((corpus.scans / file.name).is_file() for file in corpus.files)

    def test_has_a_page_with_a_personal_number_that_may_not_be_searched_for(
        self, folder: Path
    ) -> None:
        pages = [page for file in corpus_in(folder).sound for page in file.pages if page.numbers]
        assert [number for page in pages for number, _ in page.numbers] == [SAMPLE_MY_NUMBER]
        assert all(SAMPLE_MY_NUMBER[:4] not in text for page in pages for text in page.texts)

    def test_has_sets_whose_pages_are_all_content(self, folder: Path) -> None:
        for file in corpus_in(folder).sound:
            content = {page.number for page in file.pages if page.is_content}
            assert {number for one in file.sets for number in one.pages} == content
