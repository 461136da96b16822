"""What every store promises. `tests/contract/test_store.py` holds each implementation to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Filing:
    """An object that lies in the store: it was read back, and these were its bytes."""

    key: str
    sha256: str
    size: int


class Store(Protocol):
    """A place where objects are put once and never changed. May be used from any thread.

    Every method raises `BadKeyError` for what is no key, and `StoreDownError` when the store
    cannot answer now: that never means that an object is missing.
    """

    def verify(self) -> None:
        """See that the store is there and is what the office was promised; writes nothing.

        Raises:
            StoreDownError: it does not answer, or is not what was promised.
        """

    def put(self, key: str, content: Path, sha256: str | None = None) -> Filing:
        """File the bytes of a file, durably, and read them back before returning.

        The same bytes under the same key again change nothing and give the same filing.

        Args:
            sha256: what the bytes must be, where the key says so already.

        Raises:
            OtherBytesError: they are others; nothing was filed.
            AlteredError: other bytes lie under the key, or other bytes came back.
        """

    def put_bytes(self, key: str, content: bytes) -> Filing:
        """`put` for what is in memory."""

    def fetch(self, key: str, into: Path) -> Filing:
        """Copy an object out to a file, durably; a file that is there already is replaced.

        Raises:
            NotFiledError: nothing lies under the key.
        """

    def read(self, key: str) -> bytes:
        """Give the bytes of an object.

        Raises:
            NotFiledError: nothing lies under the key.
        """

    def look(self, key: str) -> Filing | None:
        """Read and hash what lies under the key now; None if nothing does."""

    def sweep(self, older_than_s: float, now: float) -> int:
        """Remove what a crash left half-written before `now - older_than_s` (seconds since 1970).

        Returns:
            How many such leftovers there were.
        """

    def keys(self, prefix: str = "") -> Iterator[str]:
        """Give the keys that begin with the prefix, in the order of their characters."""
