"""`hikae move`: the office goes to other servers, or back into its folder."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr
from sqlalchemy.engine import make_url

from config.settings import Settings
from hikae.cli.errors import GiveUpError
from hikae.cli.exits import Exit
from hikae.cli.opening import desk
from hikae.cli.terminal import progress, say
from hikae.i18n import _
from hikae.moving import Moved, move
from hikae.office import address_of_database, open_store

IN_FILE, IN_FOLDER = "sqlite", "folder"  # how the places in the office folder are named

DatabaseOption = Annotated[
    str | None,
    typer.Option(
        "--to-database", metavar="URL", help="postgresql://…, or `sqlite`: in the office folder."
    ),
]
DatabaseFileOption = Annotated[
    Path | None,
    typer.Option("--to-database-file", metavar="FILE", help="The file in which that URL stands."),
]
StoreOption = Annotated[
    str | None,
    typer.Option(
        "--to-store", metavar="URL", help="https://host/bucket, or `folder`: in the office folder."
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("move")(_move)


def _move(
    context: typer.Context,
    database: DatabaseOption = None,
    database_file: DatabaseFileOption = None,
    store: StoreOption = None,
) -> None:
    """Take the office to another database or archive, and prove what is there.

    Nothing may be at work meanwhile. The old place stays as it is. Broken off, it is given again.
    """
    office = desk(context).open()
    wanted = _wanted(database, database_file, store)
    to = wanted.settings(office.settings)
    address_of_database(to)
    open_store(to)
    with progress(_("objects"), 0) as bar:
        moved = move(office, to, bar.at)
    _show(moved, to, wanted)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Where to, as it was said. `database_file` is where the URL of the database was read."""

    database: str | None
    database_file: Path | None
    store: str | None

    def settings(self, now: Settings) -> Settings:
        """Give the settings of the office in its new place."""
        update: dict[str, SecretStr | str | None] = {}
        if self.database is not None:
            url = None if self.database == IN_FILE else SecretStr(self.database)
            update["database"] = url
        if self.store is not None:
            update["store"] = None if self.store == IN_FOLDER else self.store
        return now.model_copy(update=update)


def _wanted(database: str | None, file: Path | None, store: str | None) -> _Wanted:
    given = [one for one in (database, file) if one is not None]
    if len(given) > 1 or not (given or store):
        raise GiveUpError(
            Exit.USAGE,
            _(
                "Say where to: --to-database or --to-database-file, --to-store, or one of each. "
                "Nothing was done."
            ),
        )
    if file is not None:
        database = file.read_text("utf-8").strip()
    return _Wanted(database, file, store)


def _show(moved: Moved, to: Settings, wanted: _Wanted) -> None:
    if moved.objects is None and moved.rows is None:
        say(_("The office is there already. Nothing was done."))
        return
    if moved.objects is not None:
        say(_("archive: {count} objects read back there and right", count=moved.objects))
    if moved.rows is not None:
        say(
            _(
                "ledger: {rows} rows read back there and right, {events} events in an unbroken "
                "chain",
                rows=moved.rows,
                events=moved.events,
            )
        )
    say(_("The office is in its new place. Set this everywhere, then start Hikae again:"))
    for line in _lines(to, wanted):
        say(f"  {line}")
    say(_("The old place is as it was. Keep it until the new one has proved itself."))


def _lines(to: Settings, wanted: _Wanted) -> list[str]:
    lines = []
    if wanted.database_file is not None:
        lines.append(f"HIKAE_DATABASE_FILE={wanted.database_file.absolute()}")
    elif to.database is None and wanted.database is not None:
        lines.append(_("no {name} any more", name="HIKAE_DATABASE"))
    elif wanted.database is not None:
        lines.append(f"HIKAE_DATABASE={_without_password(wanted.database)}")
    if to.store is None and wanted.store is not None:
        lines.append(_("no {name} any more", name="HIKAE_STORE"))
    elif wanted.store is not None:
        lines.append(f"HIKAE_STORE={wanted.store}")
    return lines


def _without_password(database: str) -> str:
    """Show an address; where a password was given, people put it in again themselves."""
    address = make_url(database)
    if "password" in address.query:
        address = address.update_query_dict({"password": "***"})
    return address.render_as_string(hide_password=True)
