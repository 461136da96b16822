"""Messages in the clerk's language: English in the code, Japanese from `locale/ja.po`.

The catalogue is read from its source at start (a few milliseconds), so there is no compiled file
that could be stale.
"""

import gettext
from contextvars import ContextVar
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

_LOCALE = Path(__file__).with_name("locale")
_speaking: ContextVar[str] = ContextVar("language", default="ja")


def speak(language: str) -> None:
    """Choose the language (`ja`, `en`) of this process or request."""
    _speaking.set(language)


def spoken() -> str:
    """Tell which language is spoken now."""
    return _speaking.get()


def _(message: str, **values: object) -> str:
    """Say `message` in the chosen language, with `{names}` filled in."""
    text = _catalogue(_speaking.get()).gettext(message)
    return text.format(**values) if values else text


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    source = _LOCALE / f"{language}.po"
    if not source.exists():
        return gettext.NullTranslations()
    compiled = BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
