"""A file that grows while everything runs: taken once and whole, or in quarantine; never torn."""

import subprocess
import sys
from pathlib import Path

import pytest

from hikae.samples import How, Kind, applicant, one_receipt, paper, save
from ledger.scans import ArrivalState, Outcome
from ledger.why import Unreadable
from tests.service.office import RunningOffice, running

pytestmark = pytest.mark.service

SLOW, TORN, PAGES = applicant(1), applicant(2), applicant(3)
_DEADLINE_S = 60.0
# Copies a file in pieces, with pauses longer than the quiet time of the office.
_SLOW_SCANNER = """
import sys, time
content, pieces, pause_s = open(sys.argv[1], "rb").read(), int(sys.argv[3]), float(sys.argv[4])
size = -(-len(content) // pieces)
with open(sys.argv[2], "wb", buffering=0) as file:
    for start in range(0, len(content), size):
        file.write(content[start : start + size])
        time.sleep(pause_s)
"""
# Writes a TIFF, a page at a time, closing the file between: whole after every page.
_PAGE_SCANNER = """
import sys, time
from PIL import Image
from PIL.TiffImagePlugin import AppendingTiffWriter
for number, page in enumerate(sys.argv[3:]):
    page = Image.open(page).convert("1", dither=0)
    with AppendingTiffWriter(sys.argv[1], new=number == 0) as writer:
        page.save(writer, "TIFF", compression="group4", dpi=(200, 200))
    time.sleep(float(sys.argv[2]))
"""


_WAITS = {"HIKAE_PATIENCE_S": "6", "HIKAE_TIFF_QUIET_S": "3", "HIKAE_WORKERS": "2"}


def test_whatever_grows_is_taken_once_and_whole_or_not_at_all(tmp_path: Path) -> None:
    slow = one_receipt(tmp_path / "slow.pdf", SLOW)
    torn = one_receipt(tmp_path / "torn.pdf", TORN)
    pages = [
        save([paper(kind, PAGES)], tmp_path / f"{number}.png", How.PNG)
        for number, kind in enumerate((Kind.RECEIPT, Kind.BLANK, Kind.BLANK))
    ]
    with running(tmp_path / "office", **_WAITS) as office:
        office.know(SLOW, TORN, PAGES)
        off = _begin(_SLOW_SCANNER, torn, office.drop / "torn.pdf", 7, _DEADLINE_S)
        slowly = _begin(_SLOW_SCANNER, slow, office.drop / "slow.pdf", 7, 10 / 7)
        by_page = _begin(_PAGE_SCANNER, office.drop / "pages.tif", 1.2, *pages)
        assert (slowly.wait(_DEADLINE_S), by_page.wait(_DEADLINE_S)) == (0, 0)
        off.kill()  # a scanner that is switched off in the middle
        off.wait()
        office.wait_until_ended(3)
        slowly_written_it_is_filed_whole(office, slow)
        page_by_page_it_has_all_its_pages(office)
        broken_off_it_lies_in_quarantine(office, torn)
        assert office.is_sound()


def slowly_written_it_is_filed_whole(office: RunningOffice, given: Path) -> None:
    [arrival] = [one for one in office.scans() if one.file == "slow.pdf"]
    assert arrival.state is ArrivalState.ENDED
    [document] = arrival.documents
    assert document.outcome is Outcome.FILED
    [kept] = (office.home / "archive" / "originals").rglob(f"{arrival.sha256}.pdf")
    assert kept.read_bytes() == given.read_bytes()


def page_by_page_it_has_all_its_pages(office: RunningOffice) -> None:
    [arrival] = [one for one in office.scans() if one.file == "pages.tif"]
    assert (arrival.pages, arrival.blank_pages) == (3, (2, 3))
    assert [document.outcome for document in arrival.documents] == [Outcome.FILED]


def broken_off_it_lies_in_quarantine(office: RunningOffice, given: Path) -> None:
    [arrival] = [one for one in office.scans() if one.file == "torn.pdf"]
    assert (arrival.state, arrival.why) == (ArrivalState.QUARANTINED, Unreadable.TRUNCATED)
    [kept] = [path for path in office.quarantine.iterdir() if path.suffix == ".pdf"]
    assert given.read_bytes().startswith(kept.read_bytes())


def _begin(program: str, *words: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", program, *map(str, words)])
