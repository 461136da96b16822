"""A mistyped or unmounted office folder never becomes a new empty office."""

from pathlib import Path

import pytest

from hikae.cli.exits import Exit
from tests.hikae.commands import hikae
from tests.hikae.sheets import a_pdf

ID = "1" * 23


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("LANGUAGE", "en"), ("QUIET_S", "0.1"), ("WORKERS", "1")):
        monkeypatch.setenv(f"HIKAE_{name}", value)


LOOKING = [
    ("scans",),
    ("balance",),
    ("held",),
    ("held", "resolve", "0", "--application-id", ID, "--by", "tanaka"),
    ("held", "reject", "0", "--why", "x", "--by", "tanaka"),
    ("refile", "0", "--application-id", ID, "--why", "x", "--by", "tanaka"),
    ("find", ID),
    ("retry", "x.pdf"),
    ("ledger", "show", ID),
    ("ledger", "list"),
    ("ledger", "record", ID, "delivered", "--by", "tanaka"),
    ("ledger", "correct", ID, "--stage", "delivered", "--mail", "none", "--by", "t", "--why", "x"),
    ("ledger", "export", "out.csv"),
    ("ledger", "verify"),
    ("archive", "verify"),
]


@pytest.mark.parametrize("words", LOOKING, ids=lambda words: " ".join(words[:2]))
class TestACommandThatLooks:
    def test_makes_no_office_where_there_is_none(
        self, tmp_path: Path, words: tuple[str, ...]
    ) -> None:
        answer = hikae(tmp_path / "mistyped", *words)
        assert answer.exit_code == Exit.NOT_FOUND
        assert "There is no office in" in answer.err
        assert "HIKAE_HOME" in answer.err
        assert not (tmp_path / "mistyped").exists()

    def test_leaves_an_empty_folder_empty(self, tmp_path: Path, words: tuple[str, ...]) -> None:
        assert hikae(tmp_path, *words).exit_code == Exit.NOT_FOUND
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["控え 東区役所", "a,b", "100%41", "what?#"])
def test_an_office_may_be_called_anything(tmp_path: Path, name: str) -> None:
    home = tmp_path / name
    assert made(home, "take") == Exit.OK
    assert (home / "hikae.db").is_file()
    answer = hikae(home, "scans")
    assert answer.exit_code == Exit.OK
    assert "scan.pdf" in answer.out
    assert [one.name for one in tmp_path.iterdir() if one.is_dir()] == [name]


def made(home: Path, kind: str) -> int:
    """Run a command that may make an office; give its exit code."""
    home.parent.joinpath("list.csv").write_text("application_id,name,kana\n", "utf-8")
    scan = a_pdf(home.parent / "scan.pdf")
    words = {
        "import": ("ledger", "import", str(home.parent / "list.csv")),
        "take": ("take", str(scan)),
        "migrate": ("migrate",),
        "check": ("check",),
    }
    return hikae(home, *words[kind]).exit_code


@pytest.mark.parametrize("kind", ["import", "take", "migrate", "check"])
class TestACommandThatMayMakeAnOffice:
    def test_makes_it_in_a_new_folder(self, tmp_path: Path, kind: str) -> None:
        (tmp_path / "new").mkdir()
        made(tmp_path / "new" / "office", kind)
        assert (tmp_path / "new" / "office" / "hikae.db").exists()

    def test_makes_it_beside_what_was_laid_ready(self, tmp_path: Path, kind: str) -> None:
        home = tmp_path / "office"
        for name in ("drop", "config", "samples", "lost+found", ".snapshot"):
            (home / name).mkdir(parents=True)
        (home / "hikae.toml").write_text("")
        (home / "import.log").write_text("")
        made(home, kind)
        assert (home / "hikae.db").exists()

    def test_refuses_a_folder_that_holds_something_else(self, tmp_path: Path, kind: str) -> None:
        home = tmp_path / "office"
        (home / "Documents").mkdir(parents=True)
        assert made(home, kind) == Exit.REFUSED
        assert [path.name for path in home.iterdir()] == ["Documents"]

    def test_refuses_what_is_left_of_an_office_without_its_ledger(
        self, tmp_path: Path, kind: str
    ) -> None:
        home = tmp_path / "office"
        (home / "archive").mkdir(parents=True)
        assert made(home, kind) == Exit.REFUSED
        assert [path.name for path in home.iterdir()] == ["archive"]
