"""A contract as msgspec types: only constructs that accept nothing the contract refuses.

What a construct cannot say is checked afterwards (`Check`) or has no shape at all (None): such payloads go
to the complete engine. Measured differences between msgspec and JSON Schema are in the tests' cases;
refusing more than the contract is fine here, since the complete engine decides then.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from catalog.model.types import (
    ArrayType,
    BooleanType,
    DateType,
    FlagType,
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
from catalog.schema.formats import FORMATS, compiled, matcher, quick_length
from catalog.validation.moments import is_timestamp, is_uuid

astuple: Final[Callable[[Any], tuple[Any, ...]]] = msgspec.structs.astuple
"""A struct's members by position: much faster than attributes when hundreds of classes take turns."""

Members = tuple[Any, ...]

Checks = list[tuple[int, Callable[[Any], object]]]
"""Positions of members, and what decides on each of them when it is there."""

Shape = Any
"""A type annotation that msgspec decodes into; made at run time, so mypy cannot know more."""

_NO_SHAPE: Final = None

_NO_FIELD: Final = re.compile(r'["\\\x00-\x1f]').search
"""Finds what msgspec refuses in the name of a field: what JSON text has to escape."""


Ask = Callable[[Any], object]
Step = tuple[int, Ask | None, Ask | None, Callable[[Any], int] | None]
"""A position, what is asked of a member that is there, what else may find it right, what counts its keys.

Where `set` is asked, it has to keep the member's size. Null is right where the shape has it.
"""


@dataclass(frozen=True, slots=True)
class Shaped:
    """A shape, what must still be checked on the decoded value, and how many keys stand inside it."""

    shape: Shape
    check: Callable[[Any], object] | None = None
    """Gives something true for a right value; None when the shape says everything."""
    keys: Callable[[Any], int] | None = None
    """Counts the keys of the value's objects; None when it has none."""
    quick: Ask | None = None
    """What a `Step` asks first, since it is no Python function, which would take longer than what it does."""


@dataclass(frozen=True, slots=True)
class Structured:
    """A struct, and what decides on its members by position."""

    struct: Shape
    steps: tuple[Step, ...]
    first_optional: int
    """The position from which on members may be absent."""


def shape_of(definition: Property) -> Shaped | None:
    """The shape of one value, or None when msgspec has none that is at least as strict."""
    made = _bare(definition)
    if made is None or not definition.nullable:
        return made
    check, keys = made.check, made.keys
    return Shaped(
        made.shape | None,
        None if check is None else lambda value: value is None or check(value),
        None if keys is None else lambda value: 0 if value is None else keys(value),
        made.quick,
    )


def struct_of(
    name: str,
    properties: Mapping[str, Property],
    optional: Mapping[str, Property] | None = None,
    also: Mapping[str, Callable[[Any], object]] | None = None,
) -> Structured | None:
    """A closed struct of properties; of those in `optional`, the ones that have no shape are left out.

    `also` is what else is checked of values, by the names of properties.

    A payload that has one that was left out is unknown to the struct, and so goes to the complete engine.
    """
    fields: list[Any] = []
    steps: list[Step] = []
    both = [(*item, True) for item in properties.items()]
    both.sort(key=lambda item: not item[1].required)
    first_optional = sum(definition.required for definition in properties.values())
    both += [(*item, False) for item in (optional or {}).items()]
    for index, (arriving, definition, own) in enumerate(both):
        shaped = None if definition.deprecated or _NO_FIELD(arriving) else shape_of(definition)
        if shaped is None:
            if own and definition.required:
                return None
            continue
        if shaped.check is not None or shaped.keys is not None:
            asked = (shaped.check, None) if shaped.quick is None else (shaped.quick, shaped.check)
            steps.append((len(fields), *asked, shaped.keys))
        if also is not None and arriving in also:
            steps.append((len(fields), also[arriving], None, None))
        if own and definition.required:
            fields.append((f"f{index}", shaped.shape, msgspec.field(name=arriving)))
        else:
            absent = msgspec.field(name=arriving, default=UNSET)
            fields.append((f"f{index}", shaped.shape | UnsetType, absent))
    struct = msgspec.defstruct(name, fields, forbid_unknown_fields=True, kw_only=True, frozen=True, gc=False)
    return Structured(struct, tuple(steps), first_optional)


def all_of(checks: "Checks") -> Callable[[Members], object] | None:
    """Every check of the members that are there."""
    if not checks:
        return None
    if len(checks) == 1:
        return _one_of(*checks[0])

    def check(members: Members) -> bool:
        for position, test in checks:
            member = members[position]
            if member is not UNSET and not test(member):
                return False
        return True

    return check


@lru_cache(maxsize=4096)
def _one_of(position: int, test: Callable[[Any], object]) -> Callable[[Members], object]:
    def check(members: Members) -> object:
        member = members[position]
        return member is UNSET or test(member)

    return check


