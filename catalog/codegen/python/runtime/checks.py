"""The full check of strict mode: every way in which values break the contract of an event."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache
from re import Pattern
from typing import Any, Callable, Final, NamedTuple

from .data import Json
from .failures import TrackingError

MAX_SAFE_INTEGER: Final = 2**53 - 1  # JS Number.MAX_SAFE_INTEGER
MAX_PROBLEMS: Final = 100
MAX_LISTED: Final = 20
"""Allowed values that a problem lists."""

Definition = Mapping[str, Any]
"""What a value has to be, by the catalog's keywords."""

Definitions = Mapping[str, Definition]


class Problem(NamedTuple):
    """What is wrong with a payload at one place; it never holds a value of the payload."""

    code: str
    path: str
    """A JSON Pointer (RFC 6901) into the payload."""
    message: str

    def __str__(self) -> str:
        return f"{self.path or 'the payload'}: {self.message} ({self.code})"


class Refused(TrackingError):
    """A call that the contract refuses, or that a destination may not have."""

    def __init__(self, event: str, problems: tuple[Problem, ...]) -> None:
        self.event = event
        self.problems = problems
        super().__init__(f"{event}: {'; '.join(map(str, problems))}")


_EXPECTED: Final = {
    "string": "a string",
    "integer": "an integer",
    "number": "a number",
    "boolean": "true or false",
    "flag": "true, false or a variant's name",
    "timestamp": "a timestamp such as 2026-03-01T09:30:00Z",
    "date": "a date such as 2026-03-01",
    "uuid": "a UUID",
    "uri": "an absolute URI",
    "array": "a list",
    "object": "an object",
    "map": "an object of keys and values",
}


def event_problems(
    properties: Definitions, values: Mapping[str, Json], formats: Mapping[str, str]
) -> tuple[Problem, ...]:
    """Everything that is wrong with an event's own properties."""
    checks = Checks(formats)
    checks.members(properties, values, "/properties")
    return tuple(checks.problems)


