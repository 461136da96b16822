"""What the watcher tells people: each trouble once when it begins and once when it is over."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Trouble(StrEnum):
    """What keeps files from being taken. They stay where they are and are tried again."""

    FOLDER_MISSING = "folder_missing"  # the drop folder is not there, or not mounted
    FOLDER_CLOSED = "folder_closed"  # a folder or a thing below it may not be looked at
    NO_EVENTS = "no_events"  # the system gives us no events (a limit): listed more often instead
    NOT_NOW = "not_now"  # store, database or spool is away
    CANNOT_TAKE = "cannot_take"  # this one file may not be read or moved


@dataclass(frozen=True, slots=True)
class Report:
    """One trouble, beginning or over. `file` is None if it concerns all; it may name a person."""

    trouble: Trouble
    file: str | None
    reason: str
    is_over: bool = False


class Troubles:
    """Remembers what was told, so that nothing is told every few seconds."""

    def __init__(self, report: Callable[[Report], None]) -> None:
        """Tell through this callable."""
        self._report = report
        self._open: dict[tuple[Trouble, str | None], Report] = {}

    def tell(self, trouble: Trouble, reason: str, file: str | None = None) -> None:
        """Report a trouble unless it is known."""
        report = Report(trouble, file, reason)
        if self._open.get((trouble, file)) != report:
            self._open[trouble, file] = report
            self._report(report)

    def over(self, trouble: Trouble, file: str | None = None) -> None:
        """Report that a trouble is over, if there was one."""
        known = self._open.pop((trouble, file), None)
        if known is not None:
            self._report(Report(trouble, file, known.reason, is_over=True))

    def only(self, trouble: Trouble, files: set[str]) -> None:
        """Report the end of a trouble for all files but these."""
        for known, file in list(self._open):
            if known is trouble and file is not None and file not in files:
                self.over(trouble, file)
