"""`hikae why`: on what a decision rests, in words, as JSON and as a picture."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from hikae.cli.opening import desk
from hikae.cli.terminal import JsonOption, place_of, say, show_json
from hikae.evidence_card import picture_of, summary
from hikae.explaining import Explained, explain
from hikae.i18n import _
from hikae.sentences import reading_line, why_held
from ledger.evidence import Doubtful, Identified, Margin, Proof

DocumentArgument = Annotated[
    str, typer.Argument(metavar="DOCUMENT", help="Its ID, from `hikae held` or `hikae scans`.")
]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="Draw the evidence card into this folder."),
]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("why")(_why)


def _why(
    context: typer.Context,
    document: DocumentArgument,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show on what the decision about a document rests: readings, fields of the entry, margin."""
    office = desk(context).open()
    try:
        explained = explain(office, document)
        picture = None
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
            picture = out / f"{document}.png"
            picture.write_bytes(picture_of(office, explained))
    finally:
        office.sandbox.close()
    if as_json:
        show_json(_json(explained, picture))
        return
    for line in (*summary(explained), *_details(explained)):
        say(line)
    if picture is not None:
        say(str(picture))


def _details(explained: Explained) -> Iterator[str]:
    for one in explained.readings:
        known = one.application_id in explained.live
        live = _("in the ledger") if known else _("not in the ledger")
        yield f"    {reading_line(one)} {place_of(one.box)} {live}"
    match explained.today:
        case Identified(application_id):
            yield _("decided anew today: {what}", what=application_id.digits)
        case Doubtful(why):
            yield _("decided anew today: {what}", what=why_held(why))
    for version in explained.document.proof.versions if explained.document.proof else ():
        yield f"    {version}"


def _json(explained: Explained, picture: Path | None) -> dict[str, Any]:
    """Give it as `docs/interfaces.md` fixes it."""
    document = explained.document
    return {
        "id": document.document_id,
        "file": explained.file,
        "pages": list(document.pages),
        "form": document.form.value,
        "outcome": document.outcome and document.outcome.value,
        "why": document.why and document.why.value,
        "decided_at": document.decided_at,
        "decided_by": document.decided_by,
        "application_id": document.application_id and document.application_id.digits,
        "proof": None if document.proof is None else _proof_json(document.proof),
        "readings": [
            {
                "application_id": one.application_id.digits,
                "witness": one.witness.value,
                "reader": one.reader,
                "page": one.page,
                "box": one.box,
                "in_ledger": one.application_id in explained.live,
            }
            for one in explained.readings
        ],
        "entry": explained.weighed and explained.weighed.application_id.digits,
        "fields": {witness.value: says.value for witness, says in explained.fields.items()},
        "places": [
            {"field": place.field.value, "page": place.page, "box": place.box}
            for place in explained.places
        ],
        "unconfirmed_pages": list(explained.unconfirmed),
        "margin": _margin_json(explained.margin),
        "today": _today_json(explained.today),
        "picture": None if picture is None else str(picture),
    }


def _proof_json(proof: Proof) -> dict[str, Any]:
    return {
        "witnesses": [witness.value for witness in proof.witnesses],
        "readers": list(proof.readers),
        "versions": list(proof.versions),
        "margin": _margin_json(proof.margin),
        "opens_entry": proof.opens_entry,
    }


def _margin_json(margin: Margin | None) -> dict[str, Any] | None:
    if margin is None:
        return None
    return {
        "application_id": margin.application_id.digits,
        "distance": margin.distance,
        "shared": [witness.value for witness in margin.shared],
    }


def _today_json(today: Identified | Doubtful) -> dict[str, Any]:
    match today:
        case Identified(application_id):
            return {"application_id": application_id.digits, "why": None}
        case Doubtful(why):
            return {"application_id": None, "why": why.value}
