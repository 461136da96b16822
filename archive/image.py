"""Image objects of an old PDF, copied into the new one with nothing but what makes the picture.

The compressed data stays byte for byte where PDF/A-1b allows the filter. What it does not allow
(JPEG 2000, soft masks) is decoded and goes in without loss.
"""

from decimal import Decimal
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, PdfImage, Stream
from PIL import Image

from archive.colour import copied_space, plain_array
from archive.errors import CannotComposeError, MoreThanImagesError
from archive.lossless import image_of

_MOST_PIXELS = 200_000_000  # A3 at 1200 dpi is 278 million, at 600 dpi 70 million
_FILTERS = frozenset(
    {
        "/ASCII85Decode",
        "/ASCIIHexDecode",
        "/CCITTFaxDecode",
        "/DCTDecode",
        "/FlateDecode",
        "/JBIG2Decode",
        "/LZWDecode",  # becomes Flate when the document is saved
        "/RunLengthDecode",
    }
)
_TOLD_LENGTHS = frozenset({"/ASCII85Decode", "/ASCIIHexDecode", "/FlateDecode", "/LZWDecode"})
_PARAMETERS = frozenset(
    {
        "/BitsPerComponent",
        "/BlackIs1",
        "/Colors",
        "/ColorTransform",
        "/Columns",
        "/DamagedRowsBeforeError",
        "/EarlyChange",
        "/EncodedByteAlign",
        "/EndOfBlock",
        "/EndOfLine",
        "/JBIG2Globals",
        "/K",
        "/Predictor",
        "/Rows",
    }
)
_DAMAGE = (OSError, SyntaxError, ValueError, Image.DecompressionBombError)  # of Pillow's decoders


class Images:
    """The images that were copied so far: one that several pages show is stored once."""

    def __init__(self, paper: Pdf) -> None:
        self._paper = paper
        self._copies: dict[tuple[int, int], Stream] = {}

    def copied(self, image: Stream) -> Stream:
        """Copy an image object; a transparent one as it looks on white paper.

        Raises:
            MoreThanImagesError: only a rendering can keep what it shows.
            CannotComposeError: it is damaged or holds more than 8 bits a sample.
        """
        copy = self._copies.get(image.objgen)
        if copy is None:
            copy = self._copies[image.objgen] = _copied(self._paper, image)
        return copy


def is_transparent(image: Stream) -> bool:
    """Whether what lies under an image may shine through."""
    return "/SMask" in image or bool(int(image.get("/SMaskInData", 0)))


def filters_of(stream: Stream) -> list[str]:
    """The names of a stream's filters, in the order of decoding."""
    named = stream.get("/Filter", Array([]))
    return [str(name) for name in (named if isinstance(named, Array) else [named])]


def _copied(paper: Pdf, image: Stream) -> Stream:
    _must_be_sane(image)
    if is_transparent(image):
        return _on_white_paper(paper, image)
    if filters_of(image)[-1:] == ["/JPXDecode"]:
        return _decoded_jpx(paper, image)
    return _as_it_lies(paper, image)


def _must_be_sane(image: Stream) -> None:
    width, height = int(image.get("/Width", 0)), int(image.get("/Height", 0))
    if width < 1 or height < 1 or width * height > _MOST_PIXELS:
        raise CannotComposeError(f"an image of {width} × {height} pixels")
    if int(image.get("/BitsPerComponent", 8)) > 8:
        raise CannotComposeError("an image with more than 8 bits a sample")


def _as_it_lies(paper: Pdf, image: Stream) -> Stream:
    if not _FILTERS.issuperset(filters_of(image)):
        raise MoreThanImagesError("an image compressed in a way that PDF/A-1 does not know")
    copy = paper.make_stream(image.read_raw_bytes())
    copy.Type, copy.Subtype = Name.XObject, Name.Image
    copy.Width, copy.Height = int(image.Width), int(image.Height)
    is_stencil = bool(image.get("/ImageMask", False))
    components = 1
    if is_stencil:
        copy.ImageMask = True
    else:
        space = copied_space(paper, image.get("/ColorSpace", Name.Unknown))
        copy.ColorSpace, components = space.value, space.components
    copy.BitsPerComponent = (
        1 if is_stencil else int(image.get("/BitsPerComponent", _usual_bits(image)))
    )
    if "/Decode" in image:
        copy.Decode = plain_array(image.Decode)
    _copy_filters(paper, image, copy)
    _copy_mask(paper, image, copy)
    _must_be_whole(image, components * int(copy.BitsPerComponent))
    return copy


