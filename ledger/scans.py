"""The words for what came in: kinds of file, how far a scan got, what became of a page."""

from enum import StrEnum


class ScanKind(StrEnum):
    """What a file is by its first bytes, whatever its name says."""

    PDF = "pdf"
    TIFF = "tiff"
    JPEG = "jpeg"
    PNG = "png"


class ArrivalState(StrEnum):
    """How far a file that somebody dropped got."""

    WAITING = "waiting"
    WORKING = "working"
    ENDED = "ended"
    QUARANTINED = "quarantined"
    DUPLICATE = "duplicate"


class PageRole(StrEnum):
    """What a page is; only content belongs to a document."""

    CONTENT = "content"
    BLANK = "blank"
    SEPARATOR = "separator"


class Outcome(StrEnum):
    """What became of a document."""

    FILED = "filed"  # under an ID in the archive, attached to its entry
    HELD = "held"  # waits for a person
    REJECTED = "rejected"  # a person decided that it belongs to no entry; kept on record
    WITHDRAWN = "withdrawn"  # was filed wrongly, filed anew elsewhere; kept on record
