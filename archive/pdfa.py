"""What we promise of every document that is filed: PDF/A-1b and nothing active, checked before.

A whitelist of what our own documents are made of, so it is stricter than the standard. It looks at
what validators pass over too, such as 16-bit images. Whether the pixels are right is not its task.
"""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream
from pikepdf.models.metadata import decode_pdf_date

from archive.operators import (
    FILL_COLOURS,
    FILLS,
    INVISIBLE,
    PATHS_AND_PLACES,
    STROKE_COLOURS,
    STROKES,
)

_TRAILER = frozenset({"/ID", "/Info", "/Root", "/Size"})
_CATALOG = frozenset({"/Metadata", "/OutputIntents", "/Pages", "/Type"})
_PAGE = frozenset(
    {"/Contents", "/CropBox", "/MediaBox", "/Parent", "/Resources", "/Rotate", "/Type"}
)
_RESOURCES = frozenset({"/ColorSpace", "/Font", "/XObject"})
_IMAGE = frozenset(
    {
        *("/BitsPerComponent", "/ColorSpace", "/Decode", "/DecodeParms", "/Filter", "/Height"),
        *("/ImageMask", "/Length", "/Mask", "/Subtype", "/Type", "/Width"),
    }
)
_FILTERS = frozenset(
    {
        *("/ASCII85Decode", "/ASCIIHexDecode", "/CCITTFaxDecode", "/DCTDecode"),
        *("/FlateDecode", "/JBIG2Decode", "/RunLengthDecode"),
    }
)
_SPACES = frozenset({"/CalGray", "/CalRGB", "/DeviceGray", "/DeviceRGB", "/ICCBased", "/Lab"})
_MARKS = (
    PATHS_AND_PLACES.keys() | FILLS | STROKES | FILL_COLOURS | STROKE_COLOURS | {"q", "Q", "Do"}
)
_USED = _MARKS - {"k", "K"} | {"BT", "ET", "Tr", "Tf", "Tz", "Tm", "Tj"}
# PasswordError is no PdfError
_MALFORMED = (pikepdf.PdfError, pikepdf.PasswordError, LookupError, TypeError, ValueError)


def promise_broken(pdf: bytes) -> tuple[str, ...]:
    """Give what is not as promised, each thing once; nothing if all is."""
    try:
        with pikepdf.open(BytesIO(pdf), attempt_recovery=False) as document:
            broken = dict.fromkeys(_all_broken(pdf, document))
            if document.get_warnings():
                broken["the file would have to be repaired"] = None
            return tuple(broken)
    except _MALFORMED:
        return ("the file cannot be read",)


def _all_broken(pdf: bytes, document: Pdf) -> Iterator[str]:
    yield from _structure(pdf, document)
    yield from _intent(document)
    yield from _facts(document)
    if not len(document.pages):
        yield "there are no pages"
    for page in document.pages:
        yield from _page(page)
    for each in document.objects:
        if isinstance(each, Stream):
            yield from _stream(each)


def _structure(pdf: bytes, document: Pdf) -> Iterator[str]:
    if not pdf.startswith(b"%PDF-1.4\n%") or min(pdf[10:14]) < 128:
        yield "the file does not begin as PDF 1.4 with binary data"
    table = int(pdf[pdf.rfind(b"startxref") + 9 :].split()[0])
    if pdf[table : table + 4] != b"xref":
        yield "the cross-reference table is compressed"
    yield from _others("trailer", document.trailer, _TRAILER)
    if len(document.trailer.get("/ID", Array([]))) != 2:
        yield "the file has no identifier"
    yield from _others("catalog", document.Root, _CATALOG)


def _intent(document: Pdf) -> Iterator[str]:
    intents = document.Root.get("/OutputIntents", Array([]))
    if len(intents) != 1 or intents[0].get("/S") != Name("/GTS_PDFA1"):
        yield "there is not one output intent"
        return
    profile = intents[0].get("/DestOutputProfile")
    if not isinstance(profile, Stream) or not _is_old_profile(profile, b"RGB "):
        yield "the output intent has no RGB profile of ICC version 2"


