"""Reading a file at an offset, and the two ways in which its structure can disappoint.

The walkers (`tiff`, `jpeg`, `png`) read numbers and lengths, never a picture: they decode nothing.
Zeros where a number must stand mean that the sender reserved the whole room first and has not
filled it yet (PCs copy to a share like this): the structure ends early there.
"""

import os
from typing import BinaryIO

from ledger.why import Unreadable


class EndsEarlyError(Exception):
    """The structure goes on behind the last byte: more may still arrive."""


class NonsenseError(Exception):
    """No byte that may still arrive can make this a file of its kind."""

    def __init__(self, why: Unreadable = Unreadable.DAMAGED_FILE) -> None:
        super().__init__(why.value)
        self.why = why


class FileBytes:
    """The bytes of one open file, addressed by offset.

    `size` is fixed when it is made; `reach` is how far into the file the structure went so far.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.size = os.fstat(file.fileno()).st_size
        self.reach = 0

    def at(self, offset: int, count: int) -> bytes:
        """Read exactly `count` bytes.

        Raises:
            EndsEarlyError: they are not all there.
        """
        self.need(offset, count)
        self._file.seek(offset)
        found = self._file.read(count)
        if len(found) < count:  # the file shrank under us
            raise EndsEarlyError
        return found

    def need(self, offset: int, count: int) -> None:
        """Make sure that a range lies inside the file.

        Raises:
            EndsEarlyError: it does not.
        """
        if offset + count > self.size:
            raise EndsEarlyError
        self.reach = max(self.reach, offset + count)

    def filled(self, offset: int, count: int) -> bytes:
        """Read bytes that cannot all be zero.

        Raises:
            EndsEarlyError: they are not there, or not filled yet.
        """
        found = self.at(offset, count)
        if not found.strip(b"\x00"):
            raise EndsEarlyError
        return found

    def head(self, count: int) -> bytes:
        """Read at most `count` bytes from the beginning."""
        return self.at(0, min(count, self.size))

    def tail(self, count: int) -> bytes:
        """Read at most `count` bytes from the end."""
        count = min(count, self.size)
        return self.at(self.size - count, count)
