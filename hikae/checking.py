"""What an office needs to work, looked at one by one; each finding says what to do."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass

from config.settings import Settings
from hikae.i18n import _
from hikae.office import Office
from ingest.mounts import reaches_inotify
from ledger.errors import DatabaseDownError, DatabaseOnNetworkError, SchemaNotCurrentError

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Finding:
    """One part that was looked at."""

    part: str
    is_fine: bool
    says: str


def check_office(settings: Settings) -> tuple[Finding, ...]:
    """Look at everything; the order is that of a scan's way."""
    looks: tuple[Callable[[Settings], Finding], ...] = (
        _folder,
        _events,
        _disk,
        _tesseract,
        _poppler,
        _ledger,
        _store,
    )
    return tuple(look(settings) for look in looks)


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


def _tesseract(settings: Settings) -> Finding:
    part = "Tesseract"
    if shutil.which("tesseract") is None:
        return Finding(
            part, False, _("is not installed. Run script/setup, or: apt install tesseract-ocr")
        )
    listed = subprocess.run(
        ["tesseract", "--list-langs"], capture_output=True, text=True, check=False
    ).stdout.split()
    missing = sorted({*settings.ocr_language.split("+"), "eng", "osd"} - set(listed))
    if missing:
        packages = " ".join(f"tesseract-ocr-{name.replace('_', '-')}" for name in missing)
        return Finding(
            part,
            False,
            _("lacks languages. Scans wait until they are there: apt install {p}", p=packages),
        )
    return Finding(part, True, settings.ocr_language)


def _poppler(_settings: Settings) -> Finding:
    if shutil.which("pdftoppm"):
        return Finding("Poppler", True, _("is installed"))
    return Finding(
        "Poppler", False, _("is not installed. Run script/setup, or: apt install poppler-utils")
    )


def _store(settings: Settings) -> Finding:
    part = _("archive")
    try:
        with tempfile.NamedTemporaryFile(dir=settings.archive) as probe:
            probe.write(os.urandom(1024))
            probe.flush()
            os.fsync(probe.fileno())
        return Finding(part, True, str(settings.archive))
    except OSError as error:
        return Finding(
            part,
            False,
            _(
                "cannot be written ({reason}). Nothing is lost; filing waits until it can.",
                reason=error.strerror,
            ),
        )


def _ledger(settings: Settings) -> Finding:
    part = _("ledger")
    try:
        office = Office.open(settings)
    except (DatabaseDownError, DatabaseOnNetworkError, SchemaNotCurrentError, OSError) as error:
        return Finding(part, False, str(error))
    office.engine.dispose()
    return Finding(part, True, settings.database_url.removeprefix("sqlite:///"))
