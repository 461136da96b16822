"""The evidence card: what is known of a decision, in words and as cutouts of the pages."""

from collections.abc import Iterator

from hikae.cards import Mark, Sight, Tone, evidence_card
from hikae.cli.errors import GiveUpError
from hikae.cli.exits import Exit
from hikae.cli.terminal import one_line
from hikae.explaining import Explained
from hikae.i18n import _
from hikae.office import Office
from hikae.pages import original
from hikae.sandbox import SandboxError
from hikae.sentences import (
    field_word,
    form_name,
    outcome_word,
    reading_line,
    why_held,
    witness_word,
)
from ledger.evidence import Witness
from ledger.fields import FieldSays
from ocr.errors import CannotOpenError, RenderFailedError
from ocr.hidden import hidden


def picture_of(office: Office, explained: Explained) -> bytes:
    """Draw the evidence card: what was read, cut out of the pages, as PNG.

    Raises:
        GiveUpError: it cannot be drawn.
        AlteredError, NotFiledError, StoreDownError: the scan cannot be had.
    """
    marks = tuple(_marks(explained))
    shown, forms = {mark.page for mark in marks}, office.method.forms
    sights = tuple(
        Sight(page.page, page.turn, page.width, page.height, hidden(page, forms))
        for page in explained.pages
        if page.page in shown
    )
    heads = tuple(summary(explained))
    with original(office, explained.scan) as file:
        try:
            return office.sandbox.run(
                evidence_card, file.path, file.kind, sights, marks, heads, office.method.limits
            )
        except (CannotOpenError, RenderFailedError, SandboxError) as error:
            raise GiveUpError(
                Exit.FAILED,
                _(
                    "The evidence card of {document} could not be drawn: a page could not be "
                    "opened in time. Nothing was changed. Try again; without --out, the same is "
                    "told in words.",
                    document=explained.document.document_id,
                ),
            ) from error


def summary(explained: Explained) -> Iterator[str]:
    """Tell in a few lines what was decided and on what it rests."""
    document = explained.document
    pages = ",".join(map(str, document.pages))
    yield _(
        "document {document} of {file}, pages {pages}",
        document=document.document_id,
        file=one_line(explained.file),
        pages=pages,
    )
    outcome = outcome_word(document.outcome)
    why = f" ({why_held(document.why)})" if document.why else ""
    yield f"{form_name(document.form)}: {outcome}{why}  {document.decided_by or ''}"
    if document.application_id is not None:
        yield _("application ID: {digits}", digits=document.application_id.digits)
    if document.proof is not None:
        inks = ", ".join(map(witness_word, document.proof.witnesses))
        readers = ", ".join(document.proof.readers)
        yield _("rests on: {inks}; read by: {readers}", inks=inks, readers=readers)
        if document.proof.opens_entry:
            yield _("the ledger did not know the ID: a paper opens its entry")
    if explained.weighed is not None:
        said = (f"{witness_word(one)} {field_word(two)}" for one, two in explained.fields.items())
        digits = explained.weighed.application_id.digits
        yield _("entry {digits}: {said}", digits=digits, said=", ".join(said))
    if explained.unconfirmed:
        pages = ",".join(map(str, explained.unconfirmed))
        yield _("nothing says whose they are on pages {pages}", pages=pages)
    yield margin_line(explained)


def margin_line(explained: Explained) -> str:
    """Say how far the second-best live ID is, as it was when it was decided if that is known."""
    proof = explained.document.proof
    found = proof.margin if proof is not None and proof.versions else explained.margin
    if found is None:
        return _("no other live ID is near")
    shared = ", ".join(map(witness_word, found.shared)) or "–"
    return _(
        "next live ID: {application_id}, {distance} digits differ; "
        "the paper confirms of it: {shared}",
        application_id=found.application_id.digits,
        distance=found.distance,
        shared=shared,
    )


def _marks(explained: Explained) -> Iterator[Mark]:
    for one in explained.readings:
        if one.box is not None:
            tone = Tone.CODE if one.witness is Witness.CODE else Tone.CANDIDATE
            yield Mark(one.page, one.box, tone, reading_line(one))
    for place in explained.places:
        says = explained.fields[place.field]
        tone = Tone.FIELD if says is FieldSays.CONFIRMED else Tone.OTHER
        said = _(
            "{field}: {says}, page {page}",
            field=witness_word(place.field),
            says=field_word(says),
            page=place.page,
        )
        yield Mark(place.page, place.box, tone, said)
