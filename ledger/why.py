"""The words that say why something waits for a person. Stable: checks and screens rely on them."""

from enum import StrEnum


class Why(StrEnum):
    """Why a document is held."""

    NO_KEY = "no_key"  # no application ID was read
    ILLEGIBLE = "illegible"  # nothing could be read, or the page took too long to read
    LOW_CONFIDENCE = "low_confidence"  # an ID was read once, or the readings of it do not agree
    KEY_NOT_IN_LEDGER = "key_not_in_ledger"  # the ID read is not in the ledger
    KEY_CONFLICT = "key_conflict"  # code and print differ, or two live IDs compete
    MULTI_PERSON = "multi_person"  # two application IDs on one document
    MISSING_SEPARATOR = "missing_separator"  # more pages than papers of this form have
    SECOND_REPLY = "second_reply"  # another reply of this application is filed already
    SWAPPED_PAGE = "swapped_page"  # a page names somebody else, or the person of the next document
    PAGE_UNCONFIRMED = "page_unconfirmed"  # nothing on one of the pages says that it is theirs
    NO_SECOND_INK = "no_second_ink"  # print only, and name and birth date do not both confirm it
    SECOND_INK_DIFFERS = "second_ink_differs"  # name or birth date on the paper is another person's
    DATED_IN_FUTURE = "dated_in_future"  # it says that it was signed on a day to come
    DATED_BEFORE_NOTICE = "dated_before_notice"  # … on a day before that of its notice
    PIN_VISIBLE = "pin_visible"  # the paper carries PINs; only an authorised person opens it
    FILING = "filing"  # a person decided; it is being filed
    FILING_FAILED = "filing_failed"  # a searchable PDF/A could not be made from these pages


class Unreadable(StrEnum):
    """Why a file is in quarantine."""

    EMPTY_FILE = "empty_file"  # zero bytes
    UNKNOWN_KIND = "unknown_kind"  # neither PDF, TIFF, JPEG nor PNG
    TRUNCATED = "truncated"  # the end is missing
    DAMAGED_FILE = "damaged_file"  # the structure is broken
    ENCRYPTED = "encrypted"  # a password is needed
    NO_PAGES = "no_pages"
    NO_CONTENT = "no_content"  # only blank pages and separators
    TOO_MANY_PAGES = "too_many_pages"
    TOO_LARGE = "too_large"  # file or picture beyond the limits
    READING_FAILED = "reading_failed"  # reading it failed again and again
    CHANGED_AFTER_INTAKE = "changed_after_intake"  # the scanner went on writing
