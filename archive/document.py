"""A new PDF/A-1b document: what it must carry, and saving it to the same bytes every time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, StreamDecodeLevel

from archive.icc import srgb_profile
from archive.sheet import Box, Sheet, Turn

PRODUCER = "Hikae"


@dataclass(frozen=True, slots=True)
class About:
    """What a document says about itself. `received_at` is aware; it is the document's only date."""

    title: str
    received_at: datetime

    def __post_init__(self) -> None:
        if self.received_at.tzinfo is None:
            raise ValueError("received_at needs a time zone")


def add_page(paper: Pdf, sheet: Sheet, text: bytes, rotate: Turn, font: pikepdf.Object) -> None:
    """Lay a sheet and the invisible text over it into the document, as its next page."""
    page = Dictionary(
        Type=Name.Page,
        MediaBox=_array(sheet.media),
        CropBox=_array(sheet.visible),
        Rotate=int(rotate),
        Contents=paper.make_stream(b"q\n" + sheet.content + b"\nQ\n" + text),
        Resources=Dictionary(XObject=Dictionary(dict(sheet.images))),
    )
    if sheet.colour_spaces:
        page.Resources.ColorSpace = Dictionary(dict(sheet.colour_spaces))
    if text:
        page.Resources.Font = Dictionary(F=font)
    paper.pages.append(pikepdf.Page(paper.make_indirect(page)))


def finished(paper: Pdf, about: About) -> bytes:
    """Add what PDF/A-1b asks for and give the document's bytes."""
    profile = paper.make_stream(srgb_profile())
    profile.N = 3
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name("/GTS_PDFA1"),
        OutputConditionIdentifier="sRGB IEC61966-2.1",
        Info="sRGB IEC61966-2.1",
        DestOutputProfile=profile,
    )
    title = " ".join("".join(c if c.isprintable() else " " for c in about.title).split())
    paper.Root.OutputIntents = Array([paper.make_indirect(intent)])
    paper.Root.Metadata = paper.make_stream(_xmp(title, about.received_at))
    paper.Root.Metadata.Type = Name.Metadata
    paper.Root.Metadata.Subtype = Name.XML
    paper.docinfo = paper.make_indirect(
        Dictionary(
            Title=title,
            Producer=PRODUCER,
            CreationDate=_pdf_date(about.received_at),
            ModDate=_pdf_date(about.received_at),
        )
    )
    return _saved(paper)


def _saved(paper: Pdf) -> bytes:
    saved = BytesIO()
    paper.save(
        saved,
        force_version="1.4",
        object_stream_mode=ObjectStreamMode.disable,
        stream_decode_level=StreamDecodeLevel.generalized,  # LZW becomes Flate
        recompress_flate=False,  # and nothing else is touched
        normalize_content=False,
        linearize=False,
        deterministic_id=True,
        fix_metadata_version=False,
    )
    return saved.getvalue()


def _array(box: Box) -> Array:
    sides: Sequence[float] = (box.left, box.bottom, box.right, box.top)
    return Array([round(side) if side == round(side) else round(side, 6) for side in sides])


def _pdf_date(at: datetime) -> str:
    zone = f"{at:%z}"
    return f"D:{at:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:5]}'"


def _xmp_date(at: datetime) -> str:
    return at.replace(microsecond=0).isoformat()


def _xmp(title: str, at: datetime) -> bytes:
    """The same facts as in Info, as PDF/A wants them; never compressed."""
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdf:Producer>{PRODUCER}</pdf:Producer>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<xmp:CreateDate>{_xmp_date(at)}</xmp:CreateDate><xmp:ModifyDate>{_xmp_date(at)}</xmp:ModifyDate>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>""".encode()
