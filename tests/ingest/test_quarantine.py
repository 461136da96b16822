"""A clerk finds what could not be read under its name, with the reason beside it."""

from hashlib import sha256
from pathlib import Path
from unicodedata import category

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.errors import QuarantineDownError
from ingest.quarantine import Quarantine, safe_name
from ledger.why import Unreadable

_SENTENCE = "途中で切れています。もう一度スキャンしてください。"


@pytest.fixture
def quarantine(tmp_path: Path) -> Quarantine:
    return Quarantine(tmp_path / "quarantine")


def _put(quarantine: Quarantine, folder: Path, content: bytes, file: str = "a.pdf") -> Path:
    (folder / "content").write_bytes(content)
    digest = sha256(content).hexdigest()
    return quarantine.put(folder / "content", file, digest, Unreadable.TRUNCATED, _SENTENCE)


class TestAFileInQuarantine:
    def test_lies_under_its_name_with_the_reason_beside_it(
        self, quarantine: Quarantine, tmp_path: Path
    ) -> None:
        place = _put(quarantine, tmp_path, b"content", "kita/スキャン 1.pdf")
        assert place == tmp_path / "quarantine" / "スキャン 1__ed7002b4.pdf"
        assert place.read_bytes() == b"content"
        note = place.with_name(place.name + ".txt").read_text("utf-8-sig")
        assert note.splitlines()[:4] == [_SENTENCE, "", "kita/スキャン 1.pdf", "truncated"]

    def test_may_be_put_there_twice_even_after_the_spool_released_it(
        self, quarantine: Quarantine, tmp_path: Path
    ) -> None:
        place = _put(quarantine, tmp_path, b"content")
        (tmp_path / "content").unlink()
        digest = sha256(b"content").hexdigest()
        again = quarantine.put(
            tmp_path / "content", "a.pdf", digest, Unreadable.ENCRYPTED, _SENTENCE
        )
        assert again == place
        assert len(list(place.parent.iterdir())) == 2

    def test_does_not_displace_another_of_the_same_name(
        self, quarantine: Quarantine, tmp_path: Path
    ) -> None:
        places = {_put(quarantine, tmp_path, content) for content in (b"1", b"2")}
        assert {place.read_bytes() for place in places} == {b"1", b"2"}

    def test_does_not_displace_another_with_the_same_short_hash(
        self, quarantine: Quarantine, tmp_path: Path
    ) -> None:
        first = _put(quarantine, tmp_path, b"1")
        first.write_bytes(b"something else")
        second = _put(quarantine, tmp_path, b"1")
        assert (first.read_bytes(), second.read_bytes()) == (b"something else", b"1")

    def test_is_named_by_what_it_is_if_the_scanner_wrote_on(
        self, quarantine: Quarantine, tmp_path: Path
    ) -> None:
        (tmp_path / "content").write_bytes(b"more")
        place = quarantine.put(
            tmp_path / "content", "a.pdf", "0" * 64, Unreadable.CHANGED_AFTER_INTAKE, _SENTENCE
        )
        assert sha256(b"more").hexdigest()[:8] in place.name

    def test_leaves_with_its_note_when_it_is_taken_back(
        self, quarantine: Quarantine, tmp_path: Path
    ) -> None:
        place = _put(quarantine, tmp_path, b"1")
        lying = quarantine.look(place)
        assert quarantine.take_back(lying)
        assert quarantine.take_back(lying)
        assert list(place.parent.iterdir()) == []

    def test_stays_if_it_was_put_there_again_meanwhile(
        self, quarantine: Quarantine, tmp_path: Path
    ) -> None:
        place = _put(quarantine, tmp_path, b"1")
        lying = quarantine.look(place)
        assert _put(quarantine, tmp_path, b"1") == place
        assert not quarantine.take_back(lying)
        assert place.read_bytes() == b"1"
        assert place.with_name(place.name + ".txt").exists()

    def test_stays_even_if_its_note_was_thrown_away_before(
        self, quarantine: Quarantine, tmp_path: Path
    ) -> None:
        place = _put(quarantine, tmp_path, b"1")
        place.with_name(place.name + ".txt").unlink()
        lying = quarantine.look(place)
        _put(quarantine, tmp_path, b"1")
        assert not quarantine.take_back(lying)
        assert place.read_bytes() == b"1"

    @pytest.mark.parametrize(
        "file", ["kita/スキャン 1.pdf", "あ" * 83 + ".pdf", "nodot", "-rf.pdf"]
    )
    def test_is_known_by_the_name_under_which_it_came(
        self, quarantine: Quarantine, tmp_path: Path, file: str
    ) -> None:
        place = _put(quarantine, tmp_path, b"1", file)
        assert quarantine.look(place).file == file
        assert _put(quarantine, tmp_path, b"1", quarantine.look(place).file) == place

    @pytest.mark.parametrize("note", [None, "", "あ", "x\nother.pdf\ntruncated\nSHA-256 0\n"])
    def test_is_known_by_its_name_without_the_mark_if_the_note_does_not_tell(
        self, quarantine: Quarantine, tmp_path: Path, note: str | None
    ) -> None:
        place = _put(quarantine, tmp_path, b"1", "kita/" + "あ" * 83 + ".pdf")
        beside = place.with_name(place.name + ".txt")
        beside.unlink()
        if note is not None:
            beside.write_text(note, "utf-8")
        file = quarantine.look(place).file
        assert "__" not in file
        assert _put(quarantine, tmp_path, b"1", file) == place

    def test_is_the_only_thing_that_can_be_taken_back(
        self, quarantine: Quarantine, tmp_path: Path
    ) -> None:
        with pytest.raises(ValueError, match="quarantine"):
            quarantine.look(tmp_path / "quarantine" / ".." / "content")

    def test_survives_what_an_interrupted_try_left(
        self, quarantine: Quarantine, tmp_path: Path
    ) -> None:
        (tmp_path / "quarantine").mkdir()
        digest = sha256(b"1").hexdigest()
        (tmp_path / "quarantine" / f".{digest}.part").write_bytes(b"half")
        place = _put(quarantine, tmp_path, b"1")
        assert sorted(path.name for path in place.parent.iterdir()) == [
            place.name,
            place.name + ".txt",
        ]


