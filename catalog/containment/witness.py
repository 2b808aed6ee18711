"""Whether every value of one set is in another, and if not, a value that proves it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Final, assert_never

from catalog.containment import members, numbers, texts
from catalog.containment.membership import contains, member_of, size_of
from catalog.containment.values import NOTHING, Arrays, Objects, Texts, Undecided, Values
from catalog.model.values import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """Every value of the one set is in the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """A value of the one set that is not in the other, written as short as was found."""

    value: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """It could not be decided, which proves nothing; says why."""

    reason: str


Containment = Within | Outside | Unknown

_WITHIN: Final = Within()


def containment(one: Values, other: Values) -> Containment:
    """Whether every value of one set is in another. Sound: `Within` and `Outside` are proven."""
    found: list[Json] = []
    reasons: list[str] = []
    for search in _searches(one, other):
        try:
            found.extend(search())
        except Undecided as undecided:
            reasons.append(undecided.reason)
    proofs: list[Json] = []
    for value in found:
        try:
            if contains(one, value) and not contains(other, value):
                proofs.append(value)
        except Undecided as undecided:
            reasons.append(undecided.reason)
    if proofs:
        return Outside(value=min(proofs, key=size_of))
    if reasons:
        return Unknown(reason=reasons[0])
    return Unknown(reason="a value that was found proves nothing") if found else _WITHIN


def _within(one: Values, other: Values) -> Iterator[Json]:
    """The proof that one set is not within another, if there is any. Raises Undecided."""
    match containment(one, other):
        case Within():
            return
        case Outside(value=value):
            yield value
        case Unknown(reason=reason):
            raise Undecided(reason)
        case never:
            assert_never(never)


Search = Callable[[], Iterator[Json]]


def _searches(one: Values, other: Values) -> Iterator[Search]:
    """Searches that find a value outside, if there is one; each may spend its own budget."""
    if one == other:
        return
    if one.listed is not None:
        yield lambda: (value for value in one.listed or () if not contains(other, value))
        return
    if other.listed is not None:
        yield lambda: _beyond(one, other)
        return
    if one.null and not other.null:
        yield lambda: iter((None,))
    yield lambda: iter(sorted(one.booleans - other.booleans))
    if one.numbers is not None:
        yield lambda: _numbers(one, other)
    if one.texts is not None:
        yield lambda: _texts(one, other)
    if one.arrays is not None:
        yield from _arrays(one.arrays, other.arrays)
    if one.objects is not None:
        yield from _objects(one.objects, other.objects)


def _beyond(one: Values, other: Values) -> Iterator[Json]:
    """The shortest member that a list lacks.

    Past the list's length there is one among the members of a kind, unless that kind has fewer.
    """
    assert other.listed is not None
    enough = len(other.listed) + 1
    found: list[Json] = []
    reasons: list[str] = []
    for part in members.parts(one, enough):
        try:
            for told, member in enumerate(islice(part, enough), start=1):
                if not contains(other, member):
                    found.append(member)
                    break
                if told > members.MAX_LISTED:
                    raise Undecided(members.MANY)
        except Undecided as undecided:
            reasons.append(undecided.reason)
    if found:
        yield min(found, key=size_of)
    elif reasons:
        raise Undecided(reasons[0])
    elif one.arrays is not None or one.objects is not None:
        raise Undecided("an array or an object in a list of values")


def _numbers(one: Values, other: Values) -> Iterator[Json]:
    assert one.numbers is not None
    if other.numbers is None:
        found = numbers.simplest(one.numbers)
    else:
        found = numbers.outside(one.numbers, other.numbers)
    if found is not None:
        yield found


def _texts(one: Values, other: Values) -> Iterator[Json]:
    assert one.texts is not None
    found = texts.shortest(one.texts) if other.texts is None else texts.outside(one.texts, other.texts)
    if found is not None:
        yield found


def _arrays(one: Arrays, other: Arrays | None) -> Iterator[Search]:
    if other is None:
        yield lambda: _some(Values(arrays=one))
        return
    if one.low < other.low:
        yield lambda: _of_length(one, one.low)
    if other.high is not None and (one.high is None or one.high > other.high):
        longer = max(one.low, other.high + 1)
        yield lambda: _of_length(one, longer)
    if other.unique and not one.unique:
        yield lambda: _repeated(one)
    if one.high is None or one.high >= 1:
        yield lambda: _with_item(one, other)


