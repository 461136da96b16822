"""Errors as a person sees them: what happened, what is safe, what to do next."""

from collections.abc import Iterator
from contextlib import contextmanager

from archive.errors import AlteredError, NotFiledError, StoreDownError
from config.settings import PREFIX, Settings, SettingsError
from hikae.cli.exits import Exit
from hikae.cli.terminal import err, one_line
from hikae.i18n import _
from hikae.sentences import event_word, stage_word, standing_word
from ingest.errors import NotNowError
from ledger.errors import (
    AlreadyDecidedError,
    AlreadyInLedgerError,
    BadApplicationIdError,
    BadLedgerFileError,
    DatabaseDownError,
    DatabaseOnNetworkError,
    MoveRefusedError,
    NotInLedgerError,
    NotOnRecordError,
    SchemaNotCurrentError,
    StaleEntryError,
)
from ledger.events import EventKind
from ledger.states import Stage
from ocr.errors import BadFormFileError, NoLanguageError, NoTesseractError


class GiveUpError(Exception):
    """A command cannot go on; the sentence is already what a person needs."""

    def __init__(self, exit_code: Exit, sentence: str) -> None:
        super().__init__(sentence)
        self.exit_code = exit_code


@contextmanager
def explained() -> Iterator[None]:
    """Turn our errors into one sentence and an exit code; anything else is a defect and raises."""
    try:
        yield
    except GiveUpError as error:
        _leave(error.exit_code, str(error))
    except EXPLAINED as error:
        _leave(*explanation(error))


def explanation(error: Exception) -> tuple[Exit, str]:
    """Say what an error means to the person in front of the screen."""
    match error:
        case SettingsError():
            return Exit.SETTINGS, _about_a_setting(error)
        case DatabaseOnNetworkError():
            return Exit.SETTINGS, _(
                "The office folder lies on a network share ({filesystem}), where the ledger could "
                "lose data. Nothing was done. Choose a folder on this machine's own disk; only "
                "the scans may come from the share.",
                filesystem=error.filesystem,
            )
        case DatabaseDownError():
            return Exit.UNAVAILABLE, _(
                "The ledger cannot be used now: {reason}. Nothing was changed. See that the disk "
                "has room and no other program holds the file, or that the database server can "
                "be reached, then try again.",
                reason=error.reason,
            )
        case SchemaNotCurrentError():
            return Exit.UNAVAILABLE, _about_another_version(error)
        case StoreDownError():
            return Exit.UNAVAILABLE, _(
                "The archive cannot be used now: {reason}. Nothing is lost; what is not filed yet "
                "waits. See that it can be reached and written and has room, then try again.",
                reason=error.reason,
            )
        case NotNowError():
            return Exit.UNAVAILABLE, _(
                "Taking in is not possible now: {reason}. The file stays where it is, or in the "
                "spool, and is taken in by itself later.",
                reason=str(error) or type(error).__name__,
            )
        case AlteredError() | NotFiledError():
            return Exit.FAILED, _(
                "An object of the archive is missing or altered: {key}. Do not work on. Run "
                "`hikae archive verify` and restore it from the backup.",
                key=error.key,
            )
        case NoTesseractError() | NoLanguageError():
            return Exit.UNAVAILABLE, _(
                "Reading is not possible: {problem}. Scans wait and nothing is lost. "
                "Run script/setup, or install the package named.",
                problem=str(error),
            )
        case OSError():
            missing = isinstance(error, FileNotFoundError)
            return Exit.NOT_FOUND if missing else Exit.UNAVAILABLE, _(
                "{path} cannot be used: {reason}. What was taken in before is safe. See that it "
                "is there, that it may be read and written and that the disk has room, or name "
                "another place.",
                path=one_line(error.filename or _("A file or folder")),
                reason=error.strerror or type(error).__name__,
            )
        case _:
            return _about_the_ledger(error)


def is_newer(error: SchemaNotCurrentError) -> bool:
    """Tell whether a later version of the program made the ledger; versions count upwards."""
    return (error.found or "") > (error.wanted or "")


def _about_another_version(error: SchemaNotCurrentError) -> str:
    if is_newer(error):
        return _(
            "The ledger was made by a newer version of Hikae. Nothing was changed. "
            "Install that version, or a later one."
        )
    return _(
        "The ledger was made by another version of Hikae. Nothing was changed. "
        "Make a copy of the office folder, then run: hikae migrate"
    )


def _about_a_setting(error: SettingsError) -> str:
    if error.name.endswith(".toml"):
        return _(
            "The file {name} cannot be used: {problem}. Nothing was done. "
            "Correct it, or remove it: then the defaults hold.",
            name=error.name,
            problem=error.problem,
        )
    known = error.name in Settings.model_fields  # pydantic names the field, people the variable
    return _(
        "The setting {name} is wrong: {problem}. Nothing was done. "
        "Correct it in the environment or in hikae.toml.",
        name=PREFIX + error.name.upper() if known else error.name,
        problem=error.problem,
    )


def _about_the_ledger(error: Exception) -> tuple[Exit, str]:
    match error:
        case BadApplicationIdError():
            return Exit.USAGE, _(
                "This is no application ID: 23 digits are wanted. Nothing was done."
            )
        case BadLedgerFileError():
            return Exit.BAD_INPUT, _(
                "The list has a mistake: {problem}. Nothing of it was taken in. "
                "Correct it and import it again.",
                problem=str(error),
            )
        case AlreadyInLedgerError():
            return Exit.BAD_INPUT, _(
                "Line {line} of the list contradicts the ledger ({field}). Nothing of it was taken "
                "in. Correct the line, or the entry.",
                line=error.line,
                field=error.field,
            )
        case NotInLedgerError():
            return Exit.NOT_FOUND, _(
                "The ledger has no entry with this application ID. Nothing was done. "
                "Compare the number, or import the newest list."
            )
        case NotOnRecordError():
            return Exit.NOT_FOUND, _(
                "There is no such document. Nothing was done. "
                "`hikae held` and `hikae find` show their numbers."
            )
        case MoveRefusedError():
            return Exit.REFUSED, _(
                "The rules do not allow this now ({kind} at {stage}). Nothing was changed. "
                "If the ledger is wrong, use `hikae ledger correct`.",
                kind=event_word(EventKind(error.kind)),
                stage=stage_word(Stage(error.stage)),
            )
        case AlreadyDecidedError():
            return Exit.REFUSED, _(
                "This was decided before ({stands}). Nothing was changed. "
                "To undo a filing, use `hikae refile`.",
                stands=standing_word(error.stands),
            )
        case StaleEntryError():
            return Exit.REFUSED, _(
                "Somebody else changed the entry meanwhile. Nothing was changed. Look again."
            )
        case BadFormFileError():
            return Exit.SETTINGS, _(
                "A form file cannot be used: {problem}. Correct or remove it.", problem=str(error)
            )
        case _:
            raise error


EXPLAINED = (
    SettingsError,
    DatabaseOnNetworkError,
    DatabaseDownError,
    SchemaNotCurrentError,
    StoreDownError,
    NotNowError,
    AlteredError,
    NotFiledError,
    NoTesseractError,
    NoLanguageError,
    BadApplicationIdError,
    BadLedgerFileError,
    AlreadyInLedgerError,
    NotInLedgerError,
    NotOnRecordError,
    MoveRefusedError,
    AlreadyDecidedError,
    StaleEntryError,
    BadFormFileError,
    OSError,  # of a place that somebody named: only commands come here, work has its patience
)


def _leave(code: Exit, sentence: str) -> None:
    err.print(sentence, markup=False)
    raise SystemExit(int(code))
