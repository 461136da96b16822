"""From the command line to an open office."""

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

import typer

from config.settings import PREFIX, Settings, SettingsError
from hikae.i18n import _, speak
from hikae.office import Office


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
        """Open the office; a fresh folder becomes an empty office."""
        return Office.open(self.settings())


def desk(context: typer.Context) -> Desk:
    """Give the desk of this call."""
    found = context.find_object(Desk)
    assert found is not None  # noqa: S101  # the callback of the app put it there
    return found


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
