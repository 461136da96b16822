"""What can go wrong at the filing cabinet. Messages carry keys and reasons, never page content."""


class ArchiveError(Exception):
    """Base of all errors of this package."""


class CannotComposeError(ArchiveError):
    """No PDF/A can be made of these pages without losing something a person would see."""

    def __init__(self, why: str) -> None:
        super().__init__(f"cannot compose: {why}")
        self.why = why


class MoreThanImagesError(CannotComposeError):
    """A page shows more than its images alone would; only a rendering of the page keeps that."""


class BadKeyError(ArchiveError):
    """The text is no object key of ours."""

    def __init__(self, key: str) -> None:
        super().__init__(f"not an object key: {len(key)} characters")
        self.key = key  # for the caller; a wrong key may be anything, so it stays out of the log


class StoreDownError(ArchiveError):
    """The store cannot do it now (full, read-only, unreachable). Ask again later."""

    def __init__(self, doing: str, reason: str) -> None:
        super().__init__(f"the store is down: {doing}: {reason}")
        self.doing = doing
        self.reason = reason


class AlteredError(ArchiveError):
    """What lies under the key has other bytes than promised. Never repaired silently."""

    def __init__(self, key: str) -> None:
        super().__init__(f"other bytes than promised under {key}")
        self.key = key


class NotFiledError(ArchiveError):
    """Nothing lies under the key."""

    def __init__(self, key: str) -> None:
        super().__init__(f"nothing is filed under {key}")
        self.key = key
