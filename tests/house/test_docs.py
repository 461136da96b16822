"""The documents say what the program does: words, settings, commands, messages have a place."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from enum import StrEnum
from functools import cache
from pathlib import Path

import pytest
import typer
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po
from typer.core import TyperCommand, TyperGroup

from config.settings import PREFIX, Settings
from hikae.cli import command_line
from hikae.cli.exits import Exit
from ingest.leave import LeftAlone
from ingest.trouble import Trouble
from ledger import tables
from ledger.events import Differs, EventKind
from ledger.forms import FormKind
from ledger.scans import ArrivalState, Outcome
from ledger.states import MailState, Stage
from ledger.why import Unreadable, Why
from ocr.form import FormLayout

_ROOT = Path(__file__).parents[2]
_MANUALS = ("docs/manual.ja.md", "docs/manual.en.md")
_CLERKS_WORDS: tuple[type[StrEnum], ...] = (
    *(Why, Unreadable, ArrivalState, Outcome, Stage, MailState, EventKind),
)
_SPEAKING = ("hikae/cli/errors.py", "hikae/checking.py", "hikae/sentences.py")
_SENTENCE = re.compile(r"[.?]|(\S+\s+){5}")  # else it is a label
_EVERYWHERE = {"--help", "--home", "--json", "--parent"}


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_a_setting_stands_in_the_settings_table_with_its_default(name: str) -> None:
    row = next(
        line for line in _text("docs/operating.md").splitlines() if f"`{_variable(name)}`" in line
    )
    default = Settings.model_fields[name].default
    if isinstance(default, str | int | float):
        assert f"`{default:g}`" in row if isinstance(default, float) else f"`{default}`" in row


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_a_setting_is_read_by_somebody(name: str) -> None:
    programs = [path.read_text("utf-8") for path in (_ROOT / "hikae").rglob("*.py")]
    properties = (_ROOT / "config/settings.py").read_text("utf-8")
    assert any(f".{name}" in program for program in [*programs, properties])


@pytest.mark.parametrize("code", list(Exit))
def test_an_exit_code_is_explained(code: Exit) -> None:
    assert f"| {code.value} | `{code.name}` |" in _text("docs/errors.md")


@pytest.mark.parametrize("word", [*Why, *Unreadable])
def test_a_reason_to_wait_has_a_paragraph(word: StrEnum) -> None:
    assert f"### `{word}`" in _text("docs/errors.md")


@pytest.mark.parametrize("word", [*LeftAlone, *Differs])
def test_a_word_for_a_record_has_a_row(word: StrEnum) -> None:
    assert f"\n| `{word}` |" in _text("docs/errors.md")


@pytest.mark.parametrize("word", list(Trouble))
def test_a_trouble_of_the_watcher_is_explained(word: Trouble) -> None:
    assert f"`{word}`" in _text("docs/errors.md")


@pytest.mark.parametrize("manual", _MANUALS)
@pytest.mark.parametrize("words", _CLERKS_WORDS)
def test_a_manual_knows_the_words_of_the_ledger(manual: str, words: type[StrEnum]) -> None:
    assert [word for word in words if f"`{word}`" not in _text(manual)] == []


@pytest.mark.parametrize("page", ["docs/manual.ja.md", "docs/interfaces.md"])
def test_every_form_has_its_name(page: str) -> None:
    assert [form for form in FormKind if f"`{form}`" not in _text(page)] == []


def test_every_message_stands_in_the_list_of_messages_in_both_languages() -> None:
    japanese = _catalogue()
    page = _text("docs/errors.md")
    for sentence in _sentences():
        assert _as_printed(sentence) in page, "docs/errors.md lacks this message"
        assert _as_printed(japanese[sentence]) in page, "docs/errors.md lacks this message"


def test_every_line_of_the_log_is_explained() -> None:
    page = _text("docs/errors.md")
    assert [event for event in _logged() if f"`{event}`" not in page] == []


def test_every_command_stands_in_the_interfaces_with_its_options() -> None:
    page = _text("docs/interfaces.md")
    for path, command in _commands():
        assert f"`hikae {path}" in page
        options = {name for option in command.params for name in option.opts if name[:2] == "--"}
        assert [option for option in options - _EVERYWHERE if option not in page] == [], path


@pytest.mark.parametrize("manual", _MANUALS)
def test_a_manual_knows_every_command(manual: str) -> None:
    assert [path for path, _ in _commands() if f"hikae {path}" not in _text(manual)] == []


def test_every_row_of_the_ledger_is_introduced() -> None:
    rows = [
        name
        for name, thing in vars(tables).items()
        if getattr(thing, "__table__", None) is not None
    ]
    assert [row for row in rows if f"`{row}`" not in _text("docs/how-it-works.md")] == []


def test_every_field_of_a_form_file_is_explained() -> None:
    page = _text("CONTRIBUTING.md")
    assert [one.name for one in fields(FormLayout) if f"| `{one.name}` |" not in page] == []


def test_every_decision_stands_in_the_index() -> None:
    index = _text("docs/decisions/README.md")
    decisions = (_ROOT / "docs/decisions").glob("[0-9]*.md")
    assert [path.name for path in decisions if f"]({path.name})" not in index] == []


def _pages() -> list[Path]:
    return sorted([*_ROOT.glob("*.md"), *(_ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("page", _pages(), ids=lambda page: page.relative_to(_ROOT).as_posix())
class TestAPage:
    def test_links_to_what_is_there(self, page: Path) -> None:
        links = [link for link in _links(page) if not _leads_somewhere(page, link)]
        assert links == []

    def test_names_files_that_are_there(self, page: Path) -> None:
        named = re.findall(
            r"(?<![\w/])((?:hikae|ingest|ocr|archive|ledger|config|tests|script|docs)/"
            r"[\w./-]+\.(?:py|toml|md|html|css))\b",
            page.read_text("utf-8"),
        )
        missing = [name for name in named if not (_ROOT / name).exists() and "NNNN" not in name]
        assert missing == []


def _variable(setting: str) -> str:
    return PREFIX + setting.upper()


@cache
def _text(page: str) -> str:
    return (_ROOT / page).read_text("utf-8")


def _sentences() -> Iterator[str]:
    for file in _SPEAKING:
        found = extract_from_file("python", _ROOT / file, keywords={"_": None})
        yield from (str(text) for _line, text, *_rest in found if _SENTENCE.search(str(text)))
    for path in sorted((_ROOT / "hikae").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "GiveUpError":
                yield from _said_in(node)


def _logged() -> Iterator[str]:
    for path in sorted((_ROOT / "hikae").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(ast.Name("log"), "info" | "warning" | "error"),
                    args=[ast.Constant(str(event)), *_],
                ):
                    yield event


def _said_in(call: ast.Call) -> Iterator[str]:
    for node in ast.walk(call):
        match node:
            case ast.Call(func=ast.Name("_"), args=[ast.Constant(str(text)), *_]):
                yield text


@cache
def _catalogue() -> dict[str, str]:
    with (_ROOT / "hikae/locale/ja.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file, locale="ja")}


def _as_printed(sentence: str) -> str:
    """How the list of messages shows what the program fills in."""
    return re.sub(r"\{[^}]*\}", "…", sentence)


def _commands() -> Iterator[tuple[str, TyperCommand | TyperGroup]]:
    """Every command with its whole name; a group counts if it does something by itself."""
    app = typer.main.get_command(command_line())
    assert isinstance(app, TyperGroup)
    return _commands_of(app, ())


def _commands_of(
    group: TyperGroup, before: tuple[str, ...]
) -> Iterator[tuple[str, TyperCommand | TyperGroup]]:
    for name, command in group.commands.items():
        path = (*before, name)
        if isinstance(command, TyperGroup):
            if command.invoke_without_command:
                yield " ".join(path), command
            yield from _commands_of(command, path)
        elif isinstance(command, TyperCommand):
            yield " ".join(path), command


def _links(page: Path) -> list[str]:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    found = re.findall(r"!?\[[^\]]*\]\(([^)\s]+)\)", text)
    return [link for link in found if not link.startswith(("http://", "https://", "mailto:"))]


def _leads_somewhere(page: Path, link: str) -> bool:
    file, _, anchor = link.partition("#")
    target = page.parent / file if file else page
    if not target.exists():
        return False
    return not anchor or anchor in _anchors(target)


def _anchors(page: Path) -> set[str]:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {_slug(heading) for heading in headings}


def _slug(heading: str) -> str:
    """The anchor that GitHub makes of a heading."""
    plain = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return plain.replace(" ", "-")
