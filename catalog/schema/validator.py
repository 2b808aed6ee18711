"""Our jsonschema validator: the engine that every other one is compared with."""

import json
from collections.abc import Iterator, Mapping
from typing import Final, cast

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend

from catalog.schema.formats import compiled

_EXACT: Final = 2**53


def validator_for(schema: Mapping[str, object]) -> Validator:
    """A validator of one of our documents that reads `pattern` as ECMA-262 does: `$` is the very end."""
    return cast(Validator, _Mended(schema))


def decode_instance(content: bytes) -> object:
    """JSON as every engine holds it: integers beyond 2^53 as doubles, one value for a key.

    Raises ValueError for what is no payload: not UTF-8, a duplicate key, NaN, a number beyond a double, a
    lone surrogate.
    """
    text = content.decode("utf-8")
    value = json.loads(
        text, parse_int=_integer, parse_float=_double, parse_constant=_no_constant, object_pairs_hook=_object
    )
    # An escaped half of a pair is no character; only a round trip through UTF-8 tells.
    json.dumps(value, ensure_ascii=False).encode("utf-8")
    return value


def _pattern(
    _validator: Validator, pattern: str, instance: object, _schema: Mapping[str, object]
) -> Iterator[ValidationError]:
    if isinstance(instance, str) and compiled(pattern).search(instance) is None:
        yield ValidationError("does not match the pattern")


_Mended: Final = extend(  # type: ignore[no-untyped-call]  # jsonschema leaves it without types
    Draft202012Validator, {"pattern": _pattern}
)


def _integer(text: str) -> int | float:
    value = int(text) if len(text) <= 400 else _double(text)
    return value if isinstance(value, int) and abs(value) <= _EXACT else _double(text)


def _double(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise ValueError("a number is beyond a double")
    return value


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found
