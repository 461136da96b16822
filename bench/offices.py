"""Offices for a benchmark: where they are, what lies in them, and the roles that work there."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sqlmodel import col, func, select

from bench.scripted import scan_file, scripted
from config.settings import Settings
from hikae.bookkeeping import import_entries
from hikae.office import Office
from hikae.serving import end
from hikae.taking import take_paths
from ledger.ids import ApplicationId
from ledger.records import NewEntry
from ledger.scans import ArrivalState
from ledger.states import MailState, Stage, State
from ledger.tables import Scan

_DEADLINE_S = 1800.0
_LOOK_S = 0.5
LONG_AGO_S = 1_000_000_000  # since 1970; nobody waits for more of a file that lies still since then
_UNENDED = (ArrivalState.WAITING, ArrivalState.WORKING)

Role = subprocess.Popen[bytes]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an office is: its folder, and its server parts as the environment names them."""

    home: Path
    servers: tuple[tuple[str, str], ...] = ()

    def settings(self) -> Settings:
        """Give the settings, as its roles will read them."""
        named = {name.removeprefix("HIKAE_").lower(): value for name, value in self.servers}
        return Settings.model_validate({"home": self.home, **named})

    def environment(self, **more: str) -> dict[str, str]:
        """Give the environment of a role."""
        return {**os.environ, "HIKAE_HOME": str(self.home), **dict(self.servers), **more}


@dataclass(frozen=True, slots=True)
class Ended:
    """What the ledger says of the scans that have ended."""

    scans: int
    pages: int
    took_s: float  # from the first start to the last end


def fill(place: Place, scans: int) -> float:
    """Make an office with scans that wait for a worker; tell how many a second were taken in.

    A scan has two pages, which are one document of an applicant of its own.
    """
    Office.open(place.settings()).engine.dispose()
    office = scripted(place.settings())
    lot = random.Random(scans)  # noqa: S311  # a lottery, no secret
    ids = ["".join(lot.choices("0123456789", k=23)) for _ in range(scans)]
    import_entries(office, [_entry(digits) for digits in ids], "bench")
    folder = place.home / "given"
    folder.mkdir()
    for number, digits in enumerate(ids):
        file = folder / f"{number}.pdf"
        file.write_bytes(scan_file(digits))
        os.utime(file, (LONG_AGO_S, LONG_AGO_S))
    began = time.monotonic()
    take_paths(office, [folder], lambda _taken: None)
    took_s = time.monotonic() - began
    office.jobs.close()
    office.engine.dispose()
    return scans / took_s


@contextmanager
def roles(place: Place, commands: Sequence[Sequence[str]], **settings: str) -> Iterator[list[Role]]:
    """Run programs of Python for an office; they are told to end afterwards."""
    running: list[Role] = []
    with (place.home / "roles.log").open("ab") as log:
        try:
            environment = place.environment(**settings)
            running += [_started(command, environment, log) for command in commands]
            yield running
        finally:
            end(running)


def wait_until_all_ended(office: Office, running: Sequence[Role]) -> Iterator[None]:
    """Come back now and then until every scan has ended."""
    until = time.monotonic() + _DEADLINE_S
    while _waiting(office):
        yield
        if time.monotonic() > until or any(role.poll() is not None for role in running):
            log = (office.settings.home / "roles.log").read_text("utf-8", "replace")
            raise RuntimeError(f"the work does not end\n{log[-3000:]}")
        time.sleep(_LOOK_S)


def ended(office: Office) -> Ended:
    """Look at what has ended."""
    wanted = (
        func.count(),
        func.sum(col(Scan.pages)),
        func.min(col(Scan.started_at)),
        func.max(col(Scan.ended_at)),
    )
    with office.read() as session:
        row = session.execute(select(*wanted).where(col(Scan.state) == ArrivalState.ENDED)).one()
    scans, pages, first, last = row
    return Ended(scans, pages, round((last - first).total_seconds(), 2))


def _waiting(office: Office) -> int:
    with office.read() as session:
        query = select(func.count()).select_from(Scan).where(col(Scan.state).in_(_UNENDED))
        return int(session.exec(query).one())


def _started(command: Sequence[str], environment: Mapping[str, str], log: IO[bytes]) -> Role:
    return subprocess.Popen(
        [sys.executable, "-m", *command],
        env=environment,
        stdin=subprocess.DEVNULL,
        stderr=log,
        stdout=log,
    )


def _entry(digits: str) -> NewEntry:
    return NewEntry(
        application_id=ApplicationId(digits),
        name="見本　花子",
        kana="ミホン　ハナコ",
        birth_date=None,
        office="本庁",
        state=State(Stage.AT_OFFICE, MailState.NONE),
    )
