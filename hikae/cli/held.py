"""`hikae held …` and `hikae refile`: what waits for a person, and deciding it."""

from typing import Annotated, Any

import typer

from hikae.cli.errors import GiveUpError
from hikae.cli.exits import Exit
from hikae.cli.opening import desk
from hikae.cli.terminal import JsonOption, say, show_json, show_table
from hikae.cli.wording import ByOption, WhyOption
from hikae.deciding import refile, reject, resolve
from hikae.i18n import _
from hikae.office import Office
from hikae.sentences import form_name, why_held
from hikae.waiting import wait_until_filed
from ledger.accounts import files_of
from ledger.documents import Documents
from ledger.ids import ApplicationId
from ledger.records import DocumentRecord
from ledger.why import Why

DocumentArgument = Annotated[str, typer.Argument(metavar="DOCUMENT", help="Its ID, from the list.")]
IdOption = Annotated[str, typer.Option("--application-id", metavar="ID", help="23 digits.")]

group = typer.Typer(help="What waits for a person.", invoke_without_command=True)


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.add_typer(group, name="held")
    app.command("refile")(_refile)


@group.callback()
def held(context: typer.Context, as_json: JsonOption = False) -> None:
    """List the documents that wait for a person, longest waiting first."""
    if context.invoked_subcommand:
        return
    with desk(context).open().read() as session:
        waiting = Documents(session).waiting_for_a_person()
        files = files_of(session, {document.scan_sha256 for document in waiting})
    if as_json:
        show_json([_json(document, files[document.scan_sha256]) for document in waiting])
        return
    heads = (_("document"), _("file"), _("pages"), _("form"), _("why"))
    show_table(heads, [_row(document, files[document.scan_sha256]) for document in waiting])


@group.command("resolve")
def _resolve(
    context: typer.Context, document: DocumentArgument, application_id: IdOption, by: ByOption
) -> None:
    """File a held document under the given application ID."""
    office = _ready_to_file(context)
    resolve(office, document, ApplicationId.parse(application_id), by)
    _filed(office, document)


@group.command("reject")
def _reject(
    context: typer.Context, document: DocumentArgument, why: WhyOption, by: ByOption
) -> None:
    """Record that a held document belongs to no entry; its pages are kept."""
    reject(desk(context).open(), document, why, by)
    say(_("rejected; the pages stay on record"))


def _refile(
    context: typer.Context,
    document: DocumentArgument,
    application_id: IdOption,
    by: ByOption,
    why: WhyOption,
) -> None:
    """Undo a wrong filing: the pages are filed anew, the old filing is kept on record."""
    office = _ready_to_file(context)
    anew = refile(office, document, ApplicationId.parse(application_id), by, why)
    _filed(office, anew)


def _ready_to_file(context: typer.Context) -> Office:
    """Open the office, and its archive: else the command would wait for it without a word.

    Raises:
        StoreDownError: nothing was decided.
    """
    office = desk(context).open()
    next(iter(office.store.keys("originals/")), None)
    return office


def _filed(office: Office, document_id: str) -> None:
    document = wait_until_filed(office, document_id)
    if document.why is not None:
        raise GiveUpError(Exit.FAILED, why_held(document.why))
    say(_("filed: {document}", document=document_id))


def _json(document: DocumentRecord, file: str) -> dict[str, Any]:
    return {
        "id": document.document_id,
        "file": file,
        "pages": list(document.pages),
        "form": document.form.value,
        "why": document.why and document.why.value,
        "candidates": [candidate.digits for candidate in document.candidates],
        "since": document.decided_at,
    }


def _row(document: DocumentRecord, file: str) -> tuple[object, ...]:
    pages = ",".join(map(str, document.pages))
    why = document.why or Why.NO_KEY
    return document.document_id, file, pages, form_name(document.form), why_held(why)
