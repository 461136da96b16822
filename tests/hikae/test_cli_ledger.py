"""Lists come in whole or not at all; what the rules refuse is said, and nothing is changed."""

from pathlib import Path

import pytest

from hikae.cli.exits import Exit
from tests.hikae.commands import Answer, hikae

ANNA, BERTA = "40718293645510283746152", "57544551344199156220273"
HEADER = "application_id,name,kana,birth_date,office,status"
GOOD = f"{ANNA},試験　花子,シケン　ハナコ,1988-04-17,北区役所,移送済"
OTHER = f"{BERTA},見本　太郎,ミホン　タロウ,1970-01-02,南区役所,通知書発送済"


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIKAE_LANGUAGE", "en")


@pytest.fixture
def listed(home: Path, tmp_path: Path) -> Path:
    """A list with one good line, imported."""
    assert imported(home, tmp_path, HEADER, GOOD).exit_code == Exit.OK
    return tmp_path / "list.csv"


def imported(home: Path, folder: Path, *lines: str) -> Answer:
    path = folder / "list.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return hikae(home, "ledger", "import", str(path))


def entries(home: Path) -> list[str]:
    return [entry["application_id"] for entry in hikae(home, "ledger", "list", "--json").json]


class TestAListWithAMistake:
    @pytest.mark.parametrize(
        ("lines", "said"),
        [
            ((HEADER, GOOD, OTHER.replace("1970-01-02", "1970-13-02")), "line 3: birth_date"),
            ((HEADER, GOOD, OTHER.replace(BERTA, "5.75446E+22")), "line 3: a spreadsheet rounded"),
            ((HEADER, GOOD, OTHER.replace("通知書発送済", "郵送")), "line 3: the status is not"),
            ((HEADER + ",shoe_size", GOOD + ",23", OTHER + ",27"), "unknown columns: shoe_size"),
            ((GOOD, OTHER), "line 1: the first line is no header"),
            (("",), "no header"),
        ],
    )
    def test_names_the_line_and_nothing_is_taken_in(
        self, home: Path, tmp_path: Path, lines: tuple[str, ...], said: str
    ) -> None:
        answer = imported(home, tmp_path, *lines)
        assert answer.exit_code == Exit.BAD_INPUT
        assert said in answer.err
        assert "Nothing of it was taken in" in answer.err
        assert "import it again" in answer.err
        assert entries(home) == []

    def test_never_repeats_what_stands_in_it(self, home: Path, tmp_path: Path) -> None:
        answer = imported(home, tmp_path, HEADER, GOOD.replace("1988-04-17", "soon"))
        for personal in (ANNA, "試験", "シケン", "soon"):
            assert personal not in answer.err + answer.out

    def test_comes_in_once_it_is_corrected(self, home: Path, tmp_path: Path) -> None:
        assert imported(home, tmp_path, HEADER, GOOD + ",more").exit_code == Exit.BAD_INPUT
        assert imported(home, tmp_path, HEADER, GOOD).exit_code == Exit.OK
        assert entries(home) == [ANNA]

    def test_that_contradicts_the_ledger_changes_nothing(
        self, home: Path, tmp_path: Path, listed: Path
    ) -> None:
        answer = imported(home, tmp_path, HEADER, OTHER, GOOD.replace("1988", "1989"))
        assert answer.exit_code == Exit.BAD_INPUT
        assert "Line 3" in answer.err
        assert "birth_date" in answer.err
        assert entries(home) == [ANNA]

    def test_because_it_is_a_folder_or_not_there_is_told(self, home: Path, tmp_path: Path) -> None:
        for path in (tmp_path, tmp_path / "nothing.csv"):
            answer = hikae(home, "ledger", "import", str(path))
            assert answer.exit_code == Exit.NOT_FOUND
            assert "Nothing was taken in" in answer.err


class TestAListThatWasImportedBefore:
    def test_changes_nothing(self, home: Path, listed: Path) -> None:
        answer = hikae(home, "ledger", "import", str(listed))
        assert answer.exit_code == Exit.OK
        assert "0 new entries, 1 known before" in answer.out


class TestAnEntry:
    def test_that_is_not_there_is_not_shown(self, home: Path) -> None:
        answer = hikae(home, "ledger", "show", ANNA)
        assert answer.exit_code == Exit.NOT_FOUND
        assert "Nothing was done" in answer.err
        assert ANNA not in answer.err

    def test_is_not_looked_up_by_something_that_is_no_id(self, home: Path) -> None:
        answer = hikae(home, "ledger", "show", ANNA[:-1])
        assert answer.exit_code == Exit.USAGE
        assert "23桁" in answer.err

    def test_is_not_moved_by_what_the_rules_forbid(self, home: Path, listed: Path) -> None:
        before = hikae(home, "ledger", "show", ANNA, "--json").json
        answer = hikae(home, "ledger", "record", ANNA, "card_received", "--by", "tanaka")
        assert answer.exit_code == Exit.REFUSED
        assert "Nothing was changed" in answer.err
        assert hikae(home, "ledger", "show", ANNA, "--json").json == before

    def test_is_not_moved_by_an_event_that_does_not_exist(self, home: Path, listed: Path) -> None:
        answer = hikae(home, "ledger", "record", ANNA, "lost", "--by", "tanaka")
        assert answer.exit_code == Exit.USAGE
        assert "card_received" in answer.err

    def test_is_moved_by_who_says_so_and_the_chain_holds(self, home: Path, listed: Path) -> None:
        answer = hikae(home, "ledger", "record", ANNA, "delivered", "--by", "tanaka")
        assert (answer.exit_code, answer.err) == (Exit.OK, "")
        assert hikae(home, "ledger", "verify").exit_code == Exit.OK


class TestAnExport:
    def test_comes_back_in_as_the_same_entries(
        self, home: Path, tmp_path: Path, listed: Path
    ) -> None:
        out = tmp_path / "out.csv"
        assert hikae(home, "ledger", "export", str(out)).exit_code == Exit.OK
        answer = hikae(home, "ledger", "import", str(out))
        assert "0 new entries, 1 known before" in answer.out

    def test_into_a_folder_that_is_not_there_says_so(self, home: Path, tmp_path: Path) -> None:
        answer = hikae(home, "ledger", "export", str(tmp_path / "nowhere" / "out.csv"))
        assert answer.exit_code == Exit.NOT_FOUND
        assert "nowhere" in answer.err