class Checks:
    """Collects the problems of one payload."""

    def __init__(self, formats: Mapping[str, str]) -> None:
        self.problems: list[Problem] = []
        self._formats = formats
        self._keys: dict[str, str] = {}

    def add(self, code: str, path: str, message: str) -> None:
        """Note one problem; past `MAX_PROBLEMS` none."""
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(code, path, message))

    def members(self, definitions: Definitions, members: Mapping[str, Json], path: str) -> None:
        """Judge an object's members by what is declared."""
        for name, definition in definitions.items():
            if name in members:
                self.value(definition, members[name], f"{path}/{token(name)}")
            elif definition.get("required"):
                self.add("missing-property", path, f"'{name}' is missing")
        self.undeclared(definitions, members, path)

    def undeclared(self, definitions: Definitions, members: Mapping[str, Json], path: str) -> None:
        """Note the members that nobody has declared."""
        for name in members:
            if name not in definitions:
                self.add(
                    "undeclared-property",
                    f"{path}/{self._hidden(name)}",
                    "no property of that name is declared",
                )

    def context(self, definitions: Definitions, members: Mapping[str, Json]) -> None:
        """Judge a context, in which a declared name that ends in `*` is the beginning of names."""
        starts = sorted((name[:-1] for name in definitions if name.endswith("*")), key=len, reverse=True)
        for name, member in members.items():
            start = next((one for one in starts if name.startswith(one)), None)
            if name in definitions:
                self.value(definitions[name], member, f"/context/{token(name)}")
            elif start is not None:
                self.value(definitions[f"{start}*"], member, f"/context/{self._hidden(name)}")
            else:
                self.undeclared({}, {name: member}, "/context")

    def identity(self, value: str | None, path: str) -> None:
        """Judge what identifies a person or a group."""
        if value is not None:
            self.value({"type": "string", "minLength": 1, "maxLength": 200}, value, path)

    def value(self, definition: Definition, value: Json, path: str) -> None:
        """Judge one value."""
        kind: str = definition["type"]
        if value is None:
            if not definition.get("nullable"):
                self._wrong(kind, path)
            return
        _CHECKS[kind](self, definition, value, path)

    def _wrong(self, kind: str, path: str) -> None:
        self.add("wrong-type", path, f"is no {kind}; send {_EXPECTED[kind]}")

    def _hidden(self, name: str) -> str:
        """The number of a name that the payload supplies, which may be personal data itself."""
        return self._keys.setdefault(name, f"<key {len(self._keys) + 1}>")

    def _choice(self, definition: Definition, value: Json, path: str) -> None:
        allowed = definition.get("enum")
        if allowed is not None and value not in allowed:
            listed = ", ".join(map(_shown, allowed[:MAX_LISTED]))
            self.add("not-in-enum", path, f"is none of the allowed values: {listed}")
        if definition.get("const") is not None and value != definition["const"]:
            self.add("not-const", path, f"is not the only allowed value, {_shown(definition['const'])}")

    def _text(self, value: Json, kind: str, path: str) -> str | None:
        if not isinstance(value, str):
            self._wrong(kind, path)
            return None
        if not is_text(value):
            self.add("lone-surrogate", path, "has half of a surrogate pair; send whole characters")
            return None
        return value

    def _length(self, definition: Definition, value: str, path: str) -> None:
        least, most = definition.get("minLength"), definition.get("maxLength")
        if least is not None and len(value) < least:
            self.add("too-short", path, f"has fewer than {least} characters" if least > 1 else "is empty")
        if most is not None and len(value) > most:
            self.add("too-long", path, f"has more than {_counted(most, 'character')}")

    def string(self, definition: Definition, value: Json, path: str) -> None:
        """Judge a string."""
        text = self._text(value, "string", path)
        if text is not None:
            self._choice(definition, text, path)
            self._length(definition, text, path)
            pattern = definition.get("pattern")
            if pattern is not None and not compiled(pattern).search(text):
                self.add("pattern-mismatch", path, f"does not match the pattern {pattern}")

    def format(self, definition: Definition, value: Json, path: str) -> None:
        """Judge a timestamp, a date, a UUID or a URI."""
        kind: str = definition["type"]
        text = self._text(value, kind, path)
        if text is not None:
            if not compiled(self._formats[kind]).search(text):
                self.add(f"not-a-{kind}", path, f"is not {_EXPECTED[kind]}")
            self._choice(definition, text, path)
            self._length(definition, text, path)

    def integer(self, definition: Definition, value: Json, path: str) -> None:
        """Judge an integer; 1.0 is one."""
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return self._wrong("integer", path)
        if isinstance(value, float):
            if not math.isfinite(value):
                return self._infinite(path)
            if not value.is_integer():
                return self._wrong("integer", path)
            value = int(value)
        if abs(value) > MAX_SAFE_INTEGER:
            code, side = ("too-big", "above") if value > 0 else ("too-small", "below")
            return self.add(code, path, f"is {side} what every engine holds exactly; send it as text")
        self._choice(definition, value, path)
        self._bounds(definition, value, path)
        step = definition.get("multipleOf")
        if step is not None and value % step:
            self.add("not-multiple", path, f"is not a multiple of {step}")
        return None

    def number(self, definition: Definition, value: Json, path: str) -> None:
        """Judge a number, which is a double."""
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return self._wrong("number", path)
        try:
            double = float(value)
        except OverflowError:
            return self.add("number-overflow", path, "is beyond what a double holds")
        if not math.isfinite(double):
            return self._infinite(path)
        self._choice(definition, double, path)
        return self._bounds(definition, double, path)

    def _infinite(self, path: str) -> None:
        self.add("not-finite", path, "is NaN or Infinity, which JSON does not know")

    def _bounds(self, definition: Definition, value: float, path: str) -> None:
        for keyword, code, is_within, told in _BOUNDS:
            limit = definition.get(keyword)
            if limit is not None and not is_within(value, limit):
                self.add(code, path, f"{told} {limit}")

    def boolean(self, definition: Definition, value: Json, path: str) -> None:
        """Judge true or false."""
        if not isinstance(value, bool):
            return self._wrong("boolean", path)
        return self._choice(definition, value, path)

    def flag(self, definition: Definition, value: Json, path: str) -> None:
        """Judge what a feature flag gives."""
        if not isinstance(value, bool):
            text = self._text(value, "flag", path)
            if text is None:
                return None
            self._length({"minLength": 1, **definition}, text, path)
        return self._choice(definition, value, path)

    def array(self, definition: Definition, value: Json, path: str) -> None:
        """Judge a list and its items."""
        if not isinstance(value, list):
            return self._wrong("array", path)
        least, most = definition.get("minItems"), definition.get("maxItems")
        if least is not None and len(value) < least:
            self.add("too-few-items", path, f"has fewer than {_counted(least, 'item')}")
        if most is not None and len(value) > most:
            self.add("too-many-items", path, f"has more than {_counted(most, 'item')}")
        for index, item in enumerate(value):
            self.value(definition["items"], item, f"{path}/{index}")
        if definition.get("uniqueItems"):
            seen = set()
            for index, item in enumerate(value):
                if not isinstance(item, (list, dict)):
                    key = (isinstance(item, bool), item)  # true is not 1, and 1.0 is
                    if key in seen:
                        self.add(
                            "duplicate-item", f"{path}/{index}", "stands twice in a list of unique items"
                        )
                    seen.add(key)
        return None

    def object(self, definition: Definition, value: Json, path: str) -> None:
        """Judge an object's members."""
        if not isinstance(value, dict):
            return self._wrong("object", path)
        return self.members(definition["properties"], value, path)

    def map(self, definition: Definition, value: Json, path: str) -> None:
        """Judge an object's keys and values."""
        if not isinstance(value, dict):
            return self._wrong("map", path)
        most, keys = definition.get("maxProperties"), definition.get("keys") or {}
        if most is not None and len(value) > most:
            self.add("too-many-keys", path, f"has more than {_counted(most, 'key')}")
        pattern, longest = keys.get("pattern"), keys.get("maxLength")
        for key, item in value.items():
            below = f"{path}/{self._hidden(key)}"
            if not is_text(key):
                self.add("lone-surrogate", below, "a key has half of a surrogate pair")
                continue
            if longest is not None and len(key) > longest:
                self.add("key-too-long", below, f"a key has more than {_counted(longest, 'character')}")
            if pattern is not None and not compiled(pattern).search(key):
                self.add("key-pattern", below, f"a key does not match the pattern {pattern}")
            self.value(definition["values"], item, below)
        return None


