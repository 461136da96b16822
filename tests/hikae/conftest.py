"""Offices to test in: real ledger, real folder store, real spool; what is scripted says so."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.settings import Settings
from hikae.i18n import speak
from hikae.office import Office

Opened = Callable[[Path], Office]


@pytest.fixture(autouse=True)
def japanese() -> None:
    """Every test begins in the language of the office, whatever another one chose."""
    speak("ja")


@pytest.fixture(scope="session")
def empty_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office that was made once; tests copy it, which is faster than making one."""
    home = tmp_path_factory.mktemp("office")
    Office.open(Settings.load(home)).engine.dispose()
    return home


@pytest.fixture
def home(empty_office: Path, tmp_path: Path) -> Path:
    """A fresh office folder."""
    return shutil.copytree(empty_office, tmp_path / "office")


@pytest.fixture
def office(home: Path) -> Iterator[Office]:
    """A fresh office."""
    opened = Office.open(Settings.load(home))
    yield opened
    opened.engine.dispose()
