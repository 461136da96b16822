"""The moments between two writes, by name: where a power cut may come, and where tests let it."""

from collections.abc import Callable
from enum import StrEnum


class Point(StrEnum):
    """What has just been done, in the order in which it happens."""

    NOTED = "noted"  # claim.json is on the disk, the drop still in its folder
    MOVED = "moved"  # the drop is in the spool by rename; folders not synced yet
    COPY_BEGUN = "copy_begun"  # another file system: marked as a copy
    COPIED = "copied"  # all bytes copied, under the name for the meantime
    CLAIMED = "claimed"  # content on the disk in the spool
    DIGESTED = "digested"
    INSPECTED = "inspected"
    KEPT = "kept"  # the original is in the store
    PROMISED = "promised"  # the digest is on the disk that is about to be registered
    REGISTERED = "registered"  # the database has it, the spool does not know yet
    NOTED_AS_TAKEN = "noted_as_taken"  # the spool knows, too
    SOURCE_REMOVED = "source_removed"  # of a copy: the drop is gone from its folder
    LINKED_BACK = "linked_back"  # changed content has two names: in the spool and in the folder
    PUT_BACK = "put_back"  # ... and now only the one in the folder
    EMPTIED = "emptied"  # released: content gone, the rest of the claim still there


Reached = Callable[[Point], None]


def nowhere(point: Point) -> None:
    """Go on: nobody waits at this point."""