class TestAFolderThatCannotBeWritten:
    def test_is_trouble_that_passes(self, tmp_path: Path) -> None:
        (tmp_path / "a file").touch()
        with pytest.raises(QuarantineDownError):
            _put(Quarantine(tmp_path / "a file"), tmp_path, b"1")


class TestANameInQuarantine:
    @given(st.text(max_size=300), st.sampled_from(["__01234567", "__" + "a" * 64]))
    @example("-rf.pdf", "__0")
    @example("../../etc/passwd", "__0")
    @example("scan\nline2.pdf", "__0")
    @example(".hidden.pdf", "__0")
    @example("あ" * 83 + ".pdf", "__0")
    @example("a.\u202efdp.exe", "__0")
    @example("", "__0")
    def test_is_harmless_whatever_was_dropped(self, file: str, mark: str) -> None:
        name = safe_name(file, mark)
        assert len((name + ".txt").encode()) <= 200
        assert mark in name
        assert not {category(sign) for sign in name} & {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}
        assert not set(name) & set('/\\<>:"|?*\n\r\0\u202e')
        assert not name.startswith((".", "-", "~", " "))

    @pytest.mark.parametrize(
        ("file", "name"),
        [
            ("a.pdf", "a__0.pdf"),
            ("kita/UPPER.PDF", "UPPER__0.PDF"),
            ("nodot", "nodot__0"),
            ("-rf.pdf", "file_-rf__0.pdf"),
            (".hidden.pdf", "hidden__0.pdf"),
            ("scan\nline2.pdf", "scan_line2__0.pdf"),
            ("it's; rm x.pdf", "it's; rm x__0.pdf"),
            ("か\u3099.pdf", "が__0.pdf"),
            ("令和7年.第二便", "令和7年.第二便__0"),
        ],
    )
    def test_is_recognised_by_the_person_who_dropped_it(self, file: str, name: str) -> None:
        assert safe_name(file, "__0") == name
