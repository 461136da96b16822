"""`hikae backup` and `hikae restore`: the whole office, on another disk and back."""

from pathlib import Path
from typing import Annotated

import typer

from hikae.backing_up import back_up
from hikae.cli.errors import GiveUpError
from hikae.cli.exits import Exit
from hikae.cli.opening import desk
from hikae.cli.terminal import progress, say
from hikae.i18n import _
from hikae.restoring import Restored, Wanted, restore

FolderArgument = Annotated[
    Path, typer.Argument(metavar="DIR", help="The folder of the backups, on another disk.")
]
SnapshotOption = Annotated[
    str | None,
    typer.Option("--snapshot", metavar="NAME", help="Which one; without, the newest."),
]
IncompleteOption = Annotated[
    bool,
    typer.Option("--incomplete", help="Even if objects are lost: they are named and left out."),
]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("backup")(_backup)
    app.command("restore")(_restore)


def _backup(context: typer.Context, folder: FolderArgument) -> None:
    """Copy the office as it is now, while everybody works; only what is new is copied.

    Exit 1: it was made, but something of the office itself is not right.
    """
    office = desk(context).open()
    with progress(_("objects"), 0) as bar:
        done = back_up(office, folder, bar.at)
    found = done.manifest
    say(
        _(
            "backup {name}: {events} events, {objects} objects, {new} of them new",
            name=done.name,
            events=found.events,
            objects=found.objects - len(found.missing),
            new=done.new_objects,
        )
    )
    for key in found.missing:
        say(f"{_('missing')}: {key}")
    if not found.is_sound:
        raise GiveUpError(
            Exit.FAILED,
            _(
                "The backup {name} counts, but the office itself is not as it must be. Run "
                "`hikae ledger verify` and `hikae archive verify`, and keep the earlier backups.",
                name=done.name,
            ),
        )


def _restore(
    context: typer.Context,
    folder: FolderArgument,
    name: SnapshotOption = None,
    incomplete: IncompleteOption = False,
) -> None:
    """Put an office back where the settings say, and prove it there; nothing may be there yet.

    Broken off, it is given again.
    """
    settings = desk(context).settings()
    with progress(_("objects"), 0) as bar:
        done = restore(Wanted(folder, name, incomplete), settings, bar.at)
    _show(done)


def _show(done: Restored) -> None:
    say(_("restored: {name}", name=done.name))
    say(_("archive: {count} objects read back there and right", count=done.objects))
    say(
        _(
            "ledger: {rows} rows read back there and right, {events} events in an unbroken chain",
            rows=done.rows,
            events=done.events,
        )
    )
    for key in done.missing:
        say(f"{_('missing')}: {key}")
    for file in done.kept:
        say(_("{file} was there and stays as it is", file=file))
    if done.later:
        say(_("{count} objects in the archive are in no ledger: they came later", count=done.later))
    if done.settings is not None:
        say(_("The settings of then were not put back; they lie in {file}", file=done.settings))
