"""`hikae scans` and `hikae balance`: what came in, and whether every page is somewhere."""

from typing import Any

import typer

from hikae.cli.check import show_troubles
from hikae.cli.exits import Exit
from hikae.cli.opening import desk
from hikae.cli.terminal import JsonOption, say, show_json, show_table
from hikae.i18n import _
from hikae.sentences import form_name, outcome_word, state_word, why_held, why_unreadable
from ledger.accounts import arrivals, balance
from ledger.records import ArrivalRecord, DocumentRecord
from ledger.scans import ArrivalState, Outcome

_UNDER_WAY = {ArrivalState.WAITING, ArrivalState.WORKING}


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("scans")(scans)
    app.command("balance")(_balance)


def scans(context: typer.Context, as_json: JsonOption = False) -> None:
    """List what came in, one row an arrival, and how far it got."""
    office = desk(context).open()
    with office.read() as session:
        found = arrivals(session)
    if as_json:
        show_json([arrival_json(arrival) for arrival in found])
        return
    heads = (_("received"), _("file"), _("state"), _("pages"), _("documents"))
    show_table(heads, [_row(arrival) for arrival in found])
    if any(arrival.state in _UNDER_WAY for arrival in found):
        show_troubles(office.settings)


def _balance(context: typer.Context, as_json: JsonOption = False) -> None:
    """Show that every file and every page is accounted for; exit 1 if a sum does not hold."""
    with desk(context).open().read() as session:
        found = balance(session)
    if as_json:
        states = {state.value: count for state, count in found.states.items()}
        show_json(
            {
                "holds": found.holds,
                "arrivals": found.arrivals,
                **states,
                "pages": found.pages,
                "filed_pages": found.filed_pages,
                "held_pages": found.held_pages,
                "rejected_pages": found.rejected_pages,
                "blank_pages": found.blank_pages,
                "separator_pages": found.separator_pages,
                "problems": found.problems,
            }
        )
    else:
        parts = " + ".join(f"{state_word(s)} {count}" for s, count in found.states.items())
        say(_("files: {total} = {parts}", total=found.arrivals, parts=parts))
        say(
            _(
                "pages: {total} = filed {filed} + held {held} + rejected {rejected} "
                "+ blank {blank} + separators {separators}",
                total=found.pages,
                filed=found.filed_pages,
                held=found.held_pages,
                rejected=found.rejected_pages,
                blank=found.blank_pages,
                separators=found.separator_pages,
            )
        )
        for problem in found.problems:
            say(_("does not hold: {problem}", problem=problem))
    if not found.holds:
        raise typer.Exit(Exit.FAILED)


def arrival_json(arrival: ArrivalRecord) -> dict[str, Any]:
    """Give an arrival as `docs/interfaces.md` fixes it."""
    return {
        "file": arrival.file,
        "sha256": arrival.sha256,
        "received_at": arrival.received_at,
        "state": arrival.state.value,
        "why": arrival.why and arrival.why.value,
        "pages": arrival.pages,
        "blank_pages": list(arrival.blank_pages),
        "separator_pages": list(arrival.separator_pages),
        "documents": [document_json(document) for document in arrival.documents],
    }


def document_json(document: DocumentRecord) -> dict[str, Any]:
    """Give a document as `docs/interfaces.md` fixes it: the ID only once it is filed."""
    filed = document.outcome is Outcome.FILED
    return {
        "id": document.document_id,
        "pages": list(document.pages),
        "form": document.form.value,
        "application_id": document.application_id.digits
        if filed and document.application_id
        else None,
        "outcome": document.outcome and document.outcome.value,
        "why": document.why and document.why.value,
        "text_complete": document.text_complete,
        "key": document.key,
        "ledger_event": str(document.event_id) if document.event_id is not None else None,
    }


def _row(arrival: ArrivalRecord) -> tuple[object, ...]:
    said = [
        f"{form_name(document.form)}: {outcome_word(document.outcome)}"
        + (f" ({why_held(document.why)})" if document.why else "")
        for document in arrival.documents
    ]
    why = [why_unreadable(arrival.why)] if arrival.why else []
    return (
        arrival.received_at,
        arrival.file,
        state_word(arrival.state),
        arrival.pages,
        "; ".join([*why, *said]),
    )
