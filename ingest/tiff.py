"""Is each page of a TIFF there? Walks the chain of directories; TIFF and BigTIFF, both orders.

A TIFF that a scanner writes page by page is whole after every page: only time tells whether
another one follows (`ingest.settle` waits longer for it).
"""

import struct
from dataclasses import dataclass

from ingest.structure import EndsEarlyError, FileBytes, NonsenseError
from ledger.why import Unreadable

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_SIZES |= {16: 8, 17: 8, 18: 8}  # the wide numbers of BigTIFF
_WHOLE_NUMBERS = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}
_COMPRESSION, _PLAIN = 259, 1
_PLACES = ((273, 279), (324, 325), (513, 514))  # strips, tiles, JPEG inside: offsets and lengths
_MOST_PADDING = 4096
_MOST_PAGES = 20_000
_MOST_FIELDS = 1000  # a page has some twenty
_MOST_VALUES = 4_000_000  # directories and lists that overlap must not make us read for hours


@dataclass(frozen=True, slots=True)
class _Layout:
    """How numbers are written: the byte order, and how wide TIFF or BigTIFF counts."""

    order: str
    count: str
    entry: str
    offset: str

    def read(self, data: FileBytes, offset: int, form: str) -> tuple[int, ...]:
        return struct.unpack(self.order + form, data.at(offset, struct.calcsize(self.order + form)))


@dataclass(frozen=True, slots=True)
class _Field:
    """One entry of a directory: where its values lie and what they are."""

    type: int
    count: int
    offset: int


def walk_tiff(data: FileBytes) -> int:
    """Follow the directories from the first to the last.

    Returns:
        How many there are, one a page.

    Raises:
        EndsEarlyError: a directory, a value or a strip lies behind the last byte.
        NonsenseError: the chain bites its tail, or a directory describes no picture.
    """
    layout, place = _start(data)
    seen, left = set[int](), _MOST_VALUES
    while place:
        if place in seen:
            raise NonsenseError
        seen.add(place)
        if len(seen) > _MOST_PAGES:
            raise NonsenseError(Unreadable.TOO_MANY_PAGES)
        fields, place = _directory(data, layout, place)
        left -= sum(field.count for field in fields.values() if field.type in _WHOLE_NUMBERS)
        if left < 0:
            raise NonsenseError
        _page(data, layout, fields)
    if data.size - data.reach > _MOST_PADDING:
        data.filled(data.size - _MOST_PADDING, _MOST_PADDING)  # else reserved: more pages come
    return len(seen)


def _start(data: FileBytes) -> tuple[_Layout, int]:
    order = "<" if data.at(0, 2) == b"II" else ">"
    if struct.unpack(order + "H", data.at(2, 2))[0] == 43:
        layout = _Layout(order, "Q", "HHQ", "Q")
        (first,) = layout.read(data, 8, "Q")
    else:
        layout = _Layout(order, "H", "HHI", "I")
        (first,) = layout.read(data, 4, "I")
    if not first:  # written last: the header is a promise
        raise EndsEarlyError
    return layout, first


def _directory(data: FileBytes, layout: _Layout, place: int) -> tuple[dict[int, _Field], int]:
    (count,) = layout.read(data, place, layout.count)
    if not count:
        raise EndsEarlyError
    if count > _MOST_FIELDS:
        raise NonsenseError
    start = place + struct.calcsize("=" + layout.count)
    width = struct.calcsize("=" + layout.entry + layout.offset)
    data.need(start, count * width)
    fields = dict(_field(data, layout, start + number * width) for number in range(count))
    (following,) = layout.read(data, start + count * width, layout.offset)
    return fields, following


def _field(data: FileBytes, layout: _Layout, place: int) -> tuple[int, _Field]:
    tag, kind, count = layout.read(data, place, layout.entry)
    value = place + struct.calcsize("=" + layout.entry)
    if not kind:
        raise EndsEarlyError
    size = _SIZES.get(kind, 1) * count  # readers skip a type they do not know; so do we
    if size > struct.calcsize("=" + layout.offset):
        (value,) = layout.read(data, value, layout.offset)
        if kind in _SIZES:
            data.need(value, size)
    return tag, _Field(kind, count, value)


def _page(data: FileBytes, layout: _Layout, fields: dict[int, _Field]) -> None:
    pieces = [
        piece
        for offsets, lengths in _PLACES
        if offsets in fields and lengths in fields
        for piece in zip(
            _values(data, layout, fields[offsets]),
            _values(data, layout, fields[lengths]),
            strict=False,
        )
    ]
    if not pieces:
        raise NonsenseError
    packed = _COMPRESSION in fields and _values(data, layout, fields[_COMPRESSION]) != (_PLAIN,)
    for offset, length in pieces:
        if not offset or not length:
            raise EndsEarlyError
        data.need(offset, length)
        if packed and not data.at(offset, min(length, 16)).strip(b"\x00"):
            data.filled(offset, length)  # packed picture data is never all zeros


def _values(data: FileBytes, layout: _Layout, field: _Field) -> tuple[int, ...]:
    if field.type not in _WHOLE_NUMBERS:
        raise NonsenseError
    return layout.read(data, field.offset, f"{field.count}{_WHOLE_NUMBERS[field.type]}")
