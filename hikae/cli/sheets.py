"""`hikae sheets`: separator and cover sheets to print."""

from pathlib import Path
from typing import Annotated

import typer

from hikae.cli.errors import GiveUpError
from hikae.cli.exits import Exit
from hikae.cli.terminal import say
from hikae.i18n import _
from hikae.sheets import cover_sheets, separator_sheets
from ledger.ids import ApplicationId

OutArgument = Annotated[Path, typer.Argument(metavar="FILE.pdf", help="The PDF to write.")]
CountOption = Annotated[int, typer.Option("--separators", min=1, help="How many separators.")]
IdsOption = Annotated[
    Path | None,
    typer.Option("--ids", metavar="LIST", help="Cover sheets for these IDs instead, one a line."),
]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("sheets")(sheets)


def sheets(out: OutArgument, separators: CountOption = 1, ids: IdsOption = None) -> None:
    """Print separator sheets, or for a list of application IDs cover sheets with a code."""
    if ids is None:
        pdf, count = separator_sheets(separators), separators
    else:
        listed = [line for line in ids.read_text("utf-8-sig").splitlines() if line.strip()]
        if not listed:
            raise GiveUpError(Exit.BAD_INPUT, _("The list names no application ID."))
        pdf, count = cover_sheets([ApplicationId.parse(line) for line in listed]), len(listed)
    out.write_bytes(pdf)
    say(_("{count} sheets written to {file}", count=count, file=out))
