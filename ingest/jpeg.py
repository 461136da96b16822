"""Is a JPEG there to its end marker? Walks the segments; what follows the end is not looked at."""

import re

from ingest.structure import FileBytes, NonsenseError

_SOI, _EOI, _SOS, _TEM = 0xD8, 0xD9, 0xDA, 0x01
_RESTARTS = range(0xD0, 0xD8)
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # SOF0–SOF15 without DHT, JPG, DAC
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)
_BLOCK = 1 << 20


def walk_jpeg(data: FileBytes) -> int:
    """Follow the segments from the first to the end of the image.

    Returns:
        One: a JPEG is one page.

    Raises:
        EndsEarlyError: the end marker has not arrived yet.
        NonsenseError: a segment does not begin where the one before ends, or there is no picture.
    """
    offset, seen = 2, set[int]()
    while True:
        marker, offset = _marker(data, offset)
        if marker == _EOI:
            break
        seen.add(marker)
        offset = _behind(data, marker, offset)
        if marker == _SOS:
            offset = _entropy_end(data, offset)
    if _SOS not in seen or not seen & _FRAMES:
        raise NonsenseError
    return 1


def _marker(data: FileBytes, offset: int) -> tuple[int, int]:
    if data.filled(offset, 1) != b"\xff":
        raise NonsenseError
    code = data.filled(offset + 1, 1)[0]
    while code == 0xFF:  # any number of fill bytes may stand before a marker
        offset += 1
        code = data.filled(offset + 1, 1)[0]
    if code == _SOI:
        raise NonsenseError
    return code, offset + 2


def _behind(data: FileBytes, marker: int, offset: int) -> int:
    if marker == _TEM or marker in _RESTARTS:
        return offset
    length = int.from_bytes(data.filled(offset, 2))
    if length < 2:
        raise NonsenseError
    data.need(offset, length)
    return offset + length


def _entropy_end(data: FileBytes, offset: int) -> int:
    """Skip packed picture data: a marker ends it that is neither stuffing nor a restart."""
    while True:
        block = data.at(offset, max(min(_BLOCK, data.size - offset), 2))
        found = _NEXT_MARKER.search(block)
        if found:
            return offset + found.start()
        offset += len(block) - 1  # the last byte may be the first half of a marker
