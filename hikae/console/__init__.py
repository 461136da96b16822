"""The status page: what came in, how far it got, what is held and why, and finding by ID."""

import threading

import uvicorn

from hikae.console.app import make_app
from hikae.office import Office


def run_console(office: Office, host: str, port: int, stop: threading.Event) -> None:
    """Serve the page until `stop` is set. No request is logged: it could name a person."""
    server = uvicorn.Server(
        uvicorn.Config(
            make_app(office, host), host=host, port=port, access_log=False, log_config=None
        )
    )
    # Signals are ours: uvicorn would take them over and end the process by itself.
    serving = threading.Thread(target=server.run, name="console", daemon=True)
    serving.start()
    while serving.is_alive() and not stop.wait(0.2):
        pass
    server.should_exit = True
    serving.join()
