"""What goes out opens in a spreadsheet without harm and comes back as it was."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.csv_io import read_entries
from ledger.csv_out import Encoding, Written, write_entries
from ledger.ids import ApplicationId
from ledger.records import EntryRecord, NewEntry
from ledger.states import MailState, Stage, State

NOW = datetime(2025, 10, 20, 5, 0, tzinfo=UTC)
WORDS = {
    "移送済": State(Stage.AT_OFFICE, MailState.DISPATCHED),
    "返戻": State(Stage.NOTICE_DISPATCHED, MailState.RETURNED),
}

letters = st.characters(
    exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"], exclude_characters="\ufeff"
)
texts = st.text(letters, max_size=30)
numbers = st.none() | st.from_regex(r"[0-9A-Z]{1,13}", fullmatch=True)
days = st.dates(date(1, 1, 1))
records = st.builds(
    EntryRecord,
    application_id=st.from_regex(r"[0-9]{23}", fullmatch=True).map(ApplicationId),
    name=st.text(letters, min_size=1, max_size=30) | st.just("=HYPERLINK(1)") | st.just("'-x"),
    kana=texts,
    birth_date=st.none() | days,
    office=texts,
    state=st.builds(State, st.sampled_from(Stage), st.sampled_from(MailState)),
    tracking_number=numbers,
    notice_number=numbers,
    notice_sent_on=st.none() | days,
    version=st.just(1),
    updated_at=st.just(NOW),
)


def record(name: str) -> EntryRecord:
    return EntryRecord(
        ApplicationId("0" * 22 + "1"),
        name,
        "",
        None,
        "",
        WORDS["移送済"],
        "33415926535",
        None,
        None,
        1,
        NOW,
    )


def as_line(entry: EntryRecord) -> NewEntry:
    return NewEntry(
        entry.application_id,
        entry.name,
        entry.kana,
        entry.birth_date,
        entry.office,
        entry.state,
        entry.tracking_number,
        entry.notice_number,
        entry.notice_sent_on,
    )


@given(st.lists(records, max_size=5))
def test_what_goes_out_comes_back(
    tmp_path_factory: pytest.TempPathFactory, entries: list[EntryRecord]
) -> None:
    path = tmp_path_factory.mktemp("out") / "ledger.csv"
    assert write_entries(path, entries, WORDS) == Written(len(entries), 0)
    assert list(read_entries(path, WORDS)) == [as_line(entry) for entry in entries]


def cells(path: Path, encoding: str = "utf-8-sig") -> list[str]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file))[1]


def test_numbers_are_text_cells_and_lines_end_as_spreadsheets_like(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    write_entries(path, [record("備前　一郎")], WORDS)
    assert cells(path)[0] == '="00000000000000000000001"'
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert path.read_bytes().endswith(b"\r\n")


@pytest.mark.parametrize("name", ["=1+1", "+81", "-1", "@SUM(A1)", "'quoted"])
def test_no_text_is_a_formula(tmp_path: Path, name: str) -> None:
    write_entries(tmp_path / "ledger.csv", [record(name)], WORDS)
    assert cells(tmp_path / "ledger.csv")[1] == f"'{name}"


def test_what_the_old_encoding_cannot_hold_is_shown_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    encoding: Encoding = "cp932"
    written = write_entries(path, [record("𠮷田　〜髙﨑")], WORDS, encoding)
    assert written == Written(1, 1)
    assert cells(path, "cp932")[1] == "〓田　～髙﨑"


def test_a_list_that_failed_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    path.write_text("old")
    (tmp_path / "as file").write_text("")
    with pytest.raises(NotADirectoryError):
        write_entries(tmp_path / "as file" / "ledger.csv", [record("x")], WORDS)
    with pytest.raises(UnicodeEncodeError):
        write_entries(path, [record("\ud800")], WORDS)
    assert path.read_text() == "old"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["as file", "ledger.csv"]
