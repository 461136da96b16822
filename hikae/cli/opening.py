"""From the command line to an open office."""

from dataclasses import dataclass
from pathlib import Path

import typer

from config.settings import Settings, SettingsError
from hikae.i18n import speak
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
        if self.home is None:
            raise SettingsError("HIKAE_HOME", "name the office folder, here or with --home")
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
