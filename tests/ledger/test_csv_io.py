"""The city's list comes in whole and right, or not at all."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.csv_io import read_entries
from ledger.errors import BadLedgerFileError
from ledger.ids import ApplicationId
from ledger.records import NewEntry
from ledger.states import MailState, Stage, State

ID = "40718293645510283746152"
HEADER = "application_id,name,kana,birth_date,office,status,tracking_no,notice_sent_on\r\n"
LINE = f"{ID},備前　一郎,ビゼン　イチロウ,1988-04-17,東区役所,移送済,33415926535,2025-10-03\r\n"
WORDS = {"移送済": State(Stage.AT_OFFICE, MailState.DISPATCHED)}

Read = Callable[[str | bytes], tuple[NewEntry, ...]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reader(content: str | bytes) -> tuple[NewEntry, ...]:
        path = tmp_path / "ledger.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_entries(path, WORDS)

    return reader


def test_a_line_becomes_an_entry(read: Read) -> None:
    assert read(HEADER + LINE) == (
        NewEntry(
            ApplicationId(ID),
            name="備前　一郎",
            kana="ビゼン　イチロウ",
            birth_date=date(1988, 4, 17),
            office="東区役所",
            state=WORDS["移送済"],
            tracking_number="33415926535",
            notice_sent_on=date(2025, 10, 3),
        ),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_the_encoding_is_found_out(read: Read, encoding: str) -> None:
    assert read((HEADER + LINE).encode(encoding)) == read(HEADER + LINE)


def test_the_headings_may_be_japanese_in_any_order(read: Read) -> None:
    text = (
        "状態,申請書ＩＤ,氏名,氏名カナ,生年月日,交付場所,お問い合わせ番号,通知書番号,通知書発送日\n"
        f"移送済,{ID},備前　一郎,,昭和63年4月17日,東区役所,334-15-92653-5,Ａ１Ｂ-123456,R7.10.3\n"
    )
    (entry,) = read(text)
    assert entry.birth_date == date(1988, 4, 17)
    assert entry.notice_sent_on == date(2025, 10, 3)
    assert (entry.tracking_number, entry.notice_number) == ("33415926535", "A1B123456")


@pytest.mark.parametrize("cell", [f'="{ID}"', f'"=""{ID}"""', f'" {ID} "', "４０７１-" + ID[4:]])
def test_an_id_may_be_a_text_cell_or_written_wide(read: Read, cell: str) -> None:
    (entry,) = read(HEADER + LINE.replace(ID, cell, 1))
    assert entry.application_id == ApplicationId(ID)


def test_a_text_cell_that_looks_rounded_is_believed(read: Read) -> None:
    (entry,) = read(HEADER + LINE.replace(ID, '="' + ID[:15] + '00000000"'))
    assert entry.application_id.digits.endswith("00000000")


def test_a_name_may_look_like_a_rounded_number(read: Read) -> None:
    (entry,) = read(HEADER + LINE.replace("備前　一郎", "0E0"))
    assert entry.name == "0E0"


def test_empty_lines_count_but_hold_nothing(read: Read) -> None:
    entries = read(HEADER + "\r\n,,,,,,,\r\n" + LINE)
    assert [entry.line for entry in entries] == [4]


def test_a_list_of_nobody_is_a_list(read: Read) -> None:
    assert read(HEADER) == ()


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (LINE.replace(ID, "4.07183E+22"), "rounded a long number"),
        (LINE.replace(ID, ID[:15] + "0" * 8), "rounded a long number"),
        (LINE.replace(ID, ID[:22]), "application_id is not usable"),
        (LINE.replace(ID, ""), "application_id or name is empty"),
        (LINE.replace("備前　一郎", " "), "application_id or name is empty"),
        (LINE.replace("1988-04-17", "1988-02-30"), "birth_date is not usable"),
        (LINE.replace("33415926535", "？？"), "tracking_no is not usable"),
        (LINE.replace("移送済", "どこか"), "status is not among"),
        (LINE.replace("移送済", ""), "the status is empty"),
        (LINE.replace("\r\n", ",more\r\n"), "9 cells, the header has 8"),
        (LINE.replace("備前　一郎", '"備前\n太郎"'), "control character"),
        (LINE.replace("備前　一郎", "定" * 201), "too long"),
        (LINE.replace("備前　一郎", '"備前'), "quotation marks"),
    ],
)
def test_one_bad_line_names_its_number_and_nothing_is_read(
    read: Read, line: str, problem: str
) -> None:
    with pytest.raises(BadLedgerFileError, match=problem) as refused:
        read(HEADER + LINE.replace(ID, "1" * 23) + "\r\n" + line + LINE)
    assert refused.value.line == 4
    assert "備前" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no header"),
        (LINE, "no header"),
        (HEADER.replace("kana", "furigana") + LINE, "unknown columns: furigana"),
        (HEADER.replace("kana", "name") + LINE, "twice"),
        (HEADER.replace("application_id,", "") + LINE, "missing columns: application_id"),
        (HEADER.replace("status,", "") + LINE, "missing columns: status"),
    ],
)
def test_a_wrong_header_is_said(read: Read, text: str, problem: str) -> None:
    with pytest.raises(BadLedgerFileError, match=problem):
        read(text)


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04 a workbook", HEADER.encode("utf-16"), b"\x81\x00\xff", b"\x81"],
)
def test_what_is_no_text_is_said(read: Read, content: bytes) -> None:
    with pytest.raises(BadLedgerFileError, match="save the sheet as CSV"):
        read(content)


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_whatever_the_file_holds_the_answer_is_entries_or_our_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / "ledger.csv"
    for text in (content, HEADER.encode() + content):
        path.write_bytes(text)
        with suppress(BadLedgerFileError):
            read_entries(path, WORDS)
