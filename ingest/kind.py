"""What a file is by its first bytes, whatever its name says. Pure."""

from ledger.scans import ScanKind

HEAD_SIZE = 1024  # readers look for the PDF header in this many bytes; printers put PJL before it

_PDF = b"%PDF-"
_PJL = b"\x1b%-12345X"
_STARTS = {
    b"\xff\xd8\xff": ScanKind.JPEG,
    b"\x89PNG\r\n\x1a\n": ScanKind.PNG,
    b"II\x2a\x00": ScanKind.TIFF,
    b"MM\x00\x2a": ScanKind.TIFF,
    b"II\x2b\x00\x08\x00\x00\x00": ScanKind.TIFF,  # BigTIFF
    b"MM\x00\x2b\x00\x08\x00\x00": ScanKind.TIFF,
}


def kind_of(head: bytes) -> ScanKind | None:
    """Name the kind of file that begins with these bytes; None for any other."""
    for start, kind in _STARTS.items():
        if head.startswith(start):
            return kind
    return ScanKind.PDF if _PDF in head[:HEAD_SIZE] else None


def may_become(head: bytes) -> bool:
    """Tell whether a file that shows no kind yet might show one once more of it has arrived.

    True for the first few bytes of a known beginning and for a printer header that a PDF may
    follow; zeros at the end are room that the sender has reserved and not filled yet.
    """
    so_far = head.rstrip(b"\x00")
    if len(so_far) < HEAD_SIZE and (so_far.startswith(_PJL) or _PJL.startswith(so_far)):
        return True
    return any(start.startswith(so_far) for start in (_PDF, *_STARTS))
