"""The main job on invented papers: dropped into the folder, filed, recorded, found."""

import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from hikae.bookkeeping import import_entries, status_words
from hikae.office import Office
from hikae.samples import Batch, Profile, make
from hikae.samples.truth import FileTruth, SetTruth
from hikae.serving import end, start
from ledger.accounts import arrivals
from ledger.csv_io import read_entries
from ledger.ids import ApplicationId
from ledger.records import ArrivalRecord, DocumentRecord
from ledger.scans import ArrivalState, Outcome

_SEED = 1
_LOOK_S = 0.5
_OUR_WORD = {Outcome.FILED: "filed", Outcome.HELD: "review"}
_STILL_UNDER_WAY = {ArrivalState.WAITING, ArrivalState.WORKING}


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A running office with samples in it."""

    batch: Batch
    address: str
    server: subprocess.Popen[bytes]


@contextmanager
def demonstration(office: Office) -> Iterator[Demonstration]:
    """Make samples, import their ledger, start the office, and drop the samples."""
    batch = make(office.settings.home / "samples", _SEED, Profile.DEMO)
    import_entries(office, read_entries(batch.ledger, status_words(office)), "demo")
    port = _free_port(office.settings.host, office.settings.port)
    server = start(office.settings.home, ["serve", "--port", str(port)])
    try:
        for scan in batch.scans:
            shutil.copyfile(scan, office.settings.drop / scan.name)
        yield Demonstration(batch, f"http://{office.settings.host}:{port}/", server)
    finally:
        end([server])


def wait_until_all_ended(
    office: Office, batch: Batch, told: Callable[[int, int], None]
) -> tuple[ArrivalRecord, ...]:
    """Come back when every sample has ended; tell how many have."""
    while True:
        with office.read() as session:
            found = arrivals(session)
        ended = sum(arrival.state not in _STILL_UNDER_WAY for arrival in found)
        told(ended, len(batch.scans))
        if ended == len(batch.scans):
            return found
        time.sleep(_LOOK_S)


def surprises(batch: Batch, found: tuple[ArrivalRecord, ...]) -> Iterator[str]:
    """Compare what became of the samples with what should have; nothing is the good answer."""
    by_file = {arrival.file: arrival for arrival in found}
    for name, truth in batch.files.items():
        arrival = by_file.get(name)
        if arrival is None:
            yield f"{name}: never came in"
        elif truth.expected == "process":
            yield from _of_sets(name, truth, arrival)
        elif arrival.state.value not in truth.accept:
            yield f"{name}: {arrival.state.value}, not {truth.expected}"


def filed_ids(found: tuple[ArrivalRecord, ...]) -> list[ApplicationId]:
    """Name the applications under which something was filed, in the order of arrival."""
    documents = [document for arrival in found for document in arrival.documents]
    return [
        document.application_id
        for document in documents
        if document.outcome is Outcome.FILED and document.application_id is not None
    ]


def _of_sets(name: str, truth: FileTruth, arrival: ArrivalRecord) -> Iterator[str]:
    for expected in truth.sets:
        for document in arrival.documents:
            if set(document.pages) & set(expected.pages):
                yield from _of_document(name, expected, document)


def _of_document(name: str, expected: SetTruth, document: DocumentRecord) -> Iterator[str]:
    ending = _OUR_WORD.get(document.outcome) if document.outcome else None
    if ending not in expected.accept:
        yield f"{name} {expected.set}: {ending}, not {expected.expected}"
    elif ending == "filed" and document.application_id != ApplicationId(expected.id):
        yield f"{name} {expected.set}: filed under a wrong application"


def _free_port(host: str, wanted: int) -> int:
    for port in (wanted, 0):
        with socket.socket() as probe:
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    return wanted
