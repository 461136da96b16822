"""`hikae find`: the filed documents of an application."""

from pathlib import Path
from typing import Annotated, Any

import typer

from hikae.cli.opening import desk
from hikae.cli.terminal import JsonOption, say, show_json, show_table
from hikae.finding import Found, content_of, find, is_bare
from hikae.i18n import _
from hikae.sentences import form_name
from ledger.ids import ApplicationId

IdArgument = Annotated[str, typer.Argument(metavar="ID", help="Application ID, 23 digits.")]
SaveOption = Annotated[
    Path | None, typer.Option("--save", metavar="DIR", help="Write the PDFs into this folder.")
]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("find")(_find)


def _find(
    context: typer.Context, number: IdArgument, as_json: JsonOption = False, save: SaveOption = None
) -> None:
    """List every filed document of one application."""
    office = desk(context).open()
    application_id = ApplicationId.parse(number)
    found = find(office, application_id)
    if save is not None:
        save.mkdir(parents=True, exist_ok=True)
        for document in found:
            (save / document.file_name).write_bytes(content_of(office, document))
    if as_json:
        show_json([_json(document) for document in found])
    elif found:
        heads = (_("filed at"), _("form"), _("pages"), _("document"))
        show_table(heads, [_row(document) for document in found])
    else:
        say(_("nothing is filed under this application ID"))
    if not as_json and is_bare(office, application_id):
        say(_("its entry was opened by a paper; no list has said yet whose it is"))


def _json(document: Found) -> dict[str, Any]:
    return {
        "id": document.document_id,
        "form": document.form.value,
        "pages": document.pages,
        "filed_at": document.filed_at,
        "filed_by": document.filed_by,
        "key": document.key,
        "sha256": document.sha256,
        "file_name": document.file_name,
    }


def _row(document: Found) -> tuple[object, ...]:
    return document.filed_at, form_name(document.form), document.pages, document.document_id
