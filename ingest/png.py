"""Is a PNG there to its last chunk, and does each chunk's checksum hold?"""

import zlib

from ingest.structure import FileBytes, NonsenseError

_SIGNATURE_SIZE = 8
_BLOCK = 1 << 20
_LONGEST = (1 << 31) - 1


def walk_png(data: FileBytes) -> int:
    """Follow the chunks from IHDR to IEND.

    Returns:
        One: a PNG is one page.

    Raises:
        EndsEarlyError: the end chunk has not arrived yet.
        NonsenseError: no chunk where one should be, a wrong checksum, no picture.
    """
    offset, seen = _SIGNATURE_SIZE, list[bytes]()
    while b"IEND" not in seen[-1:]:
        name, offset = _chunk(data, offset)
        if not seen and name != b"IHDR":
            raise NonsenseError
        if name != b"IDAT" or b"IDAT" not in seen[-1:]:
            seen.append(name)
    if b"IDAT" not in seen:
        raise NonsenseError
    return 1


def _chunk(data: FileBytes, offset: int) -> tuple[bytes, int]:
    length = int.from_bytes(data.at(offset, 4))
    name = data.filled(offset + 4, 4)
    letters = name.rstrip(b"\x00")  # a name half filled is no nonsense
    if length > _LONGEST or not (letters.isascii() and letters.isalpha()):
        raise NonsenseError
    end = offset + 8 + length
    wanted = data.filled(end, 4)  # first: a chunk that is not all there is no wrong checksum
    check = zlib.crc32(name)
    for start in range(offset + 8, end, _BLOCK):
        check = zlib.crc32(data.at(start, min(_BLOCK, end - start)), check)
    if check.to_bytes(4) != wanted:
        raise NonsenseError
    return name, end + 4
