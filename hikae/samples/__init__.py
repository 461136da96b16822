"""Invented forms as an office scanner would send them, with the ledger and the truth beside.

`make` writes a whole batch. For one document with chosen facts: `applicant`, `paper`,
`one_receipt`, `save`. No real person, number or form is in here.
"""

from hikae.samples.batch import Batch, FolderNotEmptyError, make
from hikae.samples.lettering import JapaneseFontMissingError
from hikae.samples.looks import Damage, IdCode, IdPrint, Kind, Look
from hikae.samples.people import Applicant, Status
from hikae.samples.profiles import Profile
from hikae.samples.save import How, save, truncate
from hikae.samples.scanner import Mode, Scanner
from hikae.samples.single import applicant, one_receipt, paper
from hikae.samples.wear import Wear

__all__ = [
    "Applicant",
    "Batch",
    "Damage",
    "FolderNotEmptyError",
    "How",
    "IdCode",
    "IdPrint",
    "JapaneseFontMissingError",
    "Kind",
    "Look",
    "Mode",
    "Profile",
    "Scanner",
    "Status",
    "Wear",
    "applicant",
    "make",
    "one_receipt",
    "paper",
    "save",
    "truncate",
]
