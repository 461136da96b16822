"""Every sentence that the code says has its Japanese, and nothing else has."""

from functools import cache
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

_HIKAE = Path(__file__).parents[2] / "hikae"
_HOW = [("**.py", "python"), ("**/templates/**.html", "jinja2")]  # as in script/messages


def test_every_sentence_of_the_code_stands_in_the_catalogue() -> None:
    assert _said() - set(_japanese()) == set(), "run script/messages"


def test_the_catalogue_holds_no_sentence_that_nobody_says() -> None:
    assert set(_japanese()) - _said() == set(), "run script/messages"


def test_no_sentence_waits_for_its_japanese() -> None:
    assert [sentence for sentence, japanese in _japanese().items() if not japanese.strip()] == []


def test_no_translation_is_a_guess() -> None:
    assert [message.id for message in _catalogue() if message.id and message.fuzzy] == []


def test_a_translation_fills_in_what_its_sentence_fills_in() -> None:
    differing = {
        sentence: japanese
        for sentence, japanese in _japanese().items()
        if _placeholders(sentence) != _placeholders(japanese)
    }
    assert differing == {}


def test_japanese_has_no_english_full_stop() -> None:
    assert [japanese for japanese in _japanese().values() if japanese.endswith(".")] == []


@cache
def _said() -> frozenset[str]:
    found = extract_from_dir(_HIKAE, method_map=_HOW, keywords={"_": None})
    return frozenset(str(sentence) for _file, _line, sentence, *_rest in found)


def _japanese() -> dict[str, str]:
    return {str(message.id): str(message.string) for message in _catalogue() if message.id}


@cache
def _catalogue() -> Catalog:
    with (_HIKAE / "locale" / "ja.po").open("rb") as file:
        return read_po(file, locale="ja", abort_invalid=True)


def _placeholders(sentence: str) -> list[tuple[str, str]]:
    """Name and format of each; the same name may stand twice."""
    parsed = Formatter().parse(sentence)
    return sorted((name, spec or "") for _text, name, spec, _how in parsed if name)
