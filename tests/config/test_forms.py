"""The form files: those of the package, and what an office may put in their place."""

from pathlib import Path

import pytest

from ledger.forms import FormKind
from ocr.errors import BadFormFileError
from ocr.form import load_forms

PACKAGE = Path(__file__).parents[2] / "config" / "forms"
RECEIPT = 'kind = "receipt"\ntitles = ["受け取り"]\ntitle_above = 0.3\nstarts_document = true\n'


class TestTheFormFilesOfThePackage:
    def test_describe_every_kind_of_form_once(self) -> None:
        kinds = [form.kind for form in load_forms([PACKAGE])]
        assert sorted(kinds) == sorted(set(FormKind) - {FormKind.UNKNOWN})

    def test_start_no_document_with_an_attachment(self) -> None:
        for form in load_forms([PACKAGE]):
            assert not (form.kind.is_attachment and form.starts_document)

    def test_are_named_after_their_kind(self) -> None:
        assert {path.stem for path in PACKAGE.glob("*.toml")} == {
            form.kind.value for form in load_forms([PACKAGE])
        }

    @pytest.mark.parametrize("kind", [FormKind.ISSUANCE_NOTICE, FormKind.REPLY_FORM])
    def test_say_beside_which_labels_pins_stand(self, kind: FormKind) -> None:
        (form,) = (form for form in load_forms([PACKAGE]) if form.kind is kind)
        assert form.secret_labels


class TestAnOfficesFormFile:
    def test_takes_the_place_of_the_packages_of_the_same_name(self, tmp_path: Path) -> None:
        (tmp_path / "receipt.toml").write_text(RECEIPT, "utf-8")
        forms = load_forms([PACKAGE, tmp_path])
        assert [form.titles for form in forms if form.kind is FormKind.RECEIPT] == [("受け取り",)]

    def test_of_another_name_is_added(self, tmp_path: Path) -> None:
        (tmp_path / "receipt_of_the_branch.toml").write_text(RECEIPT, "utf-8")
        kinds = [form.kind for form in load_forms([PACKAGE, tmp_path])]
        assert kinds.count(FormKind.RECEIPT) == 2

    def test_need_not_be_there(self, tmp_path: Path) -> None:
        assert load_forms([tmp_path, tmp_path / "nowhere"]) == ()

    @pytest.mark.parametrize(
        ("text", "what"),
        [
            ("kind = ", "Invalid"),
            (RECEIPT.replace("receipt", "reciept"), "reciept"),
            (RECEIPT.replace("titles", "title"), "titles"),
            (RECEIPT + 'colour = "red"\n', "colour"),
            (RECEIPT.replace("true", '"yes"'), "true or false"),
            (RECEIPT.replace('["受け取り"]', '"受け取り"'), "list of texts"),
            (RECEIPT.replace("0.3", "3"), "title_above"),
            (RECEIPT + "words_needed = 0\n", "words_needed"),
        ],
    )
    def test_is_refused_by_name_with_what_is_wrong(
        self, text: str, what: str, tmp_path: Path
    ) -> None:
        (tmp_path / "ours.toml").write_text(text, "utf-8")
        with pytest.raises(BadFormFileError, match=what) as caught:
            load_forms([tmp_path])
        assert caught.value.file_name == "ours.toml"
