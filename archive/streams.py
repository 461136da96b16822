"""Bytes on their way between a file and a server: measured, checked and flushed, never gathered."""

import os
import secrets
from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import md5, sha256
from pathlib import Path
from typing import BinaryIO

from archive.errors import OtherBytesError
from archive.store import Filing

BLOCK = 1 << 20
_SENT_AT_ONCE = 1 << 16  # each must go out within the time of a connect


@dataclass(frozen=True, slots=True)
class Measured:
    """What is to be sent, as it was when we looked."""

    filing: Filing
    md5: str  # base64; for servers that look at no other checksum

    @property
    def sha256(self) -> str:
        """As base64, which is how servers want a checksum."""
        return b64encode(bytes.fromhex(self.filing.sha256)).decode("ascii")


def measured(key: str, content: BinaryIO) -> Measured:
    """Read all of it once."""
    digest, old_digest, size = sha256(), md5(usedforsecurity=False), 0
    while block := content.read(BLOCK):
        digest.update(block)
        old_digest.update(block)
        size += len(block)
    old = b64encode(old_digest.digest()).decode("ascii")
    return Measured(Filing(key, digest.hexdigest(), size), old)


def blocks_of(what: Measured, content: BinaryIO) -> Iterator[bytes]:
    """Read it a second time, to be sent.

    The last block is given only if all are still the bytes that were measured: without its end a
    server files nothing.

    Raises:
        OtherBytesError: somebody writes to the file meanwhile.
    """
    content.seek(0)
    digest, left = sha256(), what.filing.size
    # Near the end one byte more than there should be, so that a file that has grown is seen.
    while block := content.read(left + 1 if left <= _SENT_AT_ONCE else _SENT_AT_ONCE):
        digest.update(block)
        left -= len(block)
        if left <= 0 and digest.hexdigest() != what.filing.sha256:
            raise OtherBytesError(what.filing.key)
        yield block
    if left > 0:
        raise OtherBytesError(what.filing.key)


def hashed(key: str, blocks: Iterable[bytes]) -> Filing:
    """Tell what bytes these are."""
    digest, size = sha256(), 0
    for block in blocks:
        digest.update(block)
        size += len(block)
    return Filing(key, digest.hexdigest(), size)


def write(key: str, blocks: Iterable[bytes], into: Path) -> Filing:
    """Make a file of them, durably; one that is there is replaced at once or not at all."""
    beside = into.with_name(f".{secrets.token_hex(8)}.part")
    try:
        filing = _write(key, blocks, beside)
        beside.replace(into)
    finally:
        beside.unlink(missing_ok=True)
    _flush_folder(into.parent)
    return filing


def _write(key: str, blocks: Iterable[bytes], to: Path) -> Filing:
    descriptor = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o440)
    with os.fdopen(descriptor, "wb") as stream:

        def written() -> Iterator[bytes]:
            for block in blocks:
                stream.write(block)
                yield block

        filing = hashed(key, written())
        stream.flush()
        os.fsync(stream.fileno())
    return filing


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
