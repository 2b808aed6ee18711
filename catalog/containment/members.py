"""Members of a set of values: the smallest one, or several that differ."""

from collections.abc import Iterator
from itertools import count as counted
from itertools import islice
from typing import Final

from catalog.containment import numbers, texts
from catalog.containment.membership import contains, member_of, same, size_of, written
from catalog.containment.values import Arrays, Objects, Undecided, Values
from catalog.model.values import Json

MAX_LISTED: Final = 2_000
"""How many members of one set are listed before the answer is `undecided`."""

MANY: Final = "it would take too many members to tell"


def smallest(values: Values) -> tuple[Json] | None:
    """A member written as short as any, alone in a tuple; None when there is none.

    Where the search comes to no end in one kind, it is one of the other kinds. Raises Undecided when those
    have none.
    """
    found: list[Json] = []
    reasons: list[str] = []
    for part in parts(values, 1):
        try:
            found += islice(part, 1)
        except Undecided as undecided:
            reasons.append(undecided.reason)
    if reasons and not found:
        raise Undecided(reasons[0])
    return (min(found, key=size_of),) if found else None


def listed(values: Values, variety: int = texts.VARIETY) -> Iterator[Json]:
    """Members, each once, the kinds in turn and shorter ones first. Raises Undecided past `MAX_LISTED`.

    All members, save that texts differ by at most `variety` characters where patterns cannot tell them apart,
    and that of objects and arrays only some are listed.
    """
    left = [*parts(values, variety)]
    told = 0
    while left:
        for part in [*left]:
            first = [*islice(part, 1)]
            if not first:
                left.remove(part)
            told += len(first)
            if told > MAX_LISTED:
                raise Undecided(MANY)
            yield from first


def size(values: Values) -> int | None:
    """How many members a set has at most; None when they are too many to count, or of composite kinds."""
    if values.listed is not None:
        return len(values.listed)
    if values.texts is not None or values.arrays is not None or values.objects is not None:
        return None
    of_numbers = 0 if values.numbers is None else numbers.count(values.numbers)
    return None if of_numbers is None else of_numbers + len(values.booleans) + values.null


def parts(values: Values, variety: int = texts.VARIETY) -> Iterator[Iterator[Json]]:
    """The members of each kind, shorter ones first."""
    if values.listed is not None:
        yield iter(sorted(values.listed, key=size_of))
        return
    if values.null:
        yield iter((None,))
    if values.booleans:
        yield iter(sorted(values.booleans, reverse=True))
    if values.numbers is not None:
        yield numbers.listed(values.numbers)
    if values.texts is not None:
        yield texts.listed(values.texts, variety)
    if values.arrays is not None:
        yield _arrays(values.arrays, variety)
    if values.objects is not None:
        yield _objects(values.objects)


def _arrays(arrays: Arrays, variety: int) -> Iterator[Json]:
    """Arrays of each length: for every member of the items, one that holds it."""
    for length in counted(arrays.low):
        if arrays.high is not None and length > arrays.high:
            return
        if length == 0:
            yield []
            continue
        made = False
        for item in listed(arrays.items, variety):
            found = array_with(arrays, item, length)
            if found is not None:
                made = True
                yield found
        if not made:
            return


def array_with(arrays: Arrays, item: Json, length: int) -> list[Json] | None:
    """An array of a length that holds one item, padded with what the items may be; None when none is."""
    if length < 1:
        return None
    if not arrays.unique:
        pad = smallest(arrays.items)
        return None if pad is None else [item, *pad * (length - 1)]
    others = (one for one in _distinct(arrays) if not same(one, item))
    padding = [*islice(others, length - 1)]
    return None if len(padding) < length - 1 else [item, *padding]


def _distinct(arrays: Arrays) -> Iterator[Json]:
    found: set[bytes] = set()
    for item in listed(arrays.items):
        text = written(item)
        if text not in found:
            found.add(text)
            yield item


def base_object(objects: Objects, without: str | None = None) -> dict[str, Json] | None:
    """The smallest object of the set, if there is one, with no member of a name that may be missing."""
    made: dict[str, Json] = {}
    reasons: list[str] = []
    for name in sorted(objects.required):
        try:
            member = smallest(member_of(objects, name))
        except Undecided as undecided:
            reasons.append(undecided.reason)
            continue
        if member is None:
            return None  # whatever the others may be
        made[name] = member[0]
    if reasons:
        raise Undecided(reasons[0])
    if objects.high is not None and len(made) > objects.high:
        return None
    if len(made) < objects.low:
        for name, further in _further(objects):
            if name not in made and name != without:
                made[name] = further
            if len(made) == objects.low:
                break
        else:
            return None
    return made


def _further(objects: Objects) -> Iterator[tuple[str, Json]]:
    """Members that an object may have besides those that it must have, one of each name."""
    for name, values in objects.members.items():
        if name not in objects.required:
            member = smallest(values)
            if member is not None:
                yield name, member[0]
    if objects.rest is not None:
        member = smallest(objects.rest)
        if member is not None:
            for name in texts.listed(objects.keys):
                if name not in objects.members:
                    yield name, member[0]


def _objects(objects: Objects) -> Iterator[Json]:
    """The smallest object, then those with one member more."""
    base = base_object(objects)
    if base is None:
        return
    yield base
    if objects.high is not None and len(base) >= objects.high:
        return  # no name of a map, of which there may be endlessly many, makes a larger one
    for name, member in _further(objects):
        grown = {**base, name: member}
        if len(grown) > len(base) and contains(Values(objects=objects), grown):
            yield grown
