"""A contract as msgspec types: only constructs that accept nothing the contract refuses.

What a construct cannot say is checked afterwards (`Check`) or has no shape at all (None): such payloads go
to the complete engine. Measured differences between msgspec and JSON Schema are in the tests' cases;
refusing more than the contract is fine here, since the complete engine decides then.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil, floor
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from catalog.model.types import (
    ArrayType,
    BooleanType,
    DateType,
    IntegerType,
    MapType,
    NumberType,
    ObjectType,
    Property,
    StringType,
    TimestampType,
    UriType,
    UuidType,
)
from catalog.model.values import MAX_SAFE_INTEGER
from catalog.schema.formats import FORMATS
from catalog.schema.patterns import PatternError, parse
from catalog.validation.moments import is_timestamp, is_uuid

astuple: Final[Callable[[Any], tuple[Any, ...]]] = msgspec.structs.astuple
"""A struct's members by position: much faster than attributes when hundreds of classes take turns."""

Shape = Any
"""A type annotation that msgspec decodes into; made at run time, so mypy cannot know more."""

_NO_SHAPE: Final = None


@dataclass(frozen=True, slots=True)
class Shaped:
    """A shape, and what must still be checked on the decoded value."""

    shape: Shape
    check: Callable[[Any], bool] | None = None
    floats: tuple[int, ...] | None = ()
    """The positions in a struct that may hold a double; None when doubles stand deeper than that."""


def shape_of(definition: Property) -> Shaped | None:
    """The shape of one value, or None when msgspec has none that is at least as strict."""
    made = _bare(definition)
    if made is None or not definition.nullable:
        return made
    return Shaped(made.shape | None, _unless_none(made.check), made.floats)


def struct_of(
    name: str, properties: Mapping[str, Property], optional: Mapping[str, Property] | None = None
) -> Shaped | None:
    """A closed struct of properties; of those in `optional`, the ones that have no shape are left out.

    A payload that has one that was left out is unknown to the struct, and so goes to the complete engine.
    """
    fields: list[Any] = []
    checks: list[tuple[int, Callable[[Any], bool]]] = []
    floats: list[int] = []
    deep = False
    both = [(*item, True) for item in properties.items()]
    both += [(*item, False) for item in (optional or {}).items()]
    for index, (arriving, definition, own) in enumerate(both):
        shaped = None if definition.deprecated else shape_of(definition)
        if shaped is None:
            if own and definition.required:
                return None
            continue
        if shaped.check is not None:
            checks.append((len(fields), shaped.check))
        if isinstance(definition, NumberType):
            floats.append(len(fields))
        else:
            deep = deep or shaped.floats != ()
        if own and definition.required:
            fields.append((f"f{index}", shaped.shape, msgspec.field(name=arriving)))
        else:
            fields.append(
                (f"f{index}", shaped.shape | UnsetType, msgspec.field(name=arriving, default=UNSET))
            )
    struct = msgspec.defstruct(name, fields, forbid_unknown_fields=True, kw_only=True, frozen=True, gc=False)
    return Shaped(struct, _all(checks), None if deep else tuple(floats))


def _all(checks: list[tuple[int, Callable[[Any], bool]]]) -> Callable[[Any], bool] | None:
    if not checks:
        return None

    def check(value: object) -> bool:
        members = astuple(value)
        for position, test in checks:
            member = members[position]
            if member is not UNSET and not test(member):
                return False
        return True

    return check


def _unless_none(check: Callable[[Any], bool] | None) -> Callable[[Any], bool] | None:
    return None if check is None else lambda value: value is None or check(value)


def _bare(definition: Property) -> Shaped | None:
    match definition:
        case StringType():
            return _string(definition)
        case IntegerType():
            return _integer(definition)
        case NumberType():
            return _number(definition)
        case BooleanType():
            return Shaped(bool) if definition.enum is None and definition.const is None else _NO_SHAPE
        case TimestampType():
            return (
                Shaped(str, is_timestamp)
                if definition.enum is None and definition.const is None
                else _NO_SHAPE
            )
        case UuidType():
            return Shaped(str, is_uuid) if definition.enum is None and definition.const is None else _NO_SHAPE
        case UriType():
            return _uri(definition)
        case DateType():
            # reads exactly YYYY-MM-DD of the years 0001 to 9999, as our pattern does
            return Shaped(date) if definition.enum is None and definition.const is None else _NO_SHAPE
        case ArrayType():
            return _array(definition)
        case ObjectType():
            return struct_of("Object", definition.properties)
        case MapType():
            return _map(definition)


def _string(definition: StringType) -> Shaped | None:
    if definition.enum is not None or definition.const is not None:
        return _choice(definition)
    pattern = None
    if definition.pattern is not None:
        try:
            pattern = parse(definition.pattern).python()
        except PatternError:
            return _NO_SHAPE
    return Shaped(_text(pattern, definition.min_length, definition.max_length))


def _text(pattern: str | None, min_length: int | None, max_length: int | None) -> Shape:
    if pattern is None and min_length is None and max_length is None:
        return str
    return Annotated[str, Meta(pattern=pattern, min_length=min_length, max_length=max_length)]


