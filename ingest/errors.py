"""What can go wrong at the receiving desk. In every case the dropped file is kept somewhere."""


class IngestError(Exception):
    """Base of all errors of this package."""


class VanishedError(IngestError):
    """The drop is gone: its owner took it away, or somebody else took it in. Nothing to do."""


class ChangedError(IngestError):
    """The file changed while it was taken in; it lies in the drop folder again and starts over."""


class NotAFileError(IngestError):
    """What lies there is no regular file (any more): a link, a pipe, a folder."""


class CannotClaimError(IngestError):
    """This one drop cannot be moved or read, for instance because it belongs to somebody else."""


class NotNowError(IngestError):
    """Store, database or spool is away. Nothing lost: the same again later.

    The callables that `ingest.take` is given raise it (or a child of it) for whatever passes.
    """


class SpoolDownError(NotNowError):
    """The spool cannot be written: disk full, read-only, no permission. Nothing lost."""


class QuarantineDownError(NotNowError):
    """The quarantine folder cannot be written. The content stays in the spool."""