_BOUNDS: Final[tuple[tuple[str, str, Callable[[float, float], bool], str], ...]] = (
    ("minimum", "too-small", lambda value, limit: value >= limit, "is below the minimum of"),
    ("maximum", "too-big", lambda value, limit: value <= limit, "is above the maximum of"),
    ("exclusiveMinimum", "not-above", lambda value, limit: value > limit, "is not above"),
    ("exclusiveMaximum", "not-below", lambda value, limit: value < limit, "is not below"),
)

_CHECKS: Final[Mapping[str, Callable[[Checks, Definition, Json, str], None]]] = {
    "string": Checks.string,
    "integer": Checks.integer,
    "number": Checks.number,
    "boolean": Checks.boolean,
    "flag": Checks.flag,
    "timestamp": Checks.format,
    "date": Checks.format,
    "uuid": Checks.format,
    "uri": Checks.format,
    "array": Checks.array,
    "object": Checks.object,
    "map": Checks.map,
}

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def is_text(value: str) -> bool:
    """Whether a text has no half of a surrogate pair, which UTF-8 cannot hold."""
    return value.isascii() or _SURROGATE.search(value) is None


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> Pattern[str]:
    """A pattern of the catalog, as it was printed for Python."""
    return re.compile(pattern)


def token(name: str) -> str:
    """A name within a JSON Pointer, RFC 6901 §3."""
    return name.replace("~", "~0").replace("/", "~1")


def _shown(value: object) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
