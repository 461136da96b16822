"""What the words of the register mean, said to a clerk: what happened, what is safe, what to do.

Every word has its sentence here and its paragraph in `docs/errors.md`; a test holds us to it.
"""

from hikae.i18n import _
from ingest.leave import LeftAlone
from ledger.events import Differs, EventKind
from ledger.evidence import Candidate, Witness
from ledger.fields import FieldSays
from ledger.forms import FormKind
from ledger.records import EntryRecord
from ledger.scans import ArrivalState, Outcome
from ledger.states import MailState, Stage
from ledger.why import Unreadable, Why
from ocr.likeness import ToldBy


def why_unreadable(why: Unreadable) -> str:
    """Say why a file is in quarantine."""
    return {
        Unreadable.EMPTY_FILE: _(
            "The file is empty: the scanner wrote nothing into it. Scan the paper again."
        ),
        Unreadable.UNKNOWN_KIND: _(
            "The file is neither PDF, TIFF, JPEG nor PNG. It was kept as it is. "
            "Save the scan in one of these formats and drop it again."
        ),
        Unreadable.TRUNCATED: _(
            "The end of the file is missing: the scan was broken off. "
            "What arrived was kept. Scan the paper again."
        ),
        Unreadable.DAMAGED_FILE: _(
            "The file is damaged inside and was not repaired, so that no page is lost unnoticed. "
            "It was kept as it is. Scan the paper again."
        ),
        Unreadable.ENCRYPTED: _(
            "The file is protected by a password. It was kept as it is. "
            "Switch the scanner's protection off and scan again."
        ),
        Unreadable.NO_PAGES: _("There is no page in the file. Scan the paper again."),
        Unreadable.NO_CONTENT: _(
            "There are only blank pages and separator sheets. The file was kept. "
            "Was the paper laid in upside down? Look at it, and scan again if something is missing."
        ),
        Unreadable.TOO_MANY_PAGES: _(
            "The file has more pages than allowed (HIKAE_MAX_PAGES). It was kept as it is. "
            "Scan in smaller batches."
        ),
        Unreadable.TOO_LARGE: _(
            "A page picture is larger than allowed (HIKAE_MAX_PIXELS). The file was kept as it is. "
            "Scan with 300 dpi."
        ),
        Unreadable.READING_FAILED: _(
            "Reading the file failed again and again. It was kept as it is. "
            "Try `hikae retry`; if that fails too, tell the person in charge."
        ),
        Unreadable.CHANGED_AFTER_INTAKE: _(
            "The file changed while it was taken in. What arrived was kept. Drop it again."
        ),
    }[why]


def why_held(why: Why) -> str:
    """Say why a document waits for a person."""
    return {
        Why.NO_KEY: _("No application ID was found on the paper. Type it in, or reject the paper."),
        Why.ILLEGIBLE: _("The page could not be read. Look at it and type the application ID in."),
        Why.LOW_CONFIDENCE: _(
            "The application ID was not read the same way twice. Compare it with the paper."
        ),
        Why.KEY_NOT_IN_LEDGER: _(
            "The application ID on the paper is not in the ledger. "
            "Import the newest list, or compare the ID with the paper."
        ),
        Why.KEY_CONFLICT: _(
            "Code and printed number differ, or two applications compete. Decide by the paper."
        ),
        Why.MULTI_PERSON: _(
            "Two application IDs, or name and birth date of somebody else, stand on these pages. "
            "Were two persons' papers mixed?"
        ),
        Why.MISSING_SEPARATOR: _(
            "There are more pages than one person's papers have. "
            "Was a separator sheet forgotten? Look whose each page is."
        ),
        Why.SECOND_REPLY: _(
            "Another reply form of this application is filed already. Compare the two: which one "
            "counts?"
        ),
        Why.SWAPPED_PAGE: _(
            "One of the pages names somebody else, or the person of the papers before or behind. "
            "Were pages swapped? Look whose each page is."
        ),
        Why.PAGE_UNCONFIRMED: _(
            "On one of the pages nothing says that it is this person's. "
            "Is it somebody else's? Look whose each page is."
        ),
        Why.NO_SECOND_INK: _(
            "The number was read, but nothing else on the paper confirms well enough whose it is. "
            "Compare the paper with the entry."
        ),
        Why.SECOND_INK_DIFFERS: _(
            "Name or birth date on the paper is not that of the entry. Compare with care: "
            "the number may be struck out or misread."
        ),
        Why.DATED_IN_FUTURE: _(
            "It is clear whose paper this is, but the day of signing on it is still to come. "
            "Look at the date on the paper."
        ),
        Why.DATED_BEFORE_NOTICE: _(
            "It is clear whose paper this is, but it was signed before the day on which the ledger "
            "says that the notice was sent. Look at the date, and whether it answers an older "
            "notice."
        ),
        Why.PIN_VISIBLE: _(
            "The paper carries PINs. It was not read beyond its title. "
            "Only an authorised person opens it."
        ),
        Why.FILING: _("It was decided and is being filed. Nothing to do."),
        Why.FILING_FAILED: _(
            "The searchable PDF could not be made. The received file is safe. "
            "Tell the person in charge."
        ),
    }[why]


