"""From the command line to an open office."""

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

import typer

from config.settings import PREFIX, Settings, SettingsError
from hikae.cli.errors import GiveUpError
from hikae.cli.exits import Exit
from hikae.cli.terminal import one_line
from hikae.i18n import _, speak
from hikae.office import Office, address_of_database, place_of_database
from ledger.engine import open_engine
from ledger.migrations import is_empty

# Folders that may lie there before the office is made. Files may, too: a log, a list.
_BEFOREHAND = {"drop", "config", "samples", "lost+found"}


@dataclass(frozen=True, slots=True)
class Desk:
    """What every command is given: the office folder that was named, if any."""

    home: Path | None

    def settings(self) -> Settings:
        """Read the office's settings and speak its language.

        Raises:
            SettingsError: no office folder was named, or a setting is wrong.
        """
        _speak_as_far_as_known(self.home)
        if self.home is None:
            raise SettingsError("HIKAE_HOME", _("name the office folder, here or with --home"))
        settings = Settings.load(self.home)
        speak(settings.language)
        return settings

    def open(self) -> Office:
        """Open the office that is there: looking must not make one out of a mistyped folder.

        Raises:
            GiveUpError: there is none.
        """
        settings = self.settings()
        if not _is_office(settings):
            raise GiveUpError(
                Exit.NOT_FOUND,
                _(
                    "There is no office in {folder}. Nothing was done. Is the name right "
                    "(HIKAE_HOME, --home), and is its disk mounted? "
                    "A new office is made with `hikae migrate`.",
                    folder=one_line(settings.home),
                ),
            )
        return Office.open(settings)

    def open_or_make(self) -> Office:
        """Open the office; a fresh folder becomes an empty office.

        Raises:
            GiveUpError: there is none, and the folder is in use for something else.
        """
        return Office.open(self.settings_to_make())

    def settings_to_make(self) -> Settings:
        """Read the settings for a command that may make the office.

        Raises:
            SettingsError: as `settings`.
            GiveUpError: there is no office, and the folder is in use for something else.
        """
        settings = self.settings()
        if not _is_office(settings) and (stranger := _stranger(settings.home)) is not None:
            raise GiveUpError(
                Exit.REFUSED,
                _(
                    "There is no office in {folder}, but something else: {stranger}. Nothing was "
                    "done. Is the name right (HIKAE_HOME, --home), and is its disk mounted? "
                    "A new office is made in an empty folder only.",
                    folder=one_line(settings.home),
                    stranger=one_line(stranger),
                ),
            )
        return settings


def desk(context: typer.Context) -> Desk:
    """Give the desk of this call."""
    found = context.find_object(Desk)
    assert found is not None  # noqa: S101  # the callback of the app put it there
    return found


def _is_office(settings: Settings) -> bool:
    if settings.database is None:
        return Path(place_of_database(settings)).is_file()
    engine = open_engine(address_of_database(settings))
    try:
        return not is_empty(engine)
    finally:
        engine.dispose()


def _stranger(home: Path) -> str | None:
    """Name a folder that does not belong into an office folder before there is an office."""
    if not home.is_dir():
        return None
    folders = (path.name for path in sorted(home.iterdir()) if path.is_dir())
    return next((name for name in folders if name not in _BEFOREHAND and name[0] != "."), None)


def _speak_as_far_as_known(home: Path | None) -> None:
    """Choose the language before the settings are known to be right: they may have to be blamed."""
    language = os.environ.get(f"{PREFIX}LANGUAGE")
    if language is None and home is not None:
        try:
            language = tomllib.loads((home / "hikae.toml").read_text("utf-8")).get("language")
        except (OSError, ValueError):  # not there, or no TOML
            return
    if language in ("ja", "en"):
        speak(language)
