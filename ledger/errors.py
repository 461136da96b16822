"""What can go wrong in the ledger. Messages carry no personal data."""


class LedgerError(Exception):
    """Base of all errors of this package."""


class BadApplicationIdError(LedgerError):
    """The text is no application ID."""

    def __init__(self, text: str) -> None:
        super().__init__(f"not an application ID: {len(text)} characters, 23 digits wanted")
        self.text = text  # for the caller; the message must not carry it into a log


class NotInLedgerError(LedgerError):
    """There is no entry with this application ID."""

    def __init__(self, application_id: object) -> None:
        super().__init__("no entry with this application ID")
        self.application_id = application_id


class AlreadyInLedgerError(LedgerError):
    """An entry with this application ID is there already, with other facts.

    `field` names what differs; `line` is the number in the list that was to be imported.
    """

    def __init__(self, field: str, line: int) -> None:
        super().__init__(f"line {line}: already in the ledger with another {field}")
        self.field = field
        self.line = line


class MoveRefusedError(LedgerError):
    """The rules do not allow this event at this stage."""

    def __init__(self, kind: str, stage: str, why: str) -> None:
        super().__init__(f"{kind} is not possible at {stage}: {why}")
        self.kind = kind
        self.stage = stage
        self.why = why


class StaleEntryError(LedgerError):
    """Somebody else changed the entry since it was looked at. Look again, then decide again."""

    def __init__(self) -> None:
        super().__init__("the entry was changed by somebody else; look at it again")


class BadLedgerFileError(LedgerError):
    """A list cannot be imported. `line` is 0 where the file as a whole is meant."""

    def __init__(self, problem: str, line: int = 0) -> None:
        super().__init__(f"line {line}: {problem}" if line else problem)
        self.problem = problem
        self.line = line


class NotOnRecordError(LedgerError):
    """The register knows no such arrival, scan or document."""

    def __init__(self, what: str, key: str) -> None:
        super().__init__(f"no such {what}: {key[:12]}")
        self.what = what


class AlreadyDecidedError(LedgerError):
    """The scan or document was decided otherwise before; what stands is not overwritten."""

    def __init__(self, what: str, key: str, stands: str) -> None:
        super().__init__(f"{what} {key[:12]} is {stands} already")
        self.what = what
        self.stands = stands


class PagesMissingError(LedgerError):
    """The pages of a scan are not each in exactly one place; the scan must not end."""

    def __init__(self, scan_sha256: str, problem: str) -> None:
        super().__init__(f"scan {scan_sha256[:12]}: {problem}")
        self.scan_sha256 = scan_sha256


class DatabaseDownError(LedgerError):
    """The database is locked, full, read-only or away. Nothing was written; try again later."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the database does not answer: {reason}")
        self.reason = reason


class DatabaseOnNetworkError(LedgerError):
    """The database file would lie on a network share, where SQLite loses data."""

    def __init__(self, path: object, filesystem: str) -> None:
        super().__init__(f"the database may not lie on a network share ({filesystem}): {path}")
        self.path = path
        self.filesystem = filesystem


class SchemaNotCurrentError(LedgerError):
    """The tables are older or newer than this program."""

    def __init__(self, found: str | None, wanted: str | None) -> None:
        super().__init__(f"the database has schema {found}, this program needs {wanted}")
        self.found = found
        self.wanted = wanted