def why_differs(why: Differs) -> str:
    """Say why a filed paper and its entry do not say the same."""
    return {
        Differs.TOO_EARLY: _("Earlier steps are not on record. Record them, or correct the entry."),
        Differs.TOO_LATE: _("The entry is past this point already. Compare the paper."),
        Differs.NOT_RECORDED: _("It is not on record yet. Record it if it happened."),
        Differs.NEEDS_CONFIRMATION: _("Nothing contradicts it. Record it if it is right."),
        Differs.MOVED_ON: _(
            "A wrong filing was withdrawn, but later events build on it. Correct the entry."
        ),
        Differs.READ_LATER: _(
            "Some text was read only after the filing, and leaves doubt whose the paper is. "
            "Compare it with the entry; if it is another's, file it anew (`hikae refile`)."
        ),
    }[why]


def why_left_alone(why: str) -> str:
    """Say why something in the watched folder is not taken."""
    return {
        LeftAlone.SYMLINK: _("a link"),
        LeftAlone.FIFO: _("a pipe"),
        LeftAlone.SOCKET: _("a socket"),
        LeftAlone.DEVICE: _("a device"),
        LeftAlone.FOLDER_NAMED_AS_FILE: _("a folder named like a file"),
        LeftAlone.SYSTEM_FOLDER: _("a folder of the operating system"),
        LeftAlone.LOCK_FILE: _("a lock file: somebody has the document open"),
        LeftAlone.TEMPORARY: _("still being sent, under a name for the meantime"),
        LeftAlone.SYSTEM_FILE: _("a file of the operating system"),
    }[LeftAlone(why)]


def state_word(state: ArrivalState) -> str:
    """Name how far a file got."""
    return {
        ArrivalState.WAITING: _("waiting"),
        ArrivalState.WORKING: _("working"),
        ArrivalState.ENDED: _("ended"),
        ArrivalState.QUARANTINED: _("in quarantine"),
        ArrivalState.DUPLICATE: _("duplicate"),
    }[state]


def outcome_word(outcome: Outcome | None) -> str:
    """Name what became of a document."""
    if outcome is None:
        return _("working")
    return {
        Outcome.FILED: _("filed"),
        Outcome.HELD: _("held"),
        Outcome.REJECTED: _("rejected"),
        Outcome.WITHDRAWN: _("withdrawn"),
    }[outcome]


def standing_word(stands: str) -> str:
    """Name what was decided before about a document or a file; other words stay as they are."""
    if stands in set(Outcome):
        return outcome_word(Outcome(stands))
    if stands in set(ArrivalState):
        return state_word(ArrivalState(stands))
    return stands


def form_name(form: FormKind) -> str:
    """Name a kind of paper."""
    return {
        FormKind.APPLICATION_FORM: _("application form"),
        FormKind.ISSUANCE_NOTICE: _("issuance notice"),
        FormKind.REPLY_FORM: _("reply form"),
        FormKind.RECEIPT: _("receipt"),
        FormKind.POWER_OF_ATTORNEY: _("power of attorney"),
        FormKind.IDENTITY_DOCUMENT_COPY: _("copy of an identity document"),
        FormKind.RETURNED_MAIL: _("returned mail"),
        FormKind.CONSENT_FORM: _("consent form"),
        FormKind.PIN_SETTING_REQUEST: _("PIN setting request"),
        FormKind.UNKNOWN: _("unknown paper"),
    }[form]


