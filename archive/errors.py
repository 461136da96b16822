"""What can go wrong at the filing cabinet. Messages carry keys and reasons, never page content.

They keep their arguments as they are, because they travel between processes.
"""


class ArchiveError(Exception):
    """Base of all errors of this package."""


class CannotComposeError(ArchiveError):
    """No PDF/A can be made of these pages without losing something a person would see."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why

    def __str__(self) -> str:
        return f"cannot compose: {self.why}"


class MoreThanImagesError(CannotComposeError):
    """A page shows more than its images alone would; only a rendering of the page keeps that."""


class BadKeyError(ArchiveError):
    """The text is no object key of ours."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key  # for the caller; a wrong key may be anything, so it stays out of the log

    def __str__(self) -> str:
        return f"not an object key: {len(self.key)} characters"


class StoreDownError(ArchiveError):
    """The store cannot do it now (full, read-only, unreachable). Ask again later."""

    def __init__(self, doing: str, reason: str) -> None:
        super().__init__(doing, reason)
        self.doing = doing
        self.reason = reason

    def __str__(self) -> str:
        return f"the store is down: {self.doing}: {self.reason}"


class AlteredError(ArchiveError):
    """What lies under the key has other bytes than promised. Never repaired silently."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key

    def __str__(self) -> str:
        return f"other bytes than promised under {self.key}"


class OtherBytesError(ArchiveError):
    """The bytes to be filed are not those that were announced; nothing was filed."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key

    def __str__(self) -> str:
        return f"other bytes than announced for {self.key}"


class NotFiledError(ArchiveError):
    """Nothing lies under the key."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key

    def __str__(self) -> str:
        return f"nothing is filed under {self.key}"


class BucketMissingError(StoreDownError):
    """The server answers, but has no such bucket. That is no empty archive: somebody must look."""


class StoreNotProtectedError(StoreDownError):
    """What is put here could be deleted at any time, though the office was promised otherwise."""
