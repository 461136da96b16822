"""What can go wrong in the ledger. Messages carry no personal data."""


class LedgerError(Exception):
    """Base of all errors of this package."""


class BadApplicationIdError(LedgerError):
    """The text is no application ID."""

    def __init__(self, text: str) -> None:
        super().__init__(f"not an application ID: {len(text)} characters, 23 digits wanted")
        self.text = text  # for the caller; the message must not carry it into a log
