"""The command `hikae`. One file a group of commands; errors become one line and an exit code."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from config import logging as log
from hikae.cli.opening import Desk

# Which file knows which commands, in the order of the help.
_FILES = {
    "serve": "roles",
    "watch": "roles",
    "work": "roles",
    "console": "roles",
    "take": "take",
    "retry": "take",
    "scans": "scans",
    "balance": "scans",
    "held": "held",
    "refile": "held",
    "find": "find",
    "why": "why",
    "ledger": "ledger",
    "archive": "archive",
    "forms": "forms",
    "sheets": "sheets",
    "check": "check",
    "migrate": "check",
    "move": "moving",
    "backup": "backup",
    "restore": "backup",
    "demo": "demo",
}


HomeOption = Annotated[
    Path | None,
    typer.Option("--home", metavar="DIR", help="The office folder; else HIKAE_HOME names it."),
]


def command_line(words: Sequence[str] = ()) -> typer.Typer:
    """Build the command line.

    Only the files of the commands among `words` are loaded, for a search must not wait until the
    OCR is loaded; all of them if there is none, as for `--help`.
    """
    app = typer.Typer(
        help="Hikae 控え: files scanned papers under their application ID, and can prove it.",
        callback=_open,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    wanted = [_FILES[word] for word in words if word in _FILES] or _FILES.values()
    for file in dict.fromkeys(wanted):
        import_module(f"hikae.cli.{file}").add_to(app)
    return app


def main() -> None:
    """Run a command; leave with its exit code."""
    os.umask(os.umask(0o077) | 0o007)  # people's names and numbers are not for everybody here
    log.set_up(level=os.environ.get("LOGLEVEL", "WARNING"))
    from hikae.cli.errors import explained

    with explained():
        sys.exit(command_line(sys.argv[1:])())


def _open(context: typer.Context, home: HomeOption = None) -> None:
    named = home or os.environ.get("HIKAE_HOME")
    context.obj = Desk(Path(named) if named else None)
