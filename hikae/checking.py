"""What an office needs to work, looked at one by one; each finding says what to do."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass

import structlog

from archive.errors import BucketMissingError, StoreDownError, StoreNotProtectedError
from archive.store import Store
from config.settings import Settings
from hikae.cli.errors import EXPLAINED, GiveUpError, explanation
from hikae.cli.exits import Exit
from hikae.i18n import _
from hikae.office import Office, open_bucket, place_of_database
from ingest.mounts import reaches_inotify
from ocr.errors import NoLanguageError, NoTesseractError

_MIB = 1024 * 1024
_LOOK_S, _PORT_PATIENCE_S = 0.2, 5.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Finding:
    """One part that was looked at."""

    part: str
    is_fine: bool
    says: str


def check_office(settings: Settings) -> tuple[Finding, ...]:
    """Look at everything; the order is that of a scan's way."""
    looks = (_folder, _events, _disk, _which_tesseract, _poppler, _ledger, _tables, _store)
    return tuple(look(settings) for look in looks)


def troubles(settings: Settings, *, scans_wait: bool) -> tuple[Finding, ...]:
    """Tell what work waits for now, or would; who asks has opened the ledger already.

    Args:
        scans_wait: somebody wants them read now, so the readers are looked at, too.
    """
    looks = (_folder, _disk, _store, *((_tesseract, _poppler) if scans_wait else ()))
    return tuple(finding for finding in (look(settings) for look in looks) if not finding.is_fine)


def require_promised(store: Store) -> None:
    """See that what is put will be kept as the office wants it, before a role puts anything.

    Raises:
        StoreDownError: the bucket is missing, or lets anybody delete what is to be retained.
    """
    try:
        store.verify()
    except (BucketMissingError, StoreNotProtectedError):
        raise
    except StoreDownError as error:  # it comes back, and work waits for it
        log.warning("the archive is away", reason=error.reason)


def require_free(host: str, port: int) -> None:
    """See that the status page can be shown; one that ends this moment is waited for.

    Raises:
        GiveUpError: another program listens there, or the address is not one of this machine.
    """
    until_s = time.monotonic() + _PORT_PATIENCE_S
    while (reason := _why_not_free(host, port)) and time.monotonic() < until_s:
        time.sleep(_LOOK_S)
    if reason:
        raise GiveUpError(
            Exit.UNAVAILABLE,
            _(
                "The status page cannot be shown at {host}:{port} ({reason}). Nothing was started; "
                "files stay in the watched folder. Does Hikae run already? "
                "If not, choose another port with --port or HIKAE_PORT.",
                host=host,
                port=port,
                reason=reason,
            ),
        )


def _why_not_free(host: str, port: int) -> str:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except socket.gaierror as error:
        return error.strerror or type(error).__name__
    except OSError as error:  # its own words are followed by the address once more
        return os.strerror(error.errno or 0)
    return ""


def _folder(settings: Settings) -> Finding:
    part = _("watched folder")
    try:
        settings.drop.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=settings.home):
            return Finding(part, True, str(settings.drop))
    except OSError as error:
        return Finding(
            part,
            False,
            _(
                "{folder} cannot be written ({reason}). Scans stay at the scanner. "
                "Give the user that runs Hikae the right to write there.",
                folder=settings.drop,
                reason=error.strerror,
            ),
        )


def _events(settings: Settings) -> Finding:
    part = _("events of the folder")
    if not settings.drop.is_dir():
        return Finding(part, False, _("the folder is missing"))
    if settings.polling == "always" or not reaches_inotify(settings.drop):
        says = _("none; looked at every {seconds:.0f} s", seconds=settings.poll_folder_s)
        return Finding(part, True, says)
    return Finding(part, True, _("come in"))


def _disk(settings: Settings) -> Finding:
    part = _("free disk space")
    there = next(p for p in (settings.home, *settings.home.parents) if p.exists())
    free_mib = shutil.disk_usage(there).free // _MIB
    if free_mib >= settings.min_free_mib:
        return Finding(part, True, f"{free_mib} MiB")
    return Finding(
        part,
        False,
        _(
            "only {free} MiB are free. Work stops before anything is lost, and goes on when there "
            "is room. Make room, or move the office to a larger disk.",
            free=free_mib,
        ),
    )


