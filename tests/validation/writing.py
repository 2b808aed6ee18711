"""One JSON value written in many ways: blanks, escapes, spellings of numbers, orders, and repeated keys."""

import json
import random
from collections.abc import Sequence
from typing import Any

Json = Any

BLANKS = ["", "", "", " ", "  ", "\n", "\t", "\r\n"]
_SHORT = {
    '"': '\\"',
    "\\": "\\\\",
    "\n": "\\n",
    "\t": "\\t",
    "\r": "\\r",
    "\b": "\\b",
    "\f": "\\f",
    "/": "\\/",
}
OTHER_VALUES: list[Json] = [
    *(None, True, 0, 7, 1e5, 1e-3, -0.0, 1e300, "", "a", ":", '"', "a:b", '"":""', [], {}, {"a": 1}),
    *({"a": {"b": 1}}, [{"a": 1}], "2026-03-01T09:30:00Z", "2026-03-01 09:30:00+0000", "20260301T093000Z"),
    *({"a": 1, "b": ":::"}, [1, 2], "123e4567-e89b-12d3-a456-426614174000"),
]


class Text(bytes):
    """What is JSON text already and goes in as it is."""


class Writer:
    """Writes values, choosing every spelling at random.

    `plain` never escapes what need not be; `repeat` is the number of objects with a member to go until one
    of their keys is written twice, None for never.
    """

    def __init__(self, rng: random.Random, *, plain: bool = False, repeat: int | None = None) -> None:
        self._rng = rng
        self._escapes = 0.0 if plain else rng.choice([0.0, 0.0, 0.02, 0.3])
        self._blanks = rng.choice([[""], ["", " "], BLANKS])
        self._repeat = repeat
        self.repeated: str | None = None
        """The key that was written twice."""

    def write(self, value: Json) -> bytes:
        """The value as JSON text in UTF-8; lone surrogates are escaped."""
        if isinstance(value, Text):
            return value
        if isinstance(value, str):
            return self.text(value).encode("utf-8")
        if isinstance(value, dict):
            return self._object([(key, value[key]) for key in value])
        if isinstance(value, list):
            return b"[" + b",".join(self._blank() + self.write(item) + self._blank() for item in value) + b"]"
        if value is None or isinstance(value, bool):
            return json.dumps(value).encode()
        return self.number(value).encode()

    def _blank(self) -> bytes:
        return self._rng.choice(self._blanks).encode()

    def _object(self, pairs: list[tuple[str, Json]]) -> bytes:
        rng = self._rng
        pairs = [*pairs]
        if rng.random() < 0.5:
            rng.shuffle(pairs)
        if pairs and self._repeat is not None:
            self._repeat -= 1
            if self._repeat < 0:
                self._repeat = None
                key, value = rng.choice(pairs)
                self.repeated = key
                again = value if rng.random() < 0.3 else rng.choice(OTHER_VALUES)
                pairs.insert(rng.randint(0, len(pairs)), (key, again))
        return self.members(pairs)

    def members(self, pairs: Sequence[tuple[str, Json]]) -> bytes:
        """An object of these members, in this order."""
        written = [
            self._blank()
            + self.text(key).encode("utf-8")
            + self._blank()
            + b":"
            + self._blank()
            + self.write(value)
            for key, value in pairs
        ]
        return b"{" + (self._blank() + b",").join(written) + self._blank() + b"}"

    def text(self, value: str) -> str:
        """A text in quotes."""
        return '"' + "".join(map(self._character, value)) + '"'

    def _character(self, char: str) -> str:
        surrogate = "\ud800" <= char <= "\udfff"
        must = char in '"\\' or char < " " or surrogate
        if not must and self._rng.random() >= self._escapes:
            return char
        if char in _SHORT and self._rng.random() < 0.7:
            return _SHORT[char]
        units = char.encode("utf-16-be", "surrogatepass")
        code = "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
        return code if self._rng.random() < 0.5 else code.upper().replace("\\U", "\\u")

    def number(self, value: float) -> str:
        """A number in one of its spellings; the double is the same."""
        if isinstance(value, int):
            if value == 0:
                return self._rng.choice(["0", "0", "-0", "0.0", "-0.0", "0e5", "0E-2"])
            spellings = [str(value)] * 4
            if abs(value) <= 2**53:
                spellings += [f"{value}.0", f"{value}e0", f"{value}E+0", f"{value}0e-1", f"{value}.00"]
            return self._rng.choice(spellings)
        spellings = [repr(value), repr(value), f"{value:.17e}", f"{value:.16E}", f"{value:.20e}"]
        spellings = [text for text in spellings if float(text) == value]
        if value.is_integer() and abs(value) < 2**53:
            spellings += [str(int(value)), f"{int(value)}e0"]
        return self._rng.choice(spellings)


def objects_in(value: Json) -> int:
    """How many objects with a member there are in a value, at any depth."""
    if isinstance(value, dict):
        return bool(value) + sum(map(objects_in, value.values()))
    return sum(map(objects_in, value)) if isinstance(value, list) else 0
