"""Where things lie in the archive. Pure: a key comes from content hashes, never from a person."""

import re

from archive.errors import BadKeyError
from ledger.scans import ScanKind

_SHA256 = re.compile(r"[0-9a-f]{64}")
_PART = r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,126}"  # no leading dot: no "..", nothing hidden
_KEY = re.compile(rf"{_PART}(?:/{_PART})*")
_LONGEST = 512


def document_key(sha256: str) -> str:
    """The key of a composed document, by the hash of its own bytes."""
    return f"documents/{_fanned_out(sha256)}.pdf"


def original_key(sha256: str, kind: ScanKind) -> str:
    """The key of a received file as it came, by the hash of its bytes."""
    return f"originals/{_fanned_out(sha256)}.{kind.value}"


def readings_key(scan_sha256: str, attempt: int) -> str:
    """The key of what was read on a scan; `attempt` counts from 1."""
    if not 1 <= attempt <= 9999:
        raise ValueError(f"attempts count from 1 to 9999, not {attempt}")
    return f"readings/{_fanned_out(scan_sha256)}/{attempt:04d}.json"


def texts_key(scan_sha256: str, attempt: int) -> str:
    """The key of the full text of a scan's pages."""
    return readings_key(scan_sha256, attempt).replace(".json", "-text.json")


def later_texts_key(scan_sha256: str, attempt: int, text_sha256: str) -> str:
    """The key of that text with what was read of it later, by the hash of its own bytes."""
    if not _SHA256.fullmatch(text_sha256):
        raise ValueError("a SHA-256 is 64 lower-case hexadecimal digits")
    return readings_key(scan_sha256, attempt).replace(".json", f"-text-{text_sha256}.json")


def checked(key: str) -> str:
    """Give the key back if it is one.

    Raises:
        BadKeyError: absolute, `..`, hidden or empty parts, or characters outside our ASCII set.
    """
    if len(key) > _LONGEST or not _KEY.fullmatch(key):
        raise BadKeyError(key)
    return key


def is_key(text: str) -> bool:
    """Whether a name found in the store can be one of our keys."""
    return len(text) <= _LONGEST and _KEY.fullmatch(text) is not None


def _fanned_out(sha256: str) -> str:
    """Two levels of 256 folders, so that no folder ever holds millions of names."""
    if not _SHA256.fullmatch(sha256):
        raise ValueError("a SHA-256 is 64 lower-case hexadecimal digits")
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"
