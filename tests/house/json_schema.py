"""As much of JSON Schema as the schema of compose files uses; a keyword it does not know fails."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

Json = Any  # what a JSON file may hold
_TYPES: dict[str, type | tuple[type, ...]] = {
    "array": list,
    "boolean": bool,
    "integer": int,
    "null": type(None),
    "number": (int, float),
    "object": dict,
    "string": str,
}
_SAYS_NOTHING = {"$schema", "$id", "$defs", "title", "description", "default", "deprecated"}


class Schema:
    """A schema, with the definitions inside it."""

    def __init__(self, whole: Mapping[str, Json]) -> None:
        self._whole = whole
        self._checks: dict[str, Callable[[Json, Json, Mapping[str, Json]], Iterator[str]]] = {
            "$ref": lambda ref, value, _: self.problems(value, self._definition(ref)),
            "allOf": lambda parts, value, _: self._all(value, parts),
            "anyOf": lambda parts, value, _: self._some(value, parts, range(1, len(parts) + 1)),
            "oneOf": lambda parts, value, _: self._some(value, parts, range(1, 2)),
            "type": lambda names, value, _: _type(value, names),
            "enum": lambda allowed, value, _: _unless(value in allowed, "is not among the choices"),
            "minimum": lambda least, value, _: _unless(value >= least, "is too small"),
            "maximum": lambda most, value, _: _unless(value <= most, "is too large"),
            "pattern": lambda p, value, _: _unless(re.search(p, value), "has another form"),
            "required": lambda names, value, _: _unless({*names} <= {*value}, "lacks something"),
            "uniqueItems": lambda _on, value, _: _unless(_unique(value), "says something twice"),
            "items": lambda schema, value, _: self._items(value, schema),
            "properties": lambda named, value, _: self._properties(value, named),
            "patternProperties": lambda named, value, _: self._by_pattern(value, named),
            "additionalProperties": self._others,
            "unevaluatedProperties": self._others,
        }

    def problems(self, value: Json, schema: Mapping[str, Json] | None = None) -> Iterator[str]:
        """Say what is wrong with a value; nothing is the good answer."""
        schema = self._whole if schema is None else schema
        yield from (
            problem
            for keyword, wanted in schema.items()
            if keyword not in _SAYS_NOTHING and _concerns(keyword, value)
            for problem in self._checks[keyword](wanted, value, schema)
        )

    def _definition(self, ref: str) -> Mapping[str, Json]:
        found: Json = self._whole
        for name in ref.removeprefix("#/").split("/"):
            found = found[name]
        return dict(found)

    def _all(self, value: Json, parts: Sequence[Mapping[str, Json]]) -> Iterator[str]:
        for part in parts:
            yield from self.problems(value, part)

    def _some(self, value: Json, parts: Sequence[Mapping[str, Json]], good: range) -> Iterator[str]:
        found = [list(self.problems(value, part)) for part in parts]
        if sum(not problems for problems in found) not in good:
            yield from next((problems for problems in found if problems), ["fits several choices"])

    def _items(self, value: Sequence[Json], schema: Mapping[str, Json]) -> Iterator[str]:
        for number, item in enumerate(value):
            yield from (f"[{number}]{problem}" for problem in self.problems(item, schema))

    def _properties(self, value: Mapping[str, Json], named: Mapping[str, Json]) -> Iterator[str]:
        for name in {*named} & {*value}:
            yield from (f".{name}{p}" for p in self.problems(value[name], named[name]))

    def _by_pattern(self, value: Mapping[str, Json], named: Mapping[str, Json]) -> Iterator[str]:
        for pattern, schema in named.items():
            for name in value:
                if re.search(pattern, name):
                    yield from (f".{name}{p}" for p in self.problems(value[name], schema))

    def _others(
        self, wanted: Json, value: Mapping[str, Json], schema: Mapping[str, Json]
    ) -> Iterator[str]:
        for name in value:
            if not self._names(schema, name):
                if wanted is False:
                    yield f".{name} is not known"
                elif isinstance(wanted, dict):
                    yield from (f".{name}{p}" for p in self.problems(value[name], wanted))

    def _names(self, schema: Mapping[str, Json], name: str) -> bool:
        """Does a schema, or one that it includes, say anything of a property?"""
        return (
            name in schema.get("properties", {})
            or any(re.search(pattern, name) for pattern in schema.get("patternProperties", {}))
            or any(self._names(part, name) for part in schema.get("allOf", ()))
            or ("$ref" in schema and self._names(self._definition(schema["$ref"]), name))
        )


def _concerns(keyword: str, value: Json) -> bool:
    """A keyword for one kind of value says nothing of another kind."""
    if keyword in {"minimum", "maximum"}:
        return _is(value, "number")
    if keyword == "pattern":
        return isinstance(value, str)
    if keyword in {"items", "uniqueItems"}:
        return isinstance(value, list)
    return not (keyword == "required" or keyword.endswith("roperties")) or isinstance(value, dict)


def _type(value: Json, names: str | Sequence[str]) -> Iterator[str]:
    wanted = [names] if isinstance(names, str) else names
    return _unless(any(_is(value, name) for name in wanted), f" is no {' or '.join(wanted)}")


def _is(value: Json, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    return isinstance(value, _TYPES[name])


def _unique(value: Sequence[Json]) -> bool:
    return all(item not in value[:number] for number, item in enumerate(value))


def _unless(good: object, problem: str) -> Iterator[str]:
    return iter(()) if good else iter([f" {problem.strip()}"])
