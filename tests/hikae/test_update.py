"""After an update, what the older version had begun goes on."""

from pathlib import Path

from sqlalchemy import text

from hikae.cli.exits import Exit
from hikae.jobs import APPLICATION_VERSION
from tests.hikae.commands import hikae
from tests.hikae.workday import ANNA, Workday


def versions(day: Workday) -> list[str]:
    with day.office.read() as session:
        rows = session.execute(text("SELECT application_version FROM workflow_status"))
        return [version for (version,) in rows]


def test_a_scan_that_waits_is_given_out_anew(home: Path) -> None:
    day = Workday.begin(home)
    day.take_in(ANNA.digits, file="scan.pdf")
    with day.office.write() as session:
        session.execute(text("UPDATE workflow_status SET application_version = 'older'"))
    for _again in range(2):
        assert hikae(home, "migrate").exit_code == Exit.OK
        assert versions(day) == [APPLICATION_VERSION]
    day.end()
