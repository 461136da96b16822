"""What cannot be read lies in the quarantine folder, with the reason beside it in plain words."""

from hikae.i18n import speak
from hikae.office import Office
from hikae.reading import original
from hikae.sentences import why_unreadable
from ledger.register import Register
from ledger.why import Unreadable


def copy_to_quarantine(office: Office, sha256: str, why: Unreadable) -> None:
    """Lay a copy of a scan that is given up into the quarantine folder."""
    with office.read() as session:
        register = Register(session)
        scan, file = register.scan(sha256), register.first_file(sha256)
    speak(office.settings.language)  # the engine's threads know nothing of what `main` chose
    with original(office, scan) as found:
        office.quarantine.put(found.path, file, sha256, why, why_unreadable(why))
