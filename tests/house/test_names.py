"""Names and sizes: our packages are ours alone, and nothing grows beyond what a reader can hold."""

import ast
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_PACKAGES = ("hikae", "ingest", "ocr", "archive", "ledger", "config")
_MODULES = sorted(path for package in _PACKAGES for path in (_ROOT / package).rglob("*.py"))
_FILE_LINES = 300
_FUNCTION_LINES = 40
_EMPTY_WORDS = {"util", "utils", "helper", "helpers", "manager", "base", "common", "misc"}


@pytest.mark.parametrize("package", _PACKAGES)
class TestATopLevelName:
    def test_is_installed_by_nobody_else(self, package: str) -> None:
        assert set(packages_distributions().get(package, [])) <= {"hikae"}

    def test_lies_nowhere_else_on_the_path(self, package: str) -> None:
        places = {Path(place or ".").resolve() for place in sys.path} - {_ROOT}
        others = [path for place in places for path in place.glob(f"{package}.py")]
        others += [path for place in places for path in place.glob(f"{package}/*.py")]
        assert others == []


def test_no_file_is_too_long_to_be_read_at_once() -> None:
    lines = {path: len(path.read_text("utf-8").splitlines()) for path in _MODULES}
    assert {_name(path): n for path, n in lines.items() if n > _FILE_LINES} == {}


def test_no_function_is_too_long_to_be_seen_at_once() -> None:
    lengths = {
        f"{_name(path)}:{function.name}": _length(function)
        for path in _MODULES
        if "migrations/versions" not in _name(path)  # a list of columns
        for function in _functions(path)
    }
    assert {name: n for name, n in lengths.items() if n > _FUNCTION_LINES} == {}


def test_every_module_says_what_it_is_for() -> None:
    assert [_name(path) for path in _MODULES if not ast.get_docstring(_parsed(path))] == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [_name(path) for path in _MODULES if path.stem in _EMPTY_WORDS] == []


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(_parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function that are its own: not texts, nor the functions inside it."""
    lines = set(_lines(function))
    for node in ast.walk(function):
        if node is not function and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines -= set(_lines(node))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            # A docstring, a sentence over several lines: text stands on lines of its own.
            lines -= set(_lines(node) if node.end_lineno != node.lineno else ())
    return len(lines)


def _lines(node: ast.stmt | ast.expr) -> range:
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _name(path: Path) -> str:
    return path.relative_to(_ROOT).as_posix()