def stage_word(stage: Stage) -> str:
    """Name a stage."""
    return {
        Stage.APPLICATION_RECEIVED: _("application received"),
        Stage.CARD_RECEIVED: _("card received"),
        Stage.PRECONFIGURED: _("pre-issuance setup done"),
        Stage.NOTICE_DISPATCHED: _("notice dispatched"),
        Stage.AT_OFFICE: _("at the pick-up office"),
        Stage.DELIVERED: _("delivered"),
        Stage.DOCUMENTS_ARCHIVED: _("documents archived"),
    }[stage]


def whose_word(entry: EntryRecord) -> str:
    """Name whose entry it is, as far as anybody said."""
    return _("opened by a paper, unlisted") if entry.is_bare else entry.name


def event_word(event: EventKind) -> str:
    """Name an event of the ledger."""
    return {
        EventKind.IMPORTED: _("taken over from a list"),
        EventKind.OPENED_BY_PAPER: _("opened by a paper"),
        EventKind.FACTS_ADDED: _("facts added from a list"),
        EventKind.APPLICATION_RECEIVED: _("application received"),
        EventKind.CARD_RECEIVED: _("card received"),
        EventKind.PRECONFIGURED: _("pre-issuance setup done"),
        EventKind.NOTICE_DISPATCHED: _("notice dispatched"),
        EventKind.TRANSFERRED: _("transferred to the pick-up office"),
        EventKind.DELIVERED: _("delivered"),
        EventKind.DOCUMENTS_ARCHIVED: _("documents archived"),
        EventKind.NOTICE_RETURNED: _("notice returned"),
        EventKind.NOTICE_RESENT: _("notice resent"),
        EventKind.DOCUMENT_ATTACHED: _("document filed"),
        EventKind.DOCUMENT_WITHDRAWN: _("document withdrawn"),
        EventKind.TEXT_ADDED: _("text added to a document"),
        EventKind.MOVE_PROPOSED: _("move proposed, to be confirmed"),
        EventKind.CORRECTED: _("corrected"),
    }[event]


def mail_word(mail: MailState) -> str:
    """Name where the notice is."""
    return {
        MailState.NONE: _("not sent"),
        MailState.DISPATCHED: _("dispatched"),
        MailState.RETURNED: _("returned"),
        MailState.RESENT: _("resent"),
    }[mail]


def witness_word(witness: Witness) -> str:
    """Name an ink that speaks for an application."""
    return {
        Witness.CODE: _("code"),
        Witness.PRINT: _("printed digits"),
        Witness.NAME: _("name"),
        Witness.KANA: _("kana"),
        Witness.BIRTH_DATE: _("birth date"),
        Witness.TRACKING_NUMBER: _("tracking number"),
        Witness.NOTICE_NUMBER: _("notice number"),
    }[witness]


def told_by_word(told_by: ToldBy) -> str:
    """Say what told the form of a page."""
    return {
        ToldBy.TITLE: _("told by its title"),
        ToldBy.WORDS: _("told by its words"),
        ToldBy.NOTHING: _("no form fits"),
    }[told_by]


def field_word(says: FieldSays) -> str:
    """Say what a field of an entry says about a paper."""
    return {
        FieldSays.CONFIRMED: _("confirmed"),
        FieldSays.CONTRADICTED: _("contradicted"),
        FieldSays.SILENT: _("not found on the paper"),
        FieldSays.NOT_IN_LEDGER: _("not in the ledger"),
    }[says]


def reading_line(reading: Candidate) -> str:
    """Say what somebody read, and who, where."""
    return _(
        "{digits}  {witness} ({reader}, page {page})",
        digits=reading.application_id.digits,
        witness=witness_word(reading.witness),
        reader=reading.reader,
        page=reading.page,
    )
