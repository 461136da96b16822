"""`hikae serve`, and the roles it starts: `watch`, `work`, `console`."""

import ipaddress
from typing import Annotated

import typer

from hikae.checking import require_free, require_promised
from hikae.cli.check import show_troubles
from hikae.cli.errors import GiveUpError
from hikae.cli.exits import Exit
from hikae.cli.opening import desk
from hikae.cli.terminal import one_line, say
from hikae.i18n import _
from hikae.serving import serve, stop_on_signal

PortOption = Annotated[int | None, typer.Option("--port", help="Port of the status page.")]
HostOption = Annotated[str | None, typer.Option("--host", help="Address of the status page.")]
OpenOption = Annotated[
    bool,
    typer.Option(
        "--open-to-network",
        help="Allow an address that others reach. There are no log-ins: they read every document.",
    ),
]
HealthOption = Annotated[
    int | None, typer.Option("--health-port", help="Port of /health and /metrics.")
]
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
    open_to_network: OpenOption = False,
    parent: ParentOption = None,
) -> None:
    """Run watcher, worker and status page until SIGTERM or Ctrl-C."""
    stop = stop_on_signal(parent)
    office = desk(context).open_or_make()
    settings = office.settings
    at = (host or settings.host, port or settings.port)
    _require_own_address(at[0], open_to_network or settings.open_to_network)
    require_free(*at)
    console = ["console", "--host", at[0], "--port", str(at[1])]
    if open_to_network:
        console.append("--open-to-network")
    show_troubles(settings)
    say(_("drop scans into {folder}", folder=settings.drop))
    say(_("status page: http://{host}:{port}/", host=at[0], port=at[1]))
    office.engine.dispose()
    serve(settings.home, _told_apart([["watch"], ["work"], console], settings.health_port), stop)


def _told_apart(roles: list[list[str]], health_port: int | None) -> list[list[str]]:
    """Give each role on this machine a port of its own for its health."""
    if health_port is None:
        return roles
    return [
        [*role, "--health-port", str(port)] for port, role in enumerate(roles, start=health_port)
    ]


def _watch(
    context: typer.Context, health_port: HealthOption = None, parent: ParentOption = None
) -> None:
    """Take in what is dropped into the watched folder."""
    from hikae.health import WATCH, told
    from hikae.watching import watch

    stop = stop_on_signal(parent)
    office = desk(context).open_or_make()
    require_promised(office.store)
    with told(office, WATCH, health_port or office.settings.health_port):
        watch(office, stop)


def _work(
    context: typer.Context, health_port: HealthOption = None, parent: ParentOption = None
) -> None:
    """Read, file and record what came in."""
    from hikae.working import work

    stop = stop_on_signal(parent)
    office = desk(context).open_or_make()
    require_promised(office.store)
    work(office, stop, health_port or office.settings.health_port)


def _console(
    context: typer.Context,
    port: PortOption = None,
    host: HostOption = None,
    open_to_network: OpenOption = False,
    health_port: HealthOption = None,
    parent: ParentOption = None,
) -> None:
    """Show the status page."""
    from hikae.console import run_console
    from hikae.health import CONSOLE, told

    stop = stop_on_signal(parent)
    office = desk(context).open_or_make()
    at = (host or office.settings.host, port or office.settings.port)
    _require_own_address(at[0], open_to_network or office.settings.open_to_network)
    require_free(*at)
    with told(office, CONSOLE, health_port or office.settings.health_port):
        run_console(office, *at, stop)


def _require_own_address(host: str, is_open: bool) -> None:
    """See that nobody but this machine reaches the documents unless the office wants it so."""
    if is_open or _is_own(host):
        return
    raise GiveUpError(
        Exit.SETTINGS,
        _(
            "At {host} everybody on the network could read every document: there are no log-ins. "
            "Nothing was started. Use 127.0.0.1, or, behind something that asks who comes, "
            "add --open-to-network (HIKAE_OPEN_TO_NETWORK=true).",
            host=one_line(host),
        ),
    )


def _is_own(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
