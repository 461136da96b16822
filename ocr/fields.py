"""The fields of a form file, taken out one by one; what is wrong is said with the field's name."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

E = TypeVar("E", bound=StrEnum)


class Fields:
    """A table of a TOML file. Each field is taken once; what is left at the end nobody knows."""

    def __init__(self, table: Mapping[str, Any], within: str = "") -> None:
        """`within`: the name of the table, and a dot, where it lies in another one."""
        self._left = dict(table)
        self._within = within

    def text(self, name: str) -> str:
        """Take a text.

        Raises:
            ValueError: it is missing, or something else. So do all of these.
        """
        value = self._taken(name)
        if not isinstance(value, str) or not value:
            raise self._wrong(name, "a text wanted")
        return value

    def word(self, name: str, words: type[E]) -> E:
        """Take one of some words."""
        value = self.text(name)
        if value not in set(words):
            raise self._wrong(name, f"{value!r} is none of {', '.join(words)}")
        return words(value)

    def texts(self, name: str) -> tuple[str, ...]:
        """Take a list of texts."""
        value = self._taken(name)
        if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
            raise self._wrong(name, "a list of texts wanted")
        return tuple(value)

    def truth(self, name: str) -> bool:
        """Take true or false."""
        value = self._taken(name)
        if not isinstance(value, bool):
            raise self._wrong(name, "true or false wanted")
        return value

    def count(self, name: str) -> int:
        """Take a whole number from 1."""
        value = self._taken(name)
        if not _is_count(value):
            raise self._wrong(name, "a whole number from 1 wanted")
        return int(value)

    def counts(self, name: str) -> tuple[int, ...]:
        """Take a list of whole numbers from 1."""
        value = self._taken(name)
        if not isinstance(value, list) or not all(map(_is_count, value)):
            raise self._wrong(name, "a list of whole numbers from 1 wanted")
        return tuple(value)

    def number(self, name: str) -> float:
        """Take a number."""
        value = self._taken(name)
        if not _is_number(value):
            raise self._wrong(name, "a number wanted")
        return float(value)

    def numbers(self, name: str, length: int) -> tuple[tuple[float, ...], ...]:
        """Take a list of lists of so many numbers each."""
        value = self._taken(name)
        if not isinstance(value, list) or not all(_are_numbers(row, length) for row in value):
            raise self._wrong(name, f"a list of lists of {length} numbers each wanted")
        return tuple(tuple(float(one) for one in row) for row in value)

    def table(self, name: str) -> "Fields":
        """Take a table; one that is not there is empty."""
        value = self._left.pop(name, {})
        if not isinstance(value, dict):
            raise self._wrong(name, f"a table [{name}] wanted")
        return Fields(value, f"{self._within}{name}.")

    def tables(self, name: str) -> tuple["Fields", ...]:
        """Take a list of tables; one that is not there is empty."""
        value = self._left.pop(name, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self._wrong(name, f"tables [[{name}]] wanted")
        return tuple(
            Fields(one, f"{self._within}{name} {at}.") for at, one in enumerate(value, start=1)
        )

    def has(self, name: str) -> bool:
        """Say whether a field is there and was not taken yet."""
        return name in self._left

    def end(self) -> None:
        """Refuse what is left: a field that nobody knows is a mistake in its name."""
        if self._left:
            unknown = ", ".join(f"{self._within}{name}" for name in sorted(self._left))
            raise ValueError(f"unknown: {unknown}")

    def _taken(self, name: str) -> Any:  # noqa: ANN401  # whatever stands in the file
        if name not in self._left:
            raise ValueError(f"{self._within}{name} is missing")
        return self._left.pop(name)

    def _wrong(self, name: str, what: str) -> ValueError:
        return ValueError(f"{self._within}{name}: {what}")


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _are_numbers(value: object, length: int) -> bool:
    return isinstance(value, list) and len(value) == length and all(map(_is_number, value))
