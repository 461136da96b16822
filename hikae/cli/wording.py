"""What a person puts on record for good: who decides, why, and notes.

These words go into a chain of events that is never rewritten, so they are looked at before.
"""

import unicodedata
from typing import Annotated

import typer

from hikae.cli.errors import GiveUpError
from hikae.cli.exits import Exit
from hikae.cli.opening import desk
from hikae.i18n import _
from hikae.office import MACHINE
from ingest.personal import without_my_numbers


def _fit_for_the_record(context: typer.Context, text: str) -> str:
    """Refuse what may be a My Number: nobody could take it out again."""
    if without_my_numbers(text) != text:
        desk(context).settings()  # speaks the office's language
        raise GiveUpError(
            Exit.USAGE,
            _(
                "The text holds a number of 12 digits, perhaps a personal number. It would stay "
                "on record for good. Nothing was done. Leave the number out."
            ),
        )
    return text


def _who(context: typer.Context, by: str) -> str:
    """Refuse a decision by nobody, or by somebody who passes for the program."""
    plain = unicodedata.normalize("NFKC", by).strip().casefold()
    if not plain or plain == MACHINE:
        desk(context).settings()  # speaks the office's language
        raise GiveUpError(
            Exit.USAGE,
            _(
                "--by names the person who decides; it may be neither empty nor `{machine}`, "
                "which stands for decisions of the program. Nothing was done.",
                machine=MACHINE,
            ),
        )
    return _fit_for_the_record(context, by)


ByOption = Annotated[
    str, typer.Option("--by", metavar="USER", help="Who decides this.", callback=_who)
]
WhyOption = Annotated[
    str,
    typer.Option(
        "--why", metavar="TEXT", help="The reason, for the record.", callback=_fit_for_the_record
    ),
]
NoteOption = Annotated[
    str,
    typer.Option(
        "--note", help="What the record should say besides.", callback=_fit_for_the_record
    ),
]
