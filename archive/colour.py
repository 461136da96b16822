"""Which colour spaces a PDF/A-1b with an sRGB intent may hold, and copies of them."""

from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from archive.errors import MoreThanImagesError

_DEVICE = {"/DeviceGray": 1, "/DeviceRGB": 3}
_CALIBRATED = {"/CalGray": 1, "/CalRGB": 3, "/Lab": 3}
_CALIBRATED_KEYS = ("/WhitePoint", "/BlackPoint", "/Gamma", "/Matrix", "/Range")
_PROFILE_SPACES = {1: b"GRAY", 3: b"RGB ", 4: b"CMYK"}
_LAST_ICC_VERSION = 2  # what PDF 1.4 and so PDF/A-1 knows


@dataclass(frozen=True, slots=True)
class Space:
    """A colour space in the new document and how many numbers make a colour in it."""

    value: pikepdf.Object
    components: int


def copied_space(paper: Pdf, space: pikepdf.Object) -> Space:
    """Copy a colour space.

    Raises:
        MoreThanImagesError: it is one that a PDF/A-1b must not hold; a rendering in RGB may.
    """
    if isinstance(space, Name):
        if str(space) not in _DEVICE:
            raise MoreThanImagesError(f"colours in {space}")
        return Space(Name(str(space)), _DEVICE[str(space)])
    if not isinstance(space, Array) or not len(space):
        raise MoreThanImagesError("colours in an unknown space")
    family = str(space[0])
    if len(space) == 1 and family in _DEVICE:
        return Space(Name(family), _DEVICE[family])
    if family in _CALIBRATED and isinstance(space[1], Dictionary):
        kept = {key: plain_array(space[1][key]) for key in _CALIBRATED_KEYS if key in space[1]}
        return Space(Array([Name(family), Dictionary(kept)]), _CALIBRATED[family])
    if family == "/ICCBased" and isinstance(space[1], Stream):
        return _profile(paper, space[1])
    if family == "/Indexed" and len(space) == 4:
        return _indexed(paper, space)
    raise MoreThanImagesError(f"colours in {family}")


def plain_array(numbers: pikepdf.Object) -> pikepdf.Object:
    """Copy a number or an array of numbers."""
    return Array([*numbers]) if isinstance(numbers, Array) else numbers


def _indexed(paper: Pdf, space: Array) -> Space:
    under = copied_space(paper, space[1])
    table = bytes(space[3].read_bytes() if isinstance(space[3], Stream) else space[3])
    value = Array([Name.Indexed, under.value, int(space[2]), pikepdf.String(table)])
    return Space(value, 1)


def _profile(paper: Pdf, profile: Stream) -> Space:
    content, components = profile.read_bytes(), int(profile.get("/N", 0))
    is_fit = (
        len(content) >= 128
        and content[8] <= _LAST_ICC_VERSION
        and content[16:20] == _PROFILE_SPACES.get(components)
        and content[36:40] == b"acsp"
    )
    if not is_fit:
        raise MoreThanImagesError("a colour profile that PDF/A-1 does not know")
    copy = paper.make_stream(content)
    copy.N = components
    return Space(Array([Name.ICCBased, copy]), components)
