"""`hikae ledger …`: the issuance ledger."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from hikae.bookkeeping import import_entries, status_words
from hikae.cli.errors import GiveUpError
from hikae.cli.exits import Exit
from hikae.cli.opening import desk
from hikae.cli.terminal import JsonOption, progress, say, show_json, show_table
from hikae.cli.wording import ByOption, NoteOption, WhyOption
from hikae.i18n import _
from hikae.sentences import event_word, mail_word, stage_word, whose_word, why_differs
from ledger import chain
from ledger.book import Book
from ledger.csv_io import read_entries
from ledger.csv_out import write_entries
from ledger.events import Event, EventKind
from ledger.ids import ApplicationId
from ledger.records import DiscrepancyRecord, EntryRecord
from ledger.rules import is_move
from ledger.search import Wanted, all_entries, count_entries, find_entries
from ledger.states import MailState, Stage, State

group = typer.Typer(help="The issuance ledger 交付管理台帳.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.add_typer(group, name="ledger")


_ALL = sys.maxsize

IdArgument = Annotated[str, typer.Argument(metavar="ID", help="Application ID, 23 digits.")]
CsvArgument = Annotated[Path, typer.Argument(metavar="FILE.csv")]
StageOption = Annotated[Stage, typer.Option("--stage", help="The stage that is right.")]
MailOption = Annotated[MailState, typer.Option("--mail", help="Where the notice is.")]
EventArgument = Annotated[str, typer.Argument(metavar="EVENT", help="See the manual.")]


@group.command("import")
def _import(context: typer.Context, file: CsvArgument, by: ByOption = "import") -> None:
    """Open an entry for each line of a list; one bad line, and nothing is imported."""
    office = desk(context).open_or_make()
    if not file.is_file():
        raise GiveUpError(Exit.NOT_FOUND, _("There is no {path}. Nothing was taken in.", path=file))
    entries = read_entries(file, status_words(office))
    opened, again = import_entries(office, entries, by)
    say(
        _(
            "{lines} lines: {opened} new entries, {known} known before; "
            "{again} held documents are judged again",
            lines=len(entries),
            opened=opened,
            known=len(entries) - opened,
            again=again,
        )
    )


@group.command("show")
def show(context: typer.Context, number: IdArgument, as_json: JsonOption = False) -> None:
    """Show an entry, what happened to it, and open questions."""
    application_id = ApplicationId.parse(number)
    with desk(context).open().read() as session:
        book = Book(session)
        entry, events = book.entry(application_id), book.events(application_id)
        questions = book.questions.open(application_id)
    if as_json:
        show_json(
            {
                **_entry_json(entry),
                "events": [_event_json(event) for event in events],
                "discrepancies": [_question_json(question) for question in questions],
            }
        )
        return
    kana = f"({entry.kana})" if entry.kana else ""
    say(f"{whose_word(entry)} {kana} {entry.birth_date or ''} {entry.office}".strip())
    say(f"{stage_word(entry.state.stage)} · {_('notice')}: {mail_word(entry.state.mail)}")
    for name, given in (
        (_("tracking number"), entry.tracking_number),
        (_("notice number"), entry.notice_number),
    ):
        if given:
            say(f"{name}: {given}")
    show_table(
        (_("at"), _("event"), _("by"), _("stage"), _("evidence")),
        [(e.at, event_word(e.kind), e.by, stage_word(e.after.stage), e.evidence) for e in events],
    )
    for question in questions:
        say(
            _(
                "open question: a paper says {event}, the ledger {stage} ({why})",
                event=event_word(question.event_kind),
                stage=stage_word(question.stage),
                why=why_differs(question.why),
            )
        )


@group.command("list")
def _list(context: typer.Context, as_json: JsonOption = False) -> None:
    """List all entries."""
    with desk(context).open().read() as session:
        entries = find_entries(session, Wanted(), _ALL)
    if as_json:
        show_json([_entry_json(entry) for entry in entries])
        return
    heads = (_("application ID"), _("name"), _("stage"), _("notice"), _("office"))
    show_table(
        heads,
        [
            (
                e.application_id.digits,
                whose_word(e),
                stage_word(e.state.stage),
                mail_word(e.state.mail),
                e.office,
            )
            for e in entries
        ],
    )


@group.command("record")
def record(
    context: typer.Context,
    number: IdArgument,
    event: EventArgument,
    by: ByOption,
    note: NoteOption = "",
) -> None:
    """Record an event that no paper told us."""
    moves = [kind.value for kind in EventKind if is_move(kind)]
    if event not in moves:
        raise GiveUpError(
            Exit.USAGE, _("This is no event. Events are: {events}", events=", ".join(moves))
        )
    office = desk(context).open()
    with office.write() as session:
        done = Book(session).record(
            ApplicationId.parse(number), EventKind(event), office.clock(), by, note=note
        )
    say(_("recorded: {stage}", stage=stage_word(done.after.stage)))


@group.command("correct")
def correct(
    context: typer.Context,
    number: IdArgument,
    stage: StageOption,
    mail: MailOption,
    by: ByOption,
    why: WhyOption,
) -> None:
    """Set stage and mail state by hand (訂正); what stood before stays on record."""
    office = desk(context).open()
    with office.write() as session:
        to = State(stage, mail)
        Book(session).correct(ApplicationId.parse(number), to, office.clock(), by, why)
    say(_("recorded: {stage}", stage=stage_word(stage)))


@group.command("export")
def export(context: typer.Context, file: CsvArgument) -> None:
    """Write all entries as CSV (UTF-8 with BOM, IDs as text)."""
    office = desk(context).open()
    with office.read() as session, progress(_("written"), count_entries(session)) as bar:
        written = write_entries(file, all_entries(session), status_words(office))
        bar.at(written.entries)


@group.command("verify")
def verify(context: typer.Context, as_json: JsonOption = False) -> None:
    """Check the chain over all events; exit 1 if something was altered."""
    with desk(context).open().read() as session:
        report = chain.verify(session)
    if as_json:
        show_json({"holds": report.holds, "events": report.events, "broken": report.broken})
    else:
        say(_("{count} events read", count=report.events))
        for broken in report.broken:
            say(str(broken))
        say(_("the ledger is unaltered") if report.holds else _("the ledger was ALTERED"))
    if not report.holds:
        raise typer.Exit(Exit.FAILED)


def _entry_json(entry: EntryRecord) -> dict[str, Any]:
    return {
        "application_id": entry.application_id.digits,
        "name": entry.name,
        "kana": entry.kana,
        "birth_date": entry.birth_date,
        "office": entry.office,
        "stage": entry.state.stage.value,
        "mail": entry.state.mail.value,
        "tracking_number": entry.tracking_number,
        "notice_number": entry.notice_number,
        "version": entry.version,
    }


def _event_json(event: Event) -> dict[str, Any]:
    return {
        "id": str(event.event_id),
        "kind": event.kind.value,
        "at": event.at,
        "by": event.by,
        "stage": event.after.stage.value,
        "mail": event.after.mail.value,
        "evidence": event.evidence,
        "document": event.document_id,
        "note": event.note,
        "hash": event.hash,
    }


def _question_json(question: DiscrepancyRecord) -> dict[str, Any]:
    return {
        "event": question.event_kind.value,
        "stage": question.stage.value,
        "why": question.why.value,
        "at": question.at,
        "document": question.document_id,
    }
