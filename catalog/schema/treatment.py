"""What one destination does to each part of a property: laid out once, read by all who act or tell of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import reduce
from typing import Final, assert_never

from catalog.model.category import Handling, covers, stricter
from catalog.model.policy import Policy
from catalog.model.settings import Truncation
from catalog.model.types import (
    ArrayType,
    BooleanType,
    DateType,
    FlagType,
    IntegerType,
    MapKeys,
    MapType,
    NumberType,
    ObjectType,
    Property,
    Scalar,
    StringType,
    TimestampType,
    UriType,
    UuidType,
)

ADDRESS: Final = "user.device.ip"

_FEW: Final = 1_000
"""Integers below this have so few digits that their number says much."""

_KEY: Final = StringType.model_validate({"type": "string"})


class Cut(StrEnum):
    """What truncation leaves of a value, by its type."""

    CHARACTERS = "characters"
    NETWORK = "network"
    ORIGIN = "origin"
    TIME = "time"
    DATE = "date"
    DIGITS = "digits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A scalar, the items of an array of scalars, or the keys of a map."""

    definition: Scalar
    data: str | None
    handling: Handling
    cut: Cut | None = None
    """What truncation leaves; None when it does not happen."""
    limits: Truncation
    """How much truncation leaves here."""

    @property
    def tells_by_shape(self) -> bool:
        """Whether the shape of a value would tell which one it is, so that a mask is the same for all.

        It does where the values can be counted: `xxxx` and `xxxxxx` are as good as male and female.
        """
        one = self.definition
        if isinstance(one, BooleanType | FlagType) or one.enum is not None or one.const is not None:
            return True
        return (
            isinstance(one, IntegerType)
            and one.minimum is not None
            and one.maximum is not None
            and -_FEW < one.minimum <= one.maximum < _FEW
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """An array and what is done to each item."""

    definition: ArrayType
    items: "Treatment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """An object and what is done to each member, by its arriving name."""

    definition: ObjectType
    members: Mapping[str, "Treatment"]
    handling: Handling
    """What is stated of the object itself, or of what holds it; members may be handled more strictly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """A map and what is done to its keys and values."""

    definition: MapType
    keys: Leaf
    values: "Treatment"


Treatment = Leaf | Items | Fields | Entries


def treatment(
    policy: Policy, destination: str, definition: Property, above: Handling = Handling.KEEP
) -> Treatment:
    """What a destination does to one property; `above` is the handling of what holds it.

    The stricter of the destination's policy on a category and the property's own `handling` wins.
    """
    own = stricter(above, definition.handling.get(destination, Handling.KEEP))
    match definition:
        case ObjectType():
            members = {
                name: treatment(policy, destination, member, own)
                for name, member in definition.properties.items()
            }
            return Fields(definition=definition, members=members, handling=own)
        case MapType():
            values = treatment(policy, destination, definition.values, own)
            return Entries(
                definition=definition, keys=_keys(policy, destination, definition.keys, own), values=values
            )
        case ArrayType(items=ArrayType() | ObjectType() | MapType()):
            return Items(definition=definition, items=treatment(policy, destination, definition.items, own))
        case ArrayType():
            # `data` of scalar items stands on the array
            items = _leaf(policy, destination, definition.items, definition.data, own)  # type: ignore[arg-type]  # the case above took the others
            return Items(definition=definition, items=items)
        case _:
            return _leaf(policy, destination, definition, definition.data, own)


def key_treatment(policy: Policy, destination: str, data: str) -> Leaf:
    """What a destination does to the key of a person or of a group; one of no characters is none."""
    leaf = _leaf(policy, destination, _KEY, data, Handling.KEEP)
    if leaf.cut is Cut.CHARACTERS and leaf.limits.characters == 0:
        return replace(leaf, handling=Handling.DROP, cut=None)
    return leaf


def is_gone(treated: Treatment) -> bool:
    """Whether nothing of the property leaves."""
    match treated:
        case Leaf():
            return treated.handling in (Handling.DROP, Handling.REFUSE)
        case Items():
            return is_gone(treated.items)
        case Fields():
            return treated.handling in (Handling.DROP, Handling.REFUSE)
        case Entries():
            return is_gone(treated.keys) or is_gone(treated.values)
        case _:
            assert_never(treated)


def parts(treated: Treatment, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Handling]]:
    """Every part of a property that is handled by itself, by its place, and how it is handled."""
    match treated:
        case Leaf():
            yield path, treated.handling
        case Items():
            yield from parts(treated.items, (*path, "items"))
        case Fields():
            yield path, treated.handling
            for name, member in treated.members.items():
                yield from parts(member, (*path, "properties", name))
        case Entries():
            yield from parts(treated.keys, (*path, "keys"))
            yield from parts(treated.values, (*path, "values"))
        case _:
            assert_never(treated)


def strictest(treated: Treatment) -> Handling:
    """The least handling that is at least as strict as that of every leaf of a property."""
    match treated:
        case Leaf():
            return treated.handling
        case Items():
            return strictest(treated.items)
        case Fields():
            return reduce(stricter, map(strictest, treated.members.values()), Handling.KEEP)
        case Entries():
            return stricter(strictest(treated.keys), strictest(treated.values))
        case _:
            assert_never(treated)


def _leaf(policy: Policy, destination: str, definition: Scalar, data: str | None, own: Handling) -> Leaf:
    handling = stricter(own, policy.handling(destination, data))
    cut = None
    if handling is Handling.TRUNCATE:
        cut = _cut(definition, data)
        if cut is None:
            handling = Handling.DROP
    described = policy.destination(destination)
    limits = Truncation() if described is None else described.truncate
    return Leaf(definition=definition, data=data, handling=handling, cut=cut, limits=limits)


def _keys(policy: Policy, destination: str, keys: MapKeys, own: Handling) -> Leaf:
    definition = _KEY.model_copy(update={"max_length": keys.max_length, "pattern": keys.pattern})
    return _leaf(policy, destination, definition, keys.data, own)


def _cut(definition: Scalar, data: str | None) -> Cut | None:
    """What truncation leaves; None for a type of which no part says less than the whole."""
    match definition:
        case StringType():
            return Cut.NETWORK if data is not None and covers(ADDRESS, data) else Cut.CHARACTERS
        case UuidType():
            return Cut.CHARACTERS
        case UriType():
            return Cut.ORIGIN
        case TimestampType():
            return Cut.TIME
        case DateType():
            return Cut.DATE
        case IntegerType() | NumberType():
            return Cut.DIGITS
        case BooleanType() | FlagType():
            return None
        case _:
            assert_never(definition)
