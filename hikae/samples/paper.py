"""One paper, drawn: what the scanner is going to see, and the truth about it."""

from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from hikae.samples import dividers
from hikae.samples.application import draw_application
from hikae.samples.attachments import draw_card_back, draw_id_copy, draw_proxy
from hikae.samples.canvas import A4_MM, Canvas, DrawnCode, Field
from hikae.samples.codes import CodeKind
from hikae.samples.counter import draw_notice, draw_receipt, draw_reply, draw_slip
from hikae.samples.inscription import Inscription
from hikae.samples.looks import PLAIN, Kind, Look
from hikae.samples.mail import draw_envelope
from hikae.samples.people import Applicant

Draw = Callable[[Canvas, Applicant, Look], Inscription | None]


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper in colour, unscanned."""

    kind: Kind
    dpi: int
    picture: Image.Image
    fields: tuple[Field, ...] = ()
    codes: tuple[DrawnCode, ...] = ()
    inscription: Inscription | None = None


_SIZES_MM = {Kind.ENVELOPE: (235.0, 120.0), Kind.SLIP: (148.0, 100.0)}
_DRAWN: dict[Kind, Draw] = {
    Kind.APPLICATION: draw_application,
    Kind.NOTICE: draw_notice,
    Kind.REPLY: draw_reply,
    Kind.RECEIPT: draw_receipt,
    Kind.SLIP: draw_slip,
    Kind.ENVELOPE: draw_envelope,
    Kind.PROXY: draw_proxy,
    Kind.ID_COPY: draw_id_copy,
    Kind.CARD_BACK: draw_card_back,
}


def draw(kind: Kind, who: Applicant, look: Look = PLAIN, dpi: int = 200) -> Paper:
    """Draw one paper of an applicant."""
    if kind is Kind.SEPARATOR:
        return _divider(kind, dividers.separator_picture(dpi), dividers.SEPARATOR_PAYLOAD, dpi)
    if kind is Kind.COVER:
        payload = dividers.COVER_PREFIX + who.application_id.digits
        return _divider(kind, dividers.cover_picture(who.application_id, dpi), payload, dpi)
    canvas = Canvas(dpi, _SIZES_MM.get(kind, A4_MM))
    inscription = _DRAWN[kind](canvas, who, look) if kind is not Kind.BLANK else None
    fields, codes = tuple(canvas.fields), tuple(canvas.codes)
    return Paper(kind, dpi, canvas.picture, fields, codes, inscription)


def _divider(kind: Kind, picture: Image.Image, payload: str, dpi: int) -> Paper:
    whole = (0.0, 0.0, float(picture.width), float(picture.height))
    codes = (DrawnCode(CodeKind.QR, payload, whole),)
    return Paper(kind, dpi, picture.convert("RGB"), codes=codes)