def _usual_bits(image: Stream) -> int:
    """Where it is not told: fax and JBIG2 know no other."""
    return 1 if filters_of(image)[-1:] in (["/CCITTFaxDecode"], ["/JBIG2Decode"]) else 8


def _copy_filters(paper: Pdf, image: Stream, copy: Stream) -> None:
    """One filter goes without an array: in one, pdfium misses its parameters' partner and qpdf
    packs Flate anew."""
    filters = [Name(name) for name in filters_of(image)]
    if not filters:
        return
    told = image.get("/DecodeParms", Array([]))
    parameters = [
        _parameters(paper, each) for each in (told if isinstance(told, Array) else [told])
    ]
    is_single = len(filters) == 1
    copy.Filter = filters[0] if is_single else Array(filters)
    if parameters:
        copy.DecodeParms = parameters[0] if is_single else Array(parameters)


def _parameters(paper: Pdf, told: pikepdf.Object | None) -> Dictionary:
    kept = Dictionary()
    for name in sorted(_PARAMETERS):
        value = told.get(name) if isinstance(told, Dictionary) else None
        if isinstance(value, Stream):
            kept[name] = paper.make_stream(value.read_bytes())
        elif isinstance(value, int | Decimal):
            kept[name] = value
        elif value is not None:
            raise CannotComposeError(f"an image with an odd {name}")
    return kept


def _copy_mask(paper: Pdf, image: Stream, copy: Stream) -> None:
    """A stencil or a range of colours that is left out: both are known to PDF/A-1."""
    mask = image.get("/Mask")
    if isinstance(mask, Stream):
        _must_be_sane(mask)
        copy.Mask = _as_it_lies(paper, mask)
    elif isinstance(mask, Array):
        copy.Mask = plain_array(mask)


def _must_be_whole(image: Stream, bits_a_pixel: int) -> None:
    """Decode what we can, because viewers show half a picture without a word."""
    filters = filters_of(image)
    if _TOLD_LENGTHS.issuperset(filters):
        wanted = (int(image.Width) * bits_a_pixel + 7) // 8 * int(image.Height)
        if len(_decoded(image)) < wanted:
            raise CannotComposeError("an image whose data ends too early")
    if filters == ["/DCTDecode"]:
        try:
            with Image.open(BytesIO(image.read_raw_bytes()), formats=("JPEG",)) as jpeg:
                jpeg.load()
        except _DAMAGE as error:
            raise CannotComposeError("a JPEG image that is not whole") from error


def _decoded(image: Stream) -> bytes:
    try:
        return image.read_bytes()
    except pikepdf.PdfError as error:
        raise CannotComposeError("an image that cannot be decoded") from error


def _decoded_jpx(paper: Pdf, image: Stream) -> Stream:
    if filters_of(image) != ["/JPXDecode"] or "/Mask" in image or "/Decode" in image:
        raise MoreThanImagesError("a JPEG 2000 image with a mask")
    try:
        with Image.open(BytesIO(image.read_raw_bytes()), formats=("JPEG2000",)) as jpx:
            jpx.load()
            copy = image_of(paper, jpx)
    except _DAMAGE as error:
        raise CannotComposeError("a JPEG 2000 image that is not whole") from error
    told = str(image.get("/ColorSpace", copy.ColorSpace))
    if jpx.mode not in {"L", "RGB"} or told != str(copy.ColorSpace):
        raise MoreThanImagesError("a JPEG 2000 image in special colours")
    return copy


def _on_white_paper(paper: Pdf, image: Stream) -> Stream:
    mask = image.get("/SMask")
    if not isinstance(mask, Stream) or "/Mask" in image:
        raise MoreThanImagesError("an image with transparency of its own")
    if "/Matte" in mask or "/Decode" in mask or mask.get("/BitsPerComponent") != 8:
        raise MoreThanImagesError("an image with a mask of a special kind")
    _must_be_sane(mask)
    try:
        picture = PdfImage(image).as_pil_image().convert("RGB")
        opacity = PdfImage(mask).as_pil_image().convert("L")
    except (pikepdf.PdfError, pikepdf.PikepdfError, NotImplementedError, *_DAMAGE) as error:
        raise MoreThanImagesError("a transparent image that cannot be decoded") from error
    if opacity.size != picture.size:
        raise MoreThanImagesError("an image with a mask of another size")
    picture.putalpha(opacity)
    return image_of(paper, picture)