def _choice(definition: StringType) -> Shaped | None:
    """Strings of an `enum` as literals, when no other keyword of the type narrows them."""
    if (
        definition.pattern is not None
        or definition.min_length is not None
        or definition.max_length is not None
    ):
        return _NO_SHAPE
    allowed = set(definition.enum) if definition.enum is not None else {definition.const}
    if definition.const is not None:
        allowed &= {definition.const}
    return (
        Shaped(Literal[tuple(sorted(item for item in allowed if item is not None))]) if allowed else _NO_SHAPE
    )


def _uri(definition: UriType) -> Shaped | None:
    if definition.enum is not None or definition.const is not None:
        return _NO_SHAPE
    return Shaped(_text(FORMATS["uri"].pattern.python(), definition.min_length, definition.max_length))


def _integer(definition: IntegerType) -> Shaped | None:
    if definition.enum is not None or definition.const is not None:
        if any(
            limit is not None
            for limit in (
                definition.minimum,
                definition.maximum,
                definition.exclusive_minimum,
                definition.exclusive_maximum,
                definition.multiple_of,
            )
        ):
            return _NO_SHAPE
        allowed = set(definition.enum) if definition.enum is not None else {definition.const}
        if definition.const is not None:
            allowed &= {definition.const}
        return (
            Shaped(Literal[tuple(sorted(item for item in allowed if item is not None))])
            if allowed
            else _NO_SHAPE
        )
    lowest, highest = -MAX_SAFE_INTEGER, MAX_SAFE_INTEGER
    if definition.minimum is not None:
        lowest = max(lowest, definition.minimum)
    if definition.exclusive_minimum is not None:
        lowest = max(lowest, definition.exclusive_minimum + 1)
    if definition.maximum is not None:
        highest = min(highest, definition.maximum)
    if definition.exclusive_maximum is not None:
        highest = min(highest, definition.exclusive_maximum - 1)
    return Shaped(Annotated[int, Meta(ge=lowest, le=highest, multiple_of=definition.multiple_of)])


def _number(definition: NumberType) -> Shaped | None:
    """An integer that a double holds exactly, or a double: each is written again as it came."""
    if definition.enum is not None or definition.const is not None:
        return _NO_SHAPE
    low, high = definition.minimum, definition.maximum
    above, below = definition.exclusive_minimum, definition.exclusive_maximum
    if low is not None and above is not None:
        low, above = (low, None) if low > above else (None, above)
    if high is not None and below is not None:
        high, below = (high, None) if high < below else (None, below)
    least = -MAX_SAFE_INTEGER if low is None else max(-MAX_SAFE_INTEGER, ceil(low))
    most = MAX_SAFE_INTEGER if high is None else min(MAX_SAFE_INTEGER, floor(high))
    if above is not None:
        least = max(least, floor(above) + 1)
    if below is not None:
        most = min(most, ceil(below) - 1)
    limits = {"ge": low, "gt": above, "le": high, "lt": below}
    given = {name: float(limit) for name, limit in limits.items() if limit is not None}
    double: Shape = Annotated[float, Meta(**given)] if given else float  # type: ignore[call-overload]  # many overloads
    if least > most:
        return Shaped(double, None, None)
    return Shaped(Annotated[int, Meta(ge=least, le=most)] | double, None, None)


def _array(definition: ArrayType) -> Shaped | None:
    items = shape_of(definition.items)
    if items is None:
        return _NO_SHAPE
    shape: Shape = list[items.shape]  # type: ignore[name-defined]  # a shape is a value
    if definition.min_items is not None or definition.max_items is not None:
        shape = Annotated[shape, Meta(min_length=definition.min_items, max_length=definition.max_items)]
    return Shaped(shape, _each(items.check, unique=definition.unique_items), _deep(items))


def _deep(inner: Shaped) -> tuple[int, ...] | None:
    return None if inner.floats != () else ()


def _each(item_check: Callable[[Any], bool] | None, *, unique: bool) -> Callable[[Any], bool] | None:
    if item_check is None:
        # equal texts decode to equal values, so a set that kept its size had no two of them
        return (lambda values: len(set(values)) == len(values)) if unique else None
    if unique:
        return lambda values: len(set(values)) == len(values) and all(map(item_check, values))
    return lambda values: all(map(item_check, values))


def _map(definition: MapType) -> Shaped | None:
    values = shape_of(definition.values)
    if values is None:
        return _NO_SHAPE
    pattern = None
    if definition.keys.pattern is not None:
        try:
            pattern = parse(definition.keys.pattern).python()
        except PatternError:
            return _NO_SHAPE
    shape: Shape = dict[_text(pattern, None, definition.keys.max_length), values.shape]  # type: ignore[misc]  # as above
    if definition.max_properties is not None:
        shape = Annotated[shape, Meta(max_length=definition.max_properties)]
    check = values.check
    return Shaped(
        shape, None if check is None else lambda members: all(map(check, members.values())), _deep(values)
    )
