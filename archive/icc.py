"""The sRGB profile of our output intent, made here so that no file and no licence is shipped.

A matrix profile of ICC version 2: PDF/A-1 knows no later one.
"""

import struct
from functools import lru_cache

_WHITE = (0.9642, 1.0, 0.8249)  # D50, the white of the profile connection space
_PRIMARIES = {  # sRGB's own, adapted from D65 to D50
    b"rXYZ": (0.43607, 0.22249, 0.01392),
    b"gXYZ": (0.38515, 0.71687, 0.09708),
    b"bXYZ": (0.14307, 0.06061, 0.71410),
}
_CURVE_POINTS = 256
_HEADER_SIZE = 128


@lru_cache(maxsize=1)
def srgb_profile() -> bytes:
    """Give the profile; always the same bytes."""
    curve = _curve()
    tags = {
        b"desc": _description("sRGB IEC61966-2.1 compatible"),
        b"cprt": b"text\0\0\0\0" + b"No copyright, CC0\0",
        b"wtpt": _xyz(_WHITE),
        **{name: _xyz(colour) for name, colour in _PRIMARIES.items()},
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
    }
    return _profile(tags)


def _profile(tags: dict[bytes, bytes]) -> bytes:
    """Header, directory of tags, bodies. Equal bodies are stored once."""
    start = _HEADER_SIZE + 4 + 12 * len(tags)
    places: dict[bytes, int] = {}
    bodies = b""
    for body in tags.values():
        if body not in places:
            places[body] = start + len(bodies)
            bodies += body + bytes(-len(body) % 4)
    directory = b"".join(
        struct.pack(">4sII", name, places[body], len(body)) for name, body in tags.items()
    )
    size = start + len(bodies)
    return _header(size) + struct.pack(">I", len(tags)) + directory + bodies


def _header(size: int) -> bytes:
    fields = struct.pack(
        ">I4sI4s4s4s6H4s",
        *(size, bytes(4), 0x02100000, b"mntr", b"RGB ", b"XYZ "),
        *(2025, 1, 1, 0, 0, 0),  # a fixed date: same input, same bytes
        b"acsp",
    )
    fields += bytes(28)  # platform, flags, maker, model, attributes, perceptual intent
    fields += b"".join(map(_fixed, _WHITE))
    return fields.ljust(_HEADER_SIZE, b"\0")


def _curve() -> bytes:
    points = (_linear(i / (_CURVE_POINTS - 1)) for i in range(_CURVE_POINTS))
    values = [round(65535 * point) for point in points]
    return struct.pack(f">4s4xI{len(values)}H", b"curv", len(values), *values)


def _linear(value: float) -> float:
    """The sRGB transfer function, from the stored value to light."""
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _description(text: str) -> bytes:
    """A version 2 `desc` tag: ASCII, then an empty Unicode and an empty Macintosh text."""
    ascii_text = text.encode("ascii") + b"\0"
    return struct.pack(">4s4xI", b"desc", len(ascii_text)) + ascii_text + bytes(78)


def _xyz(colour: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(map(_fixed, colour))


def _fixed(value: float) -> bytes:
    """A signed number with 16 binary places."""
    return struct.pack(">i", round(value * 65536))
