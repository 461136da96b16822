"""The Japanese fonts that samples and sheets are written in."""

from enum import StrEnum
from functools import lru_cache

from PIL import ImageFont


class Face(StrEnum):
    """The two faces of Japanese office print."""

    GOTHIC = "gothic"  # ゴシック体
    MINCHO = "mincho"  # 明朝体


class JapaneseFontMissingError(Exception):
    """No Japanese font is installed, so nothing can be drawn."""

    def __init__(self, package: str) -> None:
        super().__init__(
            f"no Japanese font found, so nothing was drawn; install one: apt-get install {package}"
        )
        self.package = package


_FILES = {
    Face.GOTHIC: ("ipagp.ttf", "ipag.ttf", "fonts-japanese-gothic.ttf"),
    Face.MINCHO: ("ipam.ttf", "ipamp.ttf", "fonts-japanese-mincho.ttf"),
}


@lru_cache(maxsize=256)
def japanese_font(face: Face, size_px: int) -> ImageFont.FreeTypeFont:
    """Give a Japanese font in the wanted size.

    Raises:
        JapaneseFontMissingError: none is installed; the message names the Debian package.
    """
    return ImageFont.truetype(
        find_font(_FILES[face], f"fonts-ipafont-{face}"),
        size_px,
        layout_engine=ImageFont.Layout.BASIC,  # raqm is not everywhere, and its pixels differ
    )


@lru_cache(maxsize=8)
def find_font(names: tuple[str, ...], package: str) -> str:
    """Give the path of the first font file of these names that this machine has.

    Raises:
        JapaneseFontMissingError: there is none of them; `package` would bring one.
    """
    for name in names:
        try:
            return str(ImageFont.truetype(name, 10).path)
        except OSError:
            continue
    raise JapaneseFontMissingError(package)
