"""What the exit codes of `hikae` mean. Stable; documented in `docs/errors.md`."""

from enum import IntEnum


class Exit(IntEnum):
    """One code a kind of ending."""

    OK = 0  # did it
    FAILED = 1  # looked, and found something wrong (balance, verify, check)
    USAGE = 2  # the command was called wrongly
    NOT_FOUND = 3  # no such file, document or entry
    REFUSED = 4  # the rules or an earlier decision do not allow it; nothing was changed
    UNAVAILABLE = 5  # database, store, disk or a needed program is away; try again
    SETTINGS = 6  # a setting is unknown or out of bounds
    BAD_INPUT = 7  # a file given to a command has a mistake; nothing was taken from it
