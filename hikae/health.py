"""What a role tells the machines that look after it: `/health` and `/metrics` on a port of its own.

No person's data passes here, so it may listen on a network on which the status page must not.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from archive.errors import StoreDownError
from hikae.jobs import ROLE
from hikae.metrics import Part, figures_of
from hikae.office import Office
from ledger.errors import DatabaseDownError

CONSOLE, WATCH = "console", "watch"
_TELLS = {CONSOLE: Part.WHOLE_OFFICE, WATCH: Part.DROP_FOLDER, ROLE: Part.LEASE}


@contextmanager
def told(office: Office, role: str, port: int | None, worker: str | None = None) -> Iterator[None]:
    """Answer while the block runs.

    Args:
        port: None where nobody wants to know.
        worker: the name under which a worker renews its lease.

    Raises:
        OSError: another program listens there.
    """
    if port is None:
        yield
        return
    figures = figures_of(office, _TELLS[role], worker)

    class _Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the library's name
            if self.path == "/health":
                waits_for = trouble(office, worker)
                self._answer(503 if waits_for else 200, *_said(role, waits_for))
            elif self.path == "/metrics":
                self._answer(200, CONTENT_TYPE_LATEST, _written(figures))
            else:
                self._answer(404, "text/plain", b"")

        def _answer(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Asked every few seconds: not worth a line."""

    server = ThreadingHTTPServer((office.settings.health_host, port), _Answers)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="health", daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def trouble(office: Office, worker: str | None = None) -> str:
    """Name the part that a role waits for now; empty if it can do its work."""
    try:
        alive = office.leases.alive(office.settings.lease_s, ROLE)
    except DatabaseDownError:
        return "database"
    if worker is not None and worker not in alive:
        return "lease"
    try:
        office.store.verify()
    except StoreDownError:
        return "store"
    return ""


def _said(role: str, waits_for: str) -> tuple[str, bytes]:
    said = {"status": "waiting" if waits_for else "ok", "role": role}
    if waits_for:
        said["waits_for"] = waits_for
    return "application/json", json.dumps(said).encode()


def _written(figures: CollectorRegistry) -> bytes:
    return bytes(generate_latest(figures))