def _object(definition: ObjectType) -> Shaped | None:
    made = struct_of("Object", definition.properties)
    if made is None:
        return None
    fields = len(made.struct.__struct_fields__)
    asked = [(position, otherwise or test) for position, test, otherwise, _ in made.steps]
    check = all_of([(position, test) for position, test in asked if test is not None])
    counts = [(position, keys) for position, _, _, keys in made.steps if keys is not None]

    def count(value: object) -> int:
        members = astuple(value)
        found = fields - members.count(UNSET)
        for position, keys in counts:
            member = members[position]
            if member is not UNSET:
                found += keys(member)
        return found

    return Shaped(made.struct, None if check is None else lambda value: check(astuple(value)), count)


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
        case FlagType():
            return (
                Shaped(bool | _text(1, definition.max_length))
                if definition.enum is None and definition.const is None
                else _NO_SHAPE
            )
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
            return _object(definition)
        case MapType():
            return _map(definition)


def _string(definition: StringType) -> Shaped | None:
    if definition.enum is not None or definition.const is not None:
        return _choice(definition)
    search = None
    if definition.pattern is not None:
        # msgspec's own `pattern` takes twice as long
        search = _search(definition.pattern, definition.max_length)
        if search is None:
            return _NO_SHAPE
    return Shaped(_text(definition.min_length, definition.max_length), search)


def _search(pattern: str, max_length: int | None) -> Callable[[str], object] | None:
    """What finds a pattern in texts of at most this length; None for one outside the subset."""
    finds = matcher(pattern)
    if finds is None or max_length is None or max_length > quick_length(pattern):
        return finds
    return compiled(pattern).search


def _text(min_length: int | None, max_length: int | None) -> Shape:
    if min_length is None and max_length is None:
        return str
    return Annotated[str, Meta(min_length=min_length, max_length=max_length)]


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
    return Shaped(_text(definition.min_length, definition.max_length), FORMATS["uri"].matches)


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
    """A double; integers are rounded to one as the complete engine rounds them."""
    if definition.enum is not None or definition.const is not None:
        return _NO_SHAPE
    low, high = definition.minimum, definition.maximum
    above, below = definition.exclusive_minimum, definition.exclusive_maximum
    if low is not None and above is not None:
        low, above = (low, None) if low > above else (None, above)
    if high is not None and below is not None:
        high, below = (high, None) if high < below else (None, below)
    limits = {"ge": low, "gt": above, "le": high, "lt": below}
    given = {name: float(limit) for name, limit in limits.items() if limit is not None}
    return Shaped(Annotated[float, Meta(**given)] if given else float)  # type: ignore[call-overload]  # too many


def _array(definition: ArrayType) -> Shaped | None:
    items = shape_of(definition.items)
    if items is None:
        return _NO_SHAPE
    shape: Shape = list[items.shape]  # type: ignore[name-defined]  # a shape is a value
    if definition.min_items is not None or definition.max_items is not None:
        shape = Annotated[shape, Meta(min_length=definition.min_items, max_length=definition.max_items)]
    keys = items.keys
    return Shaped(
        shape,
        _each(items.check, unique=definition.unique_items),
        None if keys is None else lambda values: sum(map(keys, values)),
        set if definition.unique_items and items.check is None else None,
    )


def _each(check: Callable[[Any], object] | None, *, unique: bool) -> Callable[[Any], object] | None:
    if not unique:
        return None if check is None else lambda values: all(map(check, values))
    # equal texts decode to equal values, so a set that kept the list's size had no two of them
    if check is None:
        return lambda values: len(set(values)) == len(values)
    return lambda values: len(set(values)) == len(values) and all(map(check, values))


def _map(definition: MapType) -> Shaped | None:
    values = shape_of(definition.values)
    if values is None:
        return _NO_SHAPE
    search = None
    if definition.keys.pattern is not None:
        search = _search(definition.keys.pattern, definition.keys.max_length)
        if search is None:
            return _NO_SHAPE
    key = _text(None, definition.keys.max_length)
    shape: Shape = dict[key, values.shape]  # type: ignore[valid-type,name-defined]  # shapes are values
    if definition.max_properties is not None:
        shape = Annotated[shape, Meta(max_length=definition.max_properties)]
    keys = values.keys
    check, quick = _members(search, values.check)
    count = len if keys is None else lambda members: len(members) + sum(map(keys, members.values()))
    return Shaped(shape, check, count, quick)


MAX_KNOWN_KEYS: Final = 1_000
"""Keys of one map that are remembered to match its pattern; maps have few, and asking again costs more."""


def _members(
    search: Callable[[str], object] | None, check: Callable[[Any], object] | None
) -> tuple[Ask | None, Ask | None]:
    """What is checked of a map, its keys by their pattern, then its values; and what is quick to ask."""
    if search is None:
        return (None if check is None else lambda members: all(map(check, members.values()))), None
    known: set[str] = set()

    def have_matching_keys(members: dict[str, Any]) -> bool:
        if known.issuperset(members):
            return True
        if not all(map(search, members)):
            return False
        if len(known) < MAX_KNOWN_KEYS:
            known.update(members)
        return True

    if check is None:
        return have_matching_keys, known.issuperset
    return (lambda members: have_matching_keys(members) and all(map(check, members.values()))), None
