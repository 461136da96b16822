"""What is done with the ledger from the front door: importing lists, and what follows from them."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy.orm import Session

from config.settings import SettingsError
from hikae.jobs import JUDGEMENT, job_id
from hikae.office import Office
from ledger.book import Book
from ledger.documents import Documents
from ledger.records import DocumentRecord, NewEntry
from ledger.states import MailState, Stage, State


def status_words(office: Office) -> Mapping[str, State]:
    """What the words of the city's list mean (`status_words.toml`).

    Raises:
        SettingsError: the table names a stage or a mail state that does not exist.
    """
    try:
        return {
            word: State(Stage(meaning["stage"]), MailState(meaning["mail"]))
            for word, meaning in office.table("status_words.toml").items()
        }
    except KeyError as error:
        raise SettingsError("status_words.toml", f"a word has no {error}") from error
    except (TypeError, ValueError) as error:
        raise SettingsError("status_words.toml", str(error)) from error


def import_entries(office: Office, entries: Sequence[NewEntry], by: str) -> tuple[int, int]:
    """Open an entry for each new line; held documents that may now be filed are judged again.

    Returns:
        How many entries are new, and how many documents are judged again.

    Raises:
        AlreadyInLedgerError: a line contradicts the ledger; nothing was imported.
    """
    with office.write() as session:
        opened = Book(session).add(entries, office.clock(), by)
        again = Documents(session).to_judge_again(opened) if opened else ()
        judge_soon(session, office, again)
    return len(opened), len(again)


def judge_soon(session: Session, office: Office, documents: Iterable[DocumentRecord]) -> None:
    """Let held documents be judged again once the caller's transaction stands."""
    turn = int(office.clock().timestamp() * 1000)
    for document in documents:
        job = job_id(JUDGEMENT, document.document_id, turn)
        office.jobs.enqueue(session, JUDGEMENT, job, document.document_id)
