"""The form files: those of the package, and what an office may put in their place."""

from dataclasses import replace
from pathlib import Path

import pytest

from ledger.forms import FormKind
from ocr.errors import BadFormFileError
from ocr.form import (
    DayOfSigning,
    OtherNumber,
    PrintedId,
    UnknownToLedger,
    dated,
    load_forms,
    opening,
    pages_most,
)

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


class TestHowManyPagesADocumentMayHave:
    def test_is_told_by_the_files_of_the_package_but_for_papers_that_are_held_anyway(self) -> None:
        assert set(FormKind) - set(pages_most(load_forms([PACKAGE]))) == {
            *(FormKind.UNKNOWN, FormKind.PIN_SETTING_REQUEST, FormKind.IDENTITY_DOCUMENT_COPY)
        }

    def test_is_the_most_that_one_of_several_files_of_a_form_allows(self, tmp_path: Path) -> None:
        for name, more in (("a", "pages_most = 2\n"), ("b", "pages_most = 4\n"), ("c", "")):
            (tmp_path / f"{name}.toml").write_text(RECEIPT + more, "utf-8")
        assert pages_most(load_forms([tmp_path])) == {FormKind.RECEIPT: 4}


class TestTheDayOfSigning:
    def test_is_told_by_the_files_of_all_that_people_sign_but_attachments(self) -> None:
        found = {form.kind: form.dated for form in load_forms([PACKAGE]) if form.dated.labels}
        signed = {FormKind.APPLICATION_FORM, FormKind.CONSENT_FORM, FormKind.ISSUANCE_NOTICE}
        assert found.keys() == {*signed, FormKind.RECEIPT, FormKind.REPLY_FORM}
        assert not any(day.not_before_notice for day in found.values())

    def test_is_what_several_files_of_a_form_say_together(self, tmp_path: Path) -> None:
        one, other = 'labels = ["記入日", "署名日"]\n', 'labels = ["署名日", "日付"]\n'
        strict = other + "not_before_notice = true\n"
        for name, more in (("a", one), ("b", strict), ("c", "")):
            (tmp_path / f"{name}.toml").write_text(f"{RECEIPT}\n[dated]\n{more}", "utf-8")
        day = DayOfSigning(("記入日", "署名日", "日付"), not_before_notice=True)
        assert dated(load_forms([tmp_path])) == {FormKind.RECEIPT: day}


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
            (RECEIPT + "pages_most = 0\n", "pages_most"),
            (RECEIPT + 'pages_most = "2"\n', "pages_most"),
            (RECEIPT + '[dated]\nlabels = "記入日"\n', "dated.labels: a list of texts"),
            (RECEIPT + "[dated]\nnot_before_notice = 1\n", "dated.not_before_notice: true or"),
            (RECEIPT + '[dated]\nlabel = ["記入日"]\n', "unknown: dated.label"),
        ],
    )
    def test_is_refused_by_name_with_what_is_wrong(
        self, text: str, what: str, tmp_path: Path
    ) -> None:
        (tmp_path / "ours.toml").write_text(text, "utf-8")
        with pytest.raises(BadFormFileError, match=what) as caught:
            load_forms([tmp_path])
        assert caught.value.file_name == "ours.toml"


NUMBERS = (
    RECEIPT
    + """
unknown_to_ledger = "open"

[application_id]
labels = ["整理番号"]
groups = [5, 5, 5, 8]
zones_mm = [[10, 20, 110.5, 40]]
codes = ["Data Matrix"]

[[other_numbers]]
name = "slip"
digits = 7
labels = ["伝票番号"]
groups = [3, 4]
"""
)