def _facts(document: Pdf) -> Iterator[str]:
    """What the document says about itself, once in Info and once in XMP."""
    metadata = document.Root.get("/Metadata")
    if not isinstance(metadata, Stream) or "/Filter" in metadata:
        yield "there is no readable XMP"
        return
    told, info = document.open_metadata(), document.docinfo
    if (told.get("pdfaid:part"), told.get("pdfaid:conformance")) != ("1", "B"):
        yield "the document does not say that it is PDF/A-1b"
    for name, key in (("dc:title", "/Title"), ("pdf:Producer", "/Producer")):
        if str(told.get(name, "")) != str(info.get(key, "")):
            yield f"{key} differs between Info and XMP"
    for name, key in (("xmp:CreateDate", "/CreationDate"), ("xmp:ModifyDate", "/ModDate")):
        if not _is_same_date(str(told.get(name, "")), str(info.get(key, ""))):
            yield f"{key} differs between Info and XMP"


def _is_same_date(xmp: str, info: str) -> bool:
    try:
        return datetime.fromisoformat(xmp) == decode_pdf_date(info)
    except ValueError:
        return False


def _page(page: Page) -> Iterator[str]:
    yield from _others("page", page.obj, _PAGE)
    resources = page.obj.get("/Resources", Dictionary())
    yield from _others("page's resources", resources, _RESOURCES)
    for drawn in resources.get("/XObject", Dictionary()).values():
        if drawn.get("/Subtype") != Name.Image:
            yield "a page draws what is no image"
    for space in resources.get("/ColorSpace", Dictionary()).values():
        yield from _space(space)
    for font in resources.get("/Font", Dictionary()).values():
        yield from _font(font)
    yield from _content(page)


def _content(page: Page) -> Iterator[str]:
    mode = 0
    for step in pikepdf.parse_content_stream(page):
        operator = str(step.operator)
        if operator == "Tr":
            mode = int(step.operands[0])
        elif operator == "Tj" and mode != INVISIBLE:
            yield "a page shows text of its own"
        elif operator not in _USED:
            yield f"a page uses {operator}"


def _font(font: Object) -> Iterator[str]:
    descendant = font.get("/DescendantFonts", Array([Dictionary()]))[0]
    program = descendant.get("/FontDescriptor", Dictionary()).get("/FontFile2")
    if not isinstance(program, Stream) or "/ToUnicode" not in font:
        yield "a font is not embedded with its Unicode map"


def _stream(stream: Stream) -> Iterator[str]:
    filters = stream.get("/Filter", Array([]))
    for name in filters if isinstance(filters, Array) else [filters]:
        if str(name) not in _FILTERS:
            yield f"a stream uses {name}"
    if "/F" in stream:
        yield "a stream lies in another file"
    if stream.get("/Type") in (Name.ObjStm, Name.XRef):
        yield "objects are packed into streams"
    if stream.get("/Subtype") == Name.Image:
        yield from _others("image", stream, _IMAGE)
        if int(stream.get("/BitsPerComponent", 1)) > 8:
            yield "an image has more than 8 bits a sample"
        if "/ColorSpace" in stream:
            yield from _space(stream.ColorSpace)


def _space(space: Object) -> Iterator[str]:
    family = space[0] if isinstance(space, Array) else space
    if family == Name.Indexed:
        yield from _space(space[1])
    elif str(family) not in _SPACES:
        yield f"colours in {family}"
    elif family == Name.ICCBased and not _is_old_profile(space[1]):
        yield "a colour profile is not of ICC version 2"


def _is_old_profile(profile: Object, space: bytes | None = None) -> bool:
    content = profile.read_bytes()
    is_old = len(content) >= 128 and content[8] <= 2 and content[36:40] == b"acsp"
    return is_old and space in (None, content[16:20])


def _others(where: str, found: Object, allowed: frozenset[str]) -> Iterator[str]:
    for key in sorted(set(found.keys()) - allowed):
        yield f"the {where} holds {key}"
