"""The whole job on invented papers: taken, read, filed, recorded. Accuracy, and CPU a page.

CPU seconds are those of every process of the run; wall time is told beside them and means little
on a busy machine. No figure is asserted anywhere.
"""

import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table

from hikae.samples import Batch, Profile, make

RESULTS = Path(__file__).with_name("results")


@dataclass(frozen=True, slots=True)
class Way:
    """What one run showed. `filed_right` are sets under their own application ID."""

    sets: int
    readable: int
    filed_right: int
    filed_wrong: int
    held: int
    pages: int
    lost_pages: int
    cpu_s_a_page: float
    pages_a_minute: float
    sums_hold: bool
    archive_sound: bool

    @property
    def straight_through(self) -> float:
        """Of the sets that a person could name, how many needed no person."""
        return self.filed_right / self.readable

    @property
    def wrong_bound(self) -> float:
        """With 0 wrong in n sets, the rate is below 3/n at 95 %."""
        return 3 / max(1, self.filed_right + self.filed_wrong)


def measure(sets: int, seed: int) -> Way:
    """Make a batch and take it through a fresh office."""
    with TemporaryDirectory() as folder:
        batch = make(Path(folder) / "samples", seed, Profile.READING, sets)
        office = {**os.environ, "HIKAE_HOME": str(Path(folder) / "office")}
        _hikae(office, "ledger", "import", str(batch.ledger))
        began, cpu = time.monotonic(), _cpu_s()
        _hikae(office, "take", "--wait", str(batch.folder / "scans"))
        wall_s, cpu_s = time.monotonic() - began, _cpu_s() - cpu
        found = json.loads(_hikae(office, "scans", "--json"))
        checks = [_succeeds(office, *words) for words in (("balance",), ("archive", "verify"))]
    return _compared(batch, found, wall_s, cpu_s, checks)


def _compared(
    batch: Batch, found: list[dict[str, Any]], wall_s: float, cpu_s: float, checks: list[bool]
) -> Way:
    documents = {
        (scan["file"], page): document
        for scan in found
        for document in scan["documents"]
        for page in document["pages"]
    }
    sets = [(name, one) for name, file in batch.files.items() for one in file.sets]
    right = wrong = held = lost = 0
    for name, one in sets:
        of_set = [documents.get((name, page)) for page in one.pages]
        lost += of_set.count(None)
        ids = {d["application_id"] for d in of_set if d and d["outcome"] == "filed"}
        wrong += bool(ids - {one.id})
        right += ids == {one.id}
        held += not ids
    pages = sum(file.n_pages for file in batch.files.values())
    return Way(
        sets=len(sets),
        readable=sum(one.readable for _, one in sets),
        filed_right=right,
        filed_wrong=wrong,
        held=held,
        pages=pages,
        lost_pages=lost,
        cpu_s_a_page=round(cpu_s / pages, 2),
        pages_a_minute=round(pages / wall_s * 60, 1),
        sums_hold=checks[0],
        archive_sound=checks[1],
    )


def main() -> None:
    """Measure, print, write."""
    sets = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    way = measure(sets, seed=1)
    table = Table("figure", "value", title="the whole way, synthetic papers")
    for name, value in asdict(way).items():
        table.add_row(name, str(value))
    table.add_row("straight through", f"{way.straight_through:.3f}")
    table.add_row("wrong filings, 95 % bound if 0 seen", f"{way.wrong_bound:.3f}")
    Console().print(table)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "way.json").write_text(json.dumps(asdict(way), indent=1) + "\n")


def _hikae(office: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "hikae", *words], env=office, stdout=subprocess.PIPE, check=True
    )
    return done.stdout.decode()


def _succeeds(office: dict[str, str], *words: str) -> bool:
    command = [sys.executable, "-m", "hikae", *words]
    return subprocess.run(command, env=office, capture_output=True, check=False).returncode == 0


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
