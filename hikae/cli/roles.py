"""`hikae serve`, and the roles it starts: `watch`, `work`, `console`."""

from typing import Annotated

import typer

from hikae.checking import check_start, require_free
from hikae.cli.opening import desk
from hikae.cli.terminal import err, say
from hikae.i18n import _
from hikae.serving import serve, stop_on_signal

PortOption = Annotated[int | None, typer.Option("--port", help="Port of the status page.")]
HostOption = Annotated[str | None, typer.Option("--host", help="Address of the status page.")]
ParentOption = Annotated[int | None, typer.Option("--parent", hidden=True)]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("serve")(_serve)
    app.command("watch")(_watch)
    app.command("work")(_work)
    app.command("console")(_console)


def _serve(
    context: typer.Context,
    port: PortOption = None,
    host: HostOption = None,
    parent: ParentOption = None,
) -> None:
    """Run watcher, worker and status page until SIGTERM or Ctrl-C."""
    stop = stop_on_signal(parent)
    office = desk(context).open()
    settings = office.settings
    at = (host or settings.host, port or settings.port)
    require_free(*at)
    console = ["console", "--host", at[0], "--port", str(at[1])]
    for finding in check_start(settings):
        if not finding.is_fine:
            err.print(f"✗ {finding.part}: {finding.says}", markup=False)
    say(_("drop scans into {folder}", folder=settings.drop))
    say(_("status page: http://{host}:{port}/", host=at[0], port=at[1]))
    office.engine.dispose()
    serve(settings.home, [["watch"], ["work"], console], stop)


def _watch(context: typer.Context, parent: ParentOption = None) -> None:
    """Take in what is dropped into the watched folder."""
    from hikae.watching import watch

    stop = stop_on_signal(parent)
    watch(desk(context).open(), stop)


def _work(context: typer.Context, parent: ParentOption = None) -> None:
    """Read, file and record what came in."""
    from hikae.working import work

    stop = stop_on_signal(parent)
    work(desk(context).open(), stop)


def _console(
    context: typer.Context,
    port: PortOption = None,
    host: HostOption = None,
    parent: ParentOption = None,
) -> None:
    """Show the status page."""
    from hikae.console import run_console

    stop = stop_on_signal(parent)
    office = desk(context).open()
    at = (host or office.settings.host, port or office.settings.port)
    require_free(*at)
    run_console(office, *at, stop)
