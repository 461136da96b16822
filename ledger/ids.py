"""The numbers by which an application is known. Values only: no look-up, no database."""

import unicodedata
from dataclasses import dataclass
from typing import Self

from ledger.errors import BadApplicationIdError

APPLICATION_ID_LENGTH = 23
_SEPARATORS = str.maketrans("", "", " \t-‐‑–—−ー－_")


@dataclass(frozen=True, slots=True, order=True)
class ApplicationId:
    """Twenty-three ASCII digits (申請書ID), as printed on the form, without blanks."""

    digits: str

    def __post_init__(self) -> None:
        if len(self.digits) != APPLICATION_ID_LENGTH or not (
            self.digits.isascii() and self.digits.isdigit()
        ):
            raise BadApplicationIdError(self.digits)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an ID as people write it: full-width digits, blanks and hyphens are folded.

        Raises:
            BadApplicationIdError: something else than 23 digits is left.
        """
        return cls(unicodedata.normalize("NFKC", text).translate(_SEPARATORS).strip())

    @property
    def masked(self) -> str:
        """The last four digits: enough for a person to recognise it, too few for a log to leak."""
        return f"…{self.digits[-4:]}"

    def __repr__(self) -> str:
        return f"ApplicationId({self.masked})"
