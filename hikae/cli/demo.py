"""`hikae demo`: the main job on invented papers, in a fresh office folder."""

import sys
from typing import Annotated

import typer

from hikae.auditing import verify_archive
from hikae.cli.errors import GiveUpError
from hikae.cli.exits import Exit
from hikae.cli.opening import desk
from hikae.cli.terminal import progress, say, show_table
from hikae.demonstration import (
    Demonstration,
    demonstration,
    filed_ids,
    surprises,
    wait_until_all_ended,
)
from hikae.finding import find
from hikae.i18n import _
from hikae.office import Office
from hikae.sentences import (
    form_name,
    outcome_word,
    stage_word,
    state_word,
    why_held,
    why_unreadable,
)
from ledger.accounts import balance
from ledger.book import Book
from ledger.ids import ApplicationId
from ledger.records import ArrivalRecord

OnceOption = Annotated[bool, typer.Option("--once", help="End when all samples have ended.")]
_SHOWN_ENTRIES = 3


def add_to(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command("demo")(demo)


def demo(context: typer.Context, once: OnceOption = False) -> None:
    """Drop invented papers into a fresh office and watch them being filed."""
    office = desk(context).open_or_make()
    home = office.settings.home
    if (home / "samples").exists():
        raise GiveUpError(
            Exit.REFUSED,
            _("{folder} is in use. Name a new folder for the demonstration.", folder=home),
        )
    say(_("Making invented papers in {folder} …", folder=home))
    say(
        _(
            "One of the files breaks off in the middle; the office waits {seconds} s for the rest "
            "of it before it sets it aside.",
            seconds=round(office.settings.patience_s),
        )
    )
    with demonstration(office) as running:
        with progress(_("ended"), len(running.batch.scans)) as bar:
            found = wait_until_all_ended(office, running.batch, bar.at)
        unexpected = list(surprises(running.batch, found))
        _show(office, found, running)
        for line in unexpected:
            say(_("NOT as expected: {line}", line=line))
        if unexpected:
            raise typer.Exit(Exit.FAILED)
        if not once and sys.stdout.isatty():
            say(_("Look around at {address} and press Ctrl-C to end.", address=running.address))
            _until_interrupted(running)


def _show(office: Office, found: tuple[ArrivalRecord, ...], running: Demonstration) -> None:
    show_table((_("file"), _("state"), _("documents")), [_arrival(arrival) for arrival in found])
    say("")
    ids = filed_ids(found)
    with office.read() as session:
        book, sums = Book(session), balance(session)
        for application_id in [one for one in ids if _moved(book, one)][:_SHOWN_ENTRIES]:
            entry = book.entry(application_id)
            say(
                _(
                    "ledger: {name} is now: {stage}",
                    name=entry.name,
                    stage=stage_word(entry.state.stage),
                )
            )
    _search(office, ids[0])
    say(
        _(
            "balance: {pages} pages = filed {filed} + held {held} + blank {blank} + separators "
            "{separators}; every sum holds: {holds}",
            pages=sums.pages,
            filed=sums.filed_pages,
            held=sums.held_pages,
            blank=sums.blank_pages,
            separators=sums.separator_pages,
            holds=_("yes") if sums.holds else _("NO"),
        )
    )
    sound = verify_archive(office).is_sound
    say(
        _(
            "archive: {sound}",
            sound=_("every object read back and right") if sound else _("NOT sound"),
        )
    )
    say(_("status page while `hikae serve` runs: {address}", address=running.address))
    if not (sums.holds and sound):
        raise typer.Exit(Exit.FAILED)


def _moved(book: Book, application_id: ApplicationId) -> bool:
    last = book.events(application_id)[-1]
    return last.before != last.after


def _search(office: Office, application_id: ApplicationId) -> None:
    say(f"hikae find {application_id.digits}")
    for document in find(office, application_id):
        say(f"  {form_name(document.form)}  {document.key}")


def _arrival(arrival: ArrivalRecord) -> tuple[object, ...]:
    said = [
        f"{form_name(d.form)}: {outcome_word(d.outcome)}"
        + (f" ({why_held(d.why)})" if d.why else "")
        for d in arrival.documents
    ]
    if arrival.why:
        said.insert(0, why_unreadable(arrival.why))
    return arrival.file, state_word(arrival.state), "; ".join(said)


def _until_interrupted(running: Demonstration) -> None:
    try:
        running.server.wait()
    except KeyboardInterrupt:
        return