def require_reader(settings: Settings) -> None:
    """See that pages can be read.

    Raises:
        NoTesseractError, NoLanguageError: scans wait until somebody installs what is missing.
    """
    if shutil.which("tesseract") is None:
        raise NoTesseractError
    listed = subprocess.run(
        ["tesseract", "--list-langs"], capture_output=True, text=True, check=False
    ).stdout.split()
    if missing := {*settings.ocr_language.split("+"), "eng", "osd"} - set(listed):
        raise NoLanguageError("+".join(sorted(missing)))


def _tesseract(settings: Settings) -> Finding:
    part = "Tesseract"
    try:
        require_reader(settings)
    except NoTesseractError:
        return Finding(
            part, False, _("is not installed. Run script/setup, or: apt install tesseract-ocr")
        )
    except NoLanguageError as error:
        names = error.languages.replace("_", "-").split("+")
        packages = " ".join(f"tesseract-ocr-{name}" for name in names)
        return Finding(
            part,
            False,
            _("lacks languages. Scans wait until they are there: apt install {p}", p=packages),
        )
    return Finding(part, True, settings.ocr_language)


def _which_tesseract(settings: Settings) -> Finding:
    found = _tesseract(settings)
    if not found.is_fine:
        return found
    from ocr.engines import is_inside  # brings all that reads, which most roles do without

    if is_inside(settings.ocr_language):
        says = _("{languages}, in our own process", languages=settings.ocr_language)
    else:
        says = _("{languages}, as a program", languages=settings.ocr_language)
    return Finding(found.part, True, says)


def _poppler(_settings: Settings) -> Finding:
    if shutil.which("pdftoppm"):
        return Finding("Poppler", True, _("is installed"))
    return Finding(
        "Poppler", False, _("is not installed. Run script/setup, or: apt install poppler-utils")
    )


def _store(settings: Settings) -> Finding:
    part = _("archive")
    try:
        says = _bucket(settings) if settings.store else _archive_folder(settings)
    except EXPLAINED as error:
        if isinstance(error, StoreDownError | OSError):
            reason = error.reason if isinstance(error, StoreDownError) else error.strerror
            return Finding(
                part,
                False,
                _(
                    "cannot be written ({reason}). Nothing is lost; filing waits until it can.",
                    reason=reason,
                ),
            )
        return Finding(part, False, explanation(error)[1])
    return Finding(part, True, says)


def _archive_folder(settings: Settings) -> str:
    with tempfile.NamedTemporaryFile(dir=settings.archive) as probe:
        probe.write(os.urandom(1024))
        probe.flush()
        os.fsync(probe.fileno())
    return str(settings.archive)


def _bucket(settings: Settings) -> str:
    store = open_bucket(settings)
    store.verify()
    found = store.protection()
    if found.locked:
        return _("{bucket} (with Object Lock)", bucket=settings.store)
    return _(
        "{bucket}. It has no Object Lock: whoever has the key can delete what is filed.",
        bucket=settings.store,
    )


def _ledger(settings: Settings) -> Finding:
    part = _("ledger")
    try:
        Office.open(settings).engine.dispose()
    except EXPLAINED as error:
        return Finding(part, False, explanation(error)[1])
    # Without the password: this is shown and kept.
    return Finding(part, True, place_of_database(settings))


def _tables(settings: Settings) -> Finding:
    """The words of the lists, the policy and the forms, the office's own if it has some."""
    part = _("tables of the office")
    try:
        office = Office.open(settings)
        tables_of(office)
        office.engine.dispose()
    except EXPLAINED as error:
        return Finding(part, False, explanation(error)[1])
    return Finding(part, True, _("can be read"))


def tables_of(office: Office) -> tuple[object, ...]:
    """Read what the office decided, so that nothing later stumbles over it.

    Raises:
        SettingsError, BadFormFileError: a file cannot be used.
    """
    from hikae.bookkeeping import status_words  # brings the work engine, which `serve` does without

    return status_words(office), office.policy, office.method
