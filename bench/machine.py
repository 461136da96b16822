"""What a figure must be told with: on what machine it was measured, and how busy that was."""

import os
import platform
from dataclasses import dataclass
from pathlib import Path

from ledger.engine import filesystem_of

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Machine:
    """Seen at the start. `load` is the mean number of busy processes of the last minute."""

    cores: int
    memory_gib: int
    filesystem: str
    system: str
    load: float

    def told(self) -> str:
        """In one line, below a table."""
        return (
            f"{self.cores} cores, {self.memory_gib} GiB, {self.filesystem}, {self.system};"
            f" load before: {self.load}"
        )


def machine(folder: Path) -> Machine:
    """Look at the machine, and at the disk on which the folder lies."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return Machine(
        cores=len(os.sched_getaffinity(0)),
        memory_gib=round(memory / 2**30),
        filesystem=filesystem_of(folder, Path("/proc/self/mountinfo").read_text("utf-8")),
        system=f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        load=round(os.getloadavg()[0], 2),
    )


def busy_s() -> float:
    """CPU seconds that the whole machine has worked since it started."""
    words = Path("/proc/stat").read_text("ascii").splitlines()[0].split()
    user, nice, system, _idle, _waiting, irq, softirq = map(int, words[1:8])
    return (user + nice + system + irq + softirq) / _TICKS


def used_s(root: int) -> float:
    """CPU seconds of a process and all below it, those included that ended and were waited for."""
    return sum(_used_s(pid) for pid in _below(root))


def pss_mib(root: int) -> float:
    """Memory of a process and all below it, each shared page counted once over its sharers."""
    return round(sum(_pss_kib(pid) for pid in _below(root)) / 1024, 1)


def pss_below_mib(root: int) -> float:
    """The same without the process itself."""
    return round(sum(_pss_kib(pid) for pid in _below(root)[1:]) / 1024, 1)


def _below(root: int) -> list[int]:
    """A process and its descendants."""
    parents = {
        int(entry.name): int(fields[1])
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit() and (fields := _fields(int(entry.name)))
    }
    found = [root]
    for one in found:
        found += [pid for pid, parent in parents.items() if parent == one]
    return found


def _used_s(pid: int) -> float:
    fields = _fields(pid)
    return sum(int(field) for field in fields[11:15]) / _TICKS if fields else 0.0


def _fields(pid: int) -> list[str]:
    """What stands in `stat` behind the name of the program; nothing if the process has ended."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except (FileNotFoundError, ProcessLookupError):
        return []
    return text.rpartition(") ")[2].split()


def _pss_kib(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
