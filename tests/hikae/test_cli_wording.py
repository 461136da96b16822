"""What goes on record for good: who decided is a person, and no text holds a personal number."""

from pathlib import Path

import pytest

from hikae.cli.exits import Exit
from tests.hikae.commands import hikae

ID = "40718293645510283746152"
HEADER = "application_id,name,kana,birth_date,office,status"
LINE = f"{ID},試験　花子,シケン　ハナコ,1988-04-17,北区役所,移送済"
RECORD = ("ledger", "record", ID, "delivered")
CORRECT = ("ledger", "correct", ID, "--stage", "delivered", "--mail", "none", "--why", "x")
COMMANDS = [
    RECORD,
    CORRECT,
    ("held", "resolve", "0", "--application-id", ID),
    ("held", "reject", "0", "--why", "x"),
    ("refile", "0", "--application-id", ID, "--why", "x"),
]


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIKAE_LANGUAGE", "en")


@pytest.fixture
def listed(home: Path, tmp_path: Path) -> Path:
    """A list with one entry, imported."""
    path = tmp_path / "list.csv"
    path.write_text(f"{HEADER}\n{LINE}\n", "utf-8")
    assert hikae(home, "ledger", "import", str(path)).exit_code == Exit.OK
    return path


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words[:2]))
class TestWhoDecides:
    @pytest.mark.parametrize("by", ["", " ", "hikae", "Hikae ", "ｈｉｋａｅ"])
    def test_is_a_person_with_a_name(
        self, home: Path, listed: Path, words: tuple[str, ...], by: str
    ) -> None:
        before = hikae(home, "ledger", "show", ID, "--json").json
        answer = hikae(home, *words, "--by", by)
        assert answer.exit_code == Exit.USAGE
        assert "--by names the person who decides" in answer.err
        assert hikae(home, "ledger", "show", ID, "--json").json == before

    def test_has_no_personal_number(self, home: Path, words: tuple[str, ...]) -> None:
        answer = hikae(home, *words, "--by", "tanaka 123456789012")
        assert answer.exit_code == Exit.USAGE
        assert "12 digits" in answer.err
        assert "123456789012" not in answer.err


def test_a_list_is_imported_by_somebody(home: Path, listed: Path) -> None:
    for by in ("", "hikae"):
        assert hikae(home, "ledger", "import", str(listed), "--by", by).exit_code == Exit.USAGE


class TestAText:
    @pytest.mark.parametrize(
        "number", ["123456789012", "1234-5678-9012", "１２３４　５６７８　９０１２"]
    )
    @pytest.mark.parametrize(
        "words",
        [
            (*RECORD, "--note"),
            (*CORRECT[:-1],),
            ("held", "reject", "0", "--why"),
            ("refile", "0", "--application-id", ID, "--why"),
        ],
        ids=lambda words: " ".join(words[:2]),
    )
    def test_with_a_personal_number_is_refused(
        self, home: Path, listed: Path, words: tuple[str, ...], number: str
    ) -> None:
        answer = hikae(home, *words, f"本人 {number} に渡した", "--by", "tanaka")
        assert answer.exit_code == Exit.USAGE
        assert "12 digits" in answer.err
        assert number not in answer.err
        assert len(hikae(home, "ledger", "show", ID, "--json").json["events"]) == 1

    def test_with_an_application_id_is_recorded(self, home: Path, listed: Path) -> None:
        answer = hikae(home, *RECORD, "--note", f"swapped with {ID}", "--by", "tanaka")
        assert answer.exit_code == Exit.OK
