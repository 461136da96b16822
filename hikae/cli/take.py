"""`hikae take` and `hikae retry`: files given by hand."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from hikae.cli.errors import GiveUpError
from hikae.cli.exits import Exit
from hikae.cli.opening import desk
from hikae.cli.terminal import err, one_line, progress
from hikae.i18n import _
from hikae.intake import release_settled
from hikae.office import Office
from hikae.sentences import why_left_alone
from hikae.taking import TakenIn, take_paths
from hikae.waiting import wait_until_ended

PathsArgument = Annotated[list[Path], typer.Argument(metavar="PATH…", help="Files or folders.")]
FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A file in quarantine.")]
WaitOption = Annotated[bool, typer.Option("--wait", help="Come back when each has ended.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("take")(take)
    app.command("retry")(retry)


def take(context: typer.Context, paths: PathsArgument, wait: WaitOption = False) -> None:
    """Take files or folders in now; the given files stay where they are."""
    _take(desk(context).open(), paths, wait)


def retry(context: typer.Context, file: FileArgument, wait: WaitOption = False) -> None:
    """Try a quarantined file once more."""
    office = desk(context).open()
    quarantined = _in_quarantine(office, file)
    _take(office, [quarantined], wait)
    office.quarantine.take_back(quarantined)


def _in_quarantine(office: Office, file: Path) -> Path:
    """Give the file that is meant: who names the text with the reason means the file beside it."""
    folder = office.settings.home / "quarantine"
    _require(file)
    if file.parent.resolve() != folder.resolve():
        raise GiveUpError(
            Exit.USAGE,
            _(
                "{path} does not lie in quarantine. Nothing was done. "
                "Give a file out of {folder}; any other is taken in with `hikae take`.",
                path=one_line(file),
                folder=folder,
            ),
        )
    beside = folder / file.name.removesuffix(".txt")
    return beside if beside.is_file() else folder / file.name


def _require(path: Path) -> None:
    if not path.exists() and not path.is_symlink():
        raise GiveUpError(
            Exit.NOT_FOUND, _("There is no {path}. Nothing was taken in.", path=one_line(path))
        )


def _take(office: Office, paths: Sequence[Path], wait: bool) -> None:
    for path in paths:
        _require(path)
    taken: list[str] = []

    failed: list[TakenIn] = []

    def told(one: TakenIn) -> None:
        if one.arrival_id is not None:
            taken.append(one.arrival_id)
        elif one.left_alone:
            err.print(
                _(
                    "left alone: {file} ({why})",
                    file=one_line(one.file),
                    why=why_left_alone(one.left_alone),
                ),
                markup=False,
            )
        else:
            failed.append(one)

    take_paths(office, paths, told)
    office.sandbox.close()
    if wait:
        with progress(_("filed"), len(taken)) as bar:
            wait_until_ended(office, taken, bar.at)
        release_settled(office)
    if failed:
        first = failed[0]
        raise GiveUpError(
            Exit.FAILED,
            _(
                "{count} files were not taken in, the first of them {file} ({why}). They lie where "
                "they were. See that they may be read, then take them again.",
                count=len(failed),
                file=one_line(first.file),
                why=first.trouble,
            ),
        )
