"""`hikae archive verify`: does the archive hold what the ledger says, and nothing else?"""

import typer

from hikae.auditing import verify_archive
from hikae.cli.exits import Exit
from hikae.cli.opening import desk
from hikae.cli.terminal import JsonOption, say, show_json
from hikae.i18n import _

group = typer.Typer(help="The archive.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.add_typer(group, name="archive")


@group.callback()
def _archive() -> None:
    """The archive."""


@group.command("verify")
def verify(context: typer.Context, as_json: JsonOption = False) -> None:
    """Read every object back and compare hashes, both ways; exit 1 if something is wrong."""
    report = verify_archive(desk(context).open())
    if as_json:
        show_json(
            {
                "sound": report.is_sound,
                "checked": report.checked,
                "missing": report.missing,
                "altered": report.altered,
                "orphaned": report.orphaned,
            }
        )
    else:
        say(_("{count} objects read back", count=report.checked))
        for word, keys in (
            (_("missing"), report.missing),
            (_("altered"), report.altered),
            (_("in no ledger"), report.orphaned),
        ):
            for key in keys:
                say(f"{word}: {key}")
        say(_("the archive is sound") if report.is_sound else _("the archive is NOT sound"))
    if not report.is_sound:
        raise typer.Exit(Exit.FAILED)
