"""`hikae check` and `hikae migrate`: is everything there, and is the ledger of this version?"""

import typer

from config.settings import Settings
from hikae.carrying import go_on
from hikae.checking import Finding, check_office, troubles
from hikae.cli.errors import is_newer
from hikae.cli.exits import Exit
from hikae.cli.opening import desk
from hikae.cli.terminal import JsonOption, err, say, show_json
from hikae.i18n import _
from hikae.office import Office, address_of_database, make_store, migrate
from ledger.engine import open_engine
from ledger.errors import SchemaNotCurrentError
from ledger.migrations import is_empty, require_current


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("check")(check)
    app.command("migrate")(_migrate)


def check(context: typer.Context, as_json: JsonOption = False) -> None:
    """Look whether everything needed is there and writable; say how to get what is missing."""
    findings = check_office(desk(context).settings_to_make())
    if as_json:
        show_json([{"part": f.part, "fine": f.is_fine, "says": f.says} for f in findings])
    else:
        for finding in findings:
            say(_line(finding))
    if not all(finding.is_fine for finding in findings):
        raise typer.Exit(Exit.FAILED)


def _migrate(context: typer.Context) -> None:
    """Bring the ledger's tables up to this version."""
    settings = desk(context).settings_to_make()
    settings.home.mkdir(parents=True, exist_ok=True)
    address = address_of_database(settings)
    engine = open_engine(address)
    if is_empty(engine):
        make_store(settings)
    try:
        require_current(engine)
    except SchemaNotCurrentError as error:
        if is_newer(error):
            raise
    migrate(address, engine)
    _give_out_anew(Office(settings, engine))
    say(_("the ledger is of this version"))


def _give_out_anew(office: Office) -> None:
    """Let go on what an older version had begun. Given twice, or broken off, it does no harm."""
    office.jobs.forget_older()
    with office.write() as session:
        go_on(office.jobs, session, office.clock())


def show_troubles(settings: Settings) -> None:
    """Say beside a command's answer what files that came in may wait for."""
    for finding in troubles(settings, scans_wait=True):
        err.print(_line(finding), markup=False)


def _line(finding: Finding) -> str:
    return f"{'✓' if finding.is_fine else '✗'} {finding.part}: {finding.says}"
