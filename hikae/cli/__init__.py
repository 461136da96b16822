"""The command `hikae`. One file a group of commands; errors become one line and an exit code."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from config import logging as log
from hikae.cli import archive, check, demo, find, held, ledger, roles, scans, sheets, take
from hikae.cli.errors import explained
from hikae.cli.opening import Desk

app = typer.Typer(
    help="Hikae 控え: files scanned papers under their application ID, and can prove it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for group in (demo, roles, take, scans, held, find, check, sheets):
    group.add_to(app)
app.add_typer(ledger.app, name="ledger")
app.add_typer(archive.app, name="archive")

HomeOption = Annotated[
    Path | None,
    typer.Option("--home", metavar="DIR", help="The office folder; else HIKAE_HOME names it."),
]


@app.callback()
def _open(context: typer.Context, home: HomeOption = None) -> None:
    named = home or os.environ.get("HIKAE_HOME")
    context.obj = Desk(Path(named) if named else None)


def main() -> None:
    """Run a command; leave with its exit code."""
    log.set_up(level=os.environ.get("LOGLEVEL", "WARNING"))
    with explained():
        sys.exit(app(standalone_mode=True))
