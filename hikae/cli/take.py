"""`hikae take` and `hikae retry`: files given by hand."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from hikae.cli.errors import GiveUpError
from hikae.cli.exits import Exit
from hikae.cli.opening import desk
from hikae.cli.terminal import err, one_line, progress, say
from hikae.i18n import _
from hikae.intake import release_settled
from hikae.office import Office
from hikae.sentences import form_name, outcome_word, why_left_alone, why_unreadable
from hikae.taking import TakenIn, take_again, take_paths
from hikae.waiting import wait_until_ended
from ledger.accounts import arrivals
from ledger.records import ArrivalRecord
from ledger.scans import ArrivalState

PathsArgument = Annotated[list[Path], typer.Argument(metavar="PATH…", help="Files or folders.")]
FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A file in quarantine.")]
WaitOption = Annotated[bool, typer.Option("--wait", help="Come back when each has ended.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("take")(take)
    app.command("retry")(retry)


def take(context: typer.Context, paths: PathsArgument, wait: WaitOption = False) -> None:
    """Take files or folders in now; the given files stay where they are."""
    _take(desk(context).open_or_make(), paths, wait)


def retry(context: typer.Context, file: FileArgument, wait: WaitOption = False) -> None:
    """Try a quarantined file once more."""
    office = desk(context).open()
    lying = office.quarantine.look(_in_quarantine(office, file))
    taken = take_again(office, lying.path, lying.file)
    office.sandbox.close()
    if taken.arrival_id is None:
        _not_taken(taken)
        return
    if _arrival(office, taken.arrival_id) is not None:  # only now is it ours to remove
        office.quarantine.take_back(lying)
    if wait:
        _wait(office, [taken.arrival_id])
    if (arrival := _arrival(office, taken.arrival_id)) is not None:
        say(_what_became(arrival))


def _arrival(office: Office, arrival_id: str) -> ArrivalRecord | None:
    with office.read() as session:
        return next(iter(arrivals(session, [arrival_id])), None)


def _what_became(arrival: ArrivalRecord) -> str:
    file = one_line(arrival.file)
    match arrival.state:
        case ArrivalState.QUARANTINED:
            why = why_unreadable(arrival.why) if arrival.why else ""
            return _("{file} is in quarantine again. {why}", file=file, why=why)
        case ArrivalState.ENDED:
            became = [f"{form_name(d.form)}: {outcome_word(d.outcome)}" for d in arrival.documents]
            return _("{file} was read: {documents}", file=file, documents="; ".join(became))
        case ArrivalState.DUPLICATE:
            return _("{file} had been taken in before; it left quarantine.", file=file)
        case _:
            return _(
                "{file} left quarantine and waits to be read; `hikae scans` will show what "
                "becomes of it.",
                file=file,
            )


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
            _not_taken(one)
        else:
            failed.append(one)

    take_paths(office, paths, told)
    office.sandbox.close()
    if wait:
        _wait(office, taken)
    if failed:
        raise _failure(len(failed), failed[0])


def _wait(office: Office, arrival_ids: Sequence[str]) -> None:
    with progress(_("ended"), len(arrival_ids)) as bar:
        wait_until_ended(office, arrival_ids, bar.at)
    release_settled(office)


def _not_taken(one: TakenIn) -> None:
    """Say why something is no scan, or give up because it could not be had."""
    if not one.left_alone:
        raise _failure(1, one)
    why = why_left_alone(one.left_alone)
    err.print(_("left alone: {file} ({why})", file=one_line(one.file), why=why), markup=False)


def _failure(count: int, first: TakenIn) -> GiveUpError:
    return GiveUpError(
        Exit.FAILED,
        _(
            "{count} files were not taken in, the first of them {file} ({why}). They lie where "
            "they were. See that they may be read, then take them again.",
            count=count,
            file=one_line(first.file),
            why=first.trouble,
        ),
    )