def _of_length(arrays: Arrays, length: int) -> Iterator[Json]:
    """An array of a length, or of the next ones: where the items are few, unique ones may be too short."""
    if arrays.high is not None and length > arrays.high:
        return
    if length == 0:
        yield []
        return
    for item in members.listed(arrays.items):
        found = members.array_with(arrays, item, length)
        if found is not None:
            yield found
        return


def _repeated(arrays: Arrays) -> Iterator[Json]:
    length = max(2, arrays.low)
    if arrays.high is None or length <= arrays.high:
        item = members.smallest(arrays.items)
        if item is not None:
            yield [*item * length]


def _with_item(one: Arrays, other: Arrays) -> Iterator[Json]:
    """An array that holds an item which the other set's may not be."""
    for item in _within(one.items, other.items):
        found = members.array_with(one, item, max(1, one.low))
        if found is not None:
            yield found


def _some(values: Values) -> Iterator[Json]:
    found = members.smallest(values)
    if found is not None:
        yield found[0]


def _objects(one: Objects, other: Objects | None) -> Iterator[Search]:
    if other is None:
        yield lambda: _some(Values(objects=one))
        return
    for name in sorted(other.required - one.required):
        yield partial(_without, one, name)
    if one.low < other.low or (other.high is not None and (one.high is None or one.high > other.high)):
        yield lambda: _of_size(one, other)
    for name in sorted(one.members.keys() | other.members.keys()):
        yield partial(_with_member, one, other, name)
    if one.rest is not None:
        yield lambda: _with_fresh(one, other)


def _without(one: Objects, name: str) -> Iterator[Json]:
    base = members.base_object(one, without=name)
    if base is not None and name not in base:
        yield base


def _of_size(one: Objects, other: Objects) -> Iterator[Json]:
    """Objects with fewer or more members than the other set takes."""
    base = members.base_object(one)
    if base is None:
        return
    yield_base = len(base) < other.low
    if yield_base:
        yield base
    if other.high is not None:
        grown = members.base_object(
            Objects(
                members=one.members,
                required=one.required,
                rest=one.rest,
                keys=one.keys,
                low=max(one.low, other.high + 1),
                high=one.high,
            )
        )
        if grown is not None:
            yield grown


def _with_member(one: Objects, other: Objects, name: str) -> Iterator[Json]:
    for value in _within(member_of(one, name), member_of(other, name)):
        grown = _grown(one, name, value)
        if grown is not None:
            yield grown


def _with_fresh(one: Objects, other: Objects) -> Iterator[Json]:
    """A member of a name that neither set states."""
    assert one.rest is not None
    stated = one.members.keys() | other.members.keys()
    if other.rest is None:
        name = _fresh(one.keys, stated)
        member = members.smallest(one.rest)
        if name is not None and member is not None:
            yield from _maybe(_grown(one, name, member[0]))
        return
    refused = _fresh_outside(one.keys, other.keys, stated)
    if refused is not None:
        member = members.smallest(one.rest)
        if member is not None:
            yield from _maybe(_grown(one, refused, member[0]))
    both = Texts(
        patterns=(*one.keys.patterns, *other.keys.patterns),
        unread=one.keys.unread | other.keys.unread,
        low=max(one.keys.low, other.keys.low),
        high=min((high for high in (one.keys.high, other.keys.high) if high is not None), default=None),
    )
    for value in _within(one.rest, other.rest):
        name = _fresh(both, stated)
        if name is not None:
            yield from _maybe(_grown(one, name, value))


def _fresh(keys: Texts, stated: frozenset[str] | set[str]) -> str | None:
    """The shortest name of a set that is stated nowhere."""
    return next((name for name in texts.listed(keys) if name not in stated), None)


def _fresh_outside(keys: Texts, other: Texts, stated: frozenset[str] | set[str]) -> str | None:
    """A name of a set that is not in another and stated nowhere."""
    found = texts.outside(keys, other)
    if found is None or found not in stated:
        return found
    outside = Values(texts=other)
    return next(
        (name for name in texts.listed(keys) if name not in stated and not contains(outside, name)), None
    )


def _grown(one: Objects, name: str, value: Json) -> dict[str, Json] | None:
    """The smallest object of a set that has this member; None when there is none."""
    base = members.base_object(one, without=name)
    if base is None:
        return None
    grown = {**base, name: value}
    if one.high is not None and len(grown) > one.high:
        optional = [key for key in base if key not in one.required]
        if not optional:
            return None
        del grown[optional[-1]]
    return grown


def _maybe(found: dict[str, Json] | None) -> Iterator[Json]:
    if found is not None:
        yield found


__all__ = ["NOTHING", "Containment", "Outside", "Unknown", "Within", "containment"]
