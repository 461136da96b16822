"""A worker that does everything but read: what the pipeline itself costs, without the OCR.

Run as a program it is `hikae work` with this reader. What it reads stands in the files: a scan of
two pages, the first with an application ID as a code, the second without one.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

from config.settings import Settings
from hikae.office import Office, address_of_database
from hikae.serving import stop_on_signal
from hikae.working import work
from ingest.whole import State, Verdict
from ledger.engine import open_engine
from ledger.evidence import Candidate, Witness
from ledger.forms import FormKind
from ledger.ids import ApplicationId
from ledger.scans import PageRole, ScanKind
from ocr.reading import Reading, Text, Word

P = ParamSpec("P")
R = TypeVar("R")

PAGES = 2


def scan_file(application_id: str) -> bytes:
    """Write a scan that this reader understands."""
    return json.dumps({"application_id": application_id}).encode()


class ScriptedReader:
    """Stands in for the child processes: it answers at once, as their functions would."""

    def run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:  # noqa: ARG002
        """Answer for the function of that name."""
        answers: dict[str, Callable[..., object]] = {
            "inspect": _inspect,
            "count_pages": _count_pages,
            "read_page": _read_page,
            "read_text": _read_text,
            "composed": _composed,
        }
        return cast(R, answers[function.__name__](*args))

    def close(self) -> None:
        """Nothing to end."""


def scripted(settings: Settings) -> Office:
    """Open an office that is there already, with this reader."""
    return Office(settings, open_engine(address_of_database(settings)), children=ScriptedReader())


def _inspect(_path: Path) -> Verdict:
    return Verdict(ScanKind.PDF, State.WHOLE, None)


def _count_pages(*_: object) -> int:
    return PAGES


def _read_page(path: Path, _kind: ScanKind, number: int, _method: object) -> Reading:
    is_first = number == 1
    application_id = ApplicationId(json.loads(path.read_bytes())["application_id"])
    candidate = Candidate(application_id, Witness.CODE, "zxing", number)
    return Reading(
        page=number,
        turn=0,
        width=1654,
        height=2339,
        dpi=200,
        role=PageRole.CONTENT,
        form=FormKind.RECEIPT if is_first else FormKind.UNKNOWN,
        opens=is_first,
        candidates=(candidate,) if is_first else (),
    )


def _read_text(_path: Path, _kind: ScanKind, reading: Reading, _method: object) -> Text:
    words = tuple(Word("交付", 10, 10 * line, 90, 9, 0.9, line) for line in range(40))
    return Text(reading.page, words)


def _composed(path: Path, *_: object) -> bytes:
    return b"%PDF-1.4\n" + path.read_bytes()


if __name__ == "__main__":
    work(scripted(Settings.load(Path(os.environ["HIKAE_HOME"]))), stop_on_signal())
