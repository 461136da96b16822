"""The font of the text layer: three empty-looking glyphs that serve every character.

Nobody sees it (text mode 3), but its widths and its Unicode map are what copies and searches.
The glyphs are plain rectangles: with empty ones pdfium loses text that is turned by 90 degrees.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO

import pikepdf
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pikepdf import Array, Dictionary, Name

HALF, FULL = 500, 1000  # thousandths of the type size
DESCENT, ASCENT = -200, 800
_FONT_NAME = "HikaeInvisible"  # no subset prefix: a CIDSet would be asked for
_BFCHARS_A_BLOCK = 100  # the CMap format allows no more
_FIXED_DATE = 2_082_844_800  # 1970 as fonts count, not now: same input, same bytes


def width_of(text: str) -> int:
    """The natural width of a text in thousandths of the type size."""
    return sum(HALF if is_half(character) else FULL for character in text)


def is_half(character: str) -> bool:
    """Whether a character is half as wide as a kanji."""
    return unicodedata.east_asian_width(character) in {"Na", "H", "N"}


class Lettering:
    """The characters of one document, each with its code. Half-width ones come first."""

    def __init__(self, texts: Iterable[str]) -> None:
        characters = sorted(set().union(*texts), key=lambda c: (not is_half(c), c))
        self._codes = {character: code for code, character in enumerate(characters, start=1)}
        self._halves = sum(map(is_half, characters))

    def encode(self, text: str) -> bytes:
        """Write a text as a hexadecimal string for a content stream."""
        return b"<" + b"".join(b"%04X" % self._codes[character] for character in text) + b">"

    def embed(self, paper: pikepdf.Pdf) -> pikepdf.Object:
        """Put the font into a document."""
        program = paper.make_stream(_rectangles())
        program.Length1 = len(_rectangles())
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name(f"/{_FONT_NAME}"),
            Flags=4,  # symbolic: our own characters
            FontBBox=Array([0, DESCENT, FULL, ASCENT]),
            ItalicAngle=0,
            Ascent=ASCENT,
            Descent=DESCENT,
            CapHeight=ASCENT,
            StemV=80,
            FontFile2=program,
        )
        return paper.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=Name(f"/{_FONT_NAME}"),
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([self._descendant(paper, descriptor)]),
                ToUnicode=paper.make_stream(self._to_unicode()),
            )
        )

    def _descendant(self, paper: pikepdf.Pdf, descriptor: Dictionary) -> pikepdf.Object:
        wides = len(self._codes) - self._halves
        glyphs = b"\0\0" + b"\0\1" * self._halves + b"\0\2" * wides
        widths = Array([1, self._halves, HALF]) if self._halves else Array([])
        return paper.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.CIDFontType2,
                BaseFont=Name(f"/{_FONT_NAME}"),
                CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
                FontDescriptor=paper.make_indirect(descriptor),
                DW=FULL,
                W=widths,
                CIDToGIDMap=paper.make_stream(glyphs),
            )
        )

    def _to_unicode(self) -> bytes:
        """Each code alone, in UTF-16, so that characters beyond the BMP come back whole."""
        pairs = [
            f"<{code:04X}> <{character.encode('utf-16-be').hex().upper()}>"
            for character, code in self._codes.items()
        ]
        blocks = [
            pairs[start : start + _BFCHARS_A_BLOCK]
            for start in range(0, len(pairs), _BFCHARS_A_BLOCK)
        ]
        lines = [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange <0000> <FFFF> endcodespacerange",
            *(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks),
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        ]
        return "\n".join(lines).encode("ascii")


@lru_cache(maxsize=1)
def _rectangles() -> bytes:
    """A TrueType program of three glyphs: none, half-width, full-width."""
    glyphs = {
        ".notdef": TTGlyphPen(None).glyph(),
        "half": _rectangle(HALF),
        "full": _rectangle(FULL),
    }
    builder = FontBuilder(unitsPerEm=1000, isTTF=True)
    builder.updateHead(created=_FIXED_DATE, modified=_FIXED_DATE)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics({".notdef": (HALF, 0), "half": (HALF, 0), "full": (FULL, 0)})
    builder.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    program = BytesIO()
    builder.font.save(program)
    return program.getvalue()


def _rectangle(width: int) -> object:
    pen = TTGlyphPen(None)
    pen.moveTo((0, DESCENT))
    for corner in ((0, ASCENT), (width, ASCENT), (width, DESCENT)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()