class TestWhatAFormFileSaysOfNumbers:
    def test_is_all_kept(self, tmp_path: Path) -> None:
        (tmp_path / "ours.toml").write_text(NUMBERS, "utf-8")
        (form,) = load_forms([tmp_path])
        assert form.application_id == PrintedId(
            ("整理番号",), (5, 5, 5, 8), ((10.0, 20.0, 110.5, 40.0),), ("Data Matrix",)
        )
        assert form.other_numbers == (OtherNumber("slip", 7, ("伝票番号",), (3, 4)),)
        assert form.unknown_to_ledger is UnknownToLedger.OPEN
        assert form.file == "ours.toml"

    def test_may_be_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "ours.toml").write_text(RECEIPT, "utf-8")
        (form,) = load_forms([tmp_path])
        assert form.application_id == PrintedId()
        assert form.application_id.groups == (4, 4, 4, 4, 4, 3)
        assert form.other_numbers == ()
        assert form.unknown_to_ledger is UnknownToLedger.HOLD

    def test_is_careful_in_the_package(self) -> None:
        for form in load_forms([PACKAGE]):
            assert form.unknown_to_ledger is UnknownToLedger.HOLD
        assert opening(load_forms([PACKAGE])) == frozenset()

    def test_opens_entries_for_papers_of_this_file_only(self, tmp_path: Path) -> None:
        (tmp_path / "ours.toml").write_text(NUMBERS, "utf-8")
        (tmp_path / "theirs.toml").write_text(RECEIPT, "utf-8")
        forms = load_forms([tmp_path])
        assert opening(forms) == {"ours.toml"}
        assert opening(replace(form, file="") for form in forms) == frozenset()

    @pytest.mark.parametrize(
        ("old", "new", "what"),
        [
            ("[5, 5, 5, 8]", "[5, 5, 5, 7]", "application_id.groups: 23 digits"),
            ("[5, 5, 5, 8]", "[5, 5, 5, 8, 0]", "application_id.groups: a list of whole numbers"),
            ('["整理番号"]', '"整理番号"', "application_id.labels: a list of texts"),
            ("[[10, 20, 110.5, 40]]", "[10, 20, 110.5, 40]", "application_id.zones_mm: a list of"),
            ("[[10, 20, 110.5, 40]]", "[[10, 20, 11]]", "application_id.zones_mm: a list of lists"),
            ("[[10, 20, 110.5, 40]]", "[[110, 20, 10, 40]]", "zones_mm: .*millimetres"),
            ("Data Matrix", "Matrix", "application_id.codes: Matrix is none of Aztec"),
            ("codes", "code", "unknown: application_id.code"),
            ("[application_id]", "[[application_id]]", "application_id: a table"),
            ("[[other_numbers]]", "[other_numbers]", "other_numbers: tables"),
            ("digits = 7", "digits = 8", "other_numbers: slip: groups: 8 in all"),
            ("digits = 7", 'digits = "7"', "other_numbers 1.digits: a whole number"),
            ("digits = 7", "digits = 41", "other_numbers: slip: digits: at most 40"),
            ("digits = 7\n", "", "other_numbers 1.digits is missing"),
            ('name = "slip"', 'name = ""', "other_numbers 1.name: a text"),
            ("groups = [3, 4]", "group = [3, 4]", "unknown: other_numbers 1.group"),
            (
                'unknown_to_ledger = "open"',
                'secret_labels = ["暗証番号…"]',
                "secret_labels: a label beside which",
            ),
            ('titles = ["', 'titles = ["届…", "', "titles: a word behind …"),
            ('"open"', '"accept"', "unknown_to_ledger: 'accept' is none of hold, open"),
        ],
    )
    def test_is_refused_with_the_name_of_the_field(
        self, old: str, new: str, what: str, tmp_path: Path
    ) -> None:
        assert old in NUMBERS
        (tmp_path / "ours.toml").write_text(NUMBERS.replace(old, new), "utf-8")
        with pytest.raises(BadFormFileError, match=what) as caught:
            load_forms([tmp_path])
        assert caught.value.file_name == "ours.toml"

    def test_a_number_that_only_looks_like_an_id_cannot_be_told(self, tmp_path: Path) -> None:
        text = RECEIPT + '[[other_numbers]]\nname = "slip"\ndigits = 23\n'
        (tmp_path / "ours.toml").write_text(text, "utf-8")
        with pytest.raises(BadFormFileError, match="slip: labels or groups wanted"):
            load_forms([tmp_path])
