"""Where a definition admits fewer values than before, and for each place a shortest value that was lost."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from catalog.containment.definitions import anything, depth_of, opened, values_of
from catalog.containment.members import smallest
from catalog.containment.membership import same
from catalog.containment.values import Undecided, Values
from catalog.containment.witness import Outside, Unknown, containment
from catalog.diff.change import ITEMS, KEYS, VALUES, Path, Verb
from catalog.diff.direction import type_verb
from catalog.diff.properties import CHOICES, LIMITS, attribute_of
from catalog.model.types import ArrayType, MapType, ObjectType, Property
from catalog.model.values import Json
from catalog.rules.breaking.nobodys import presentable, presentable_ones
from catalog.rules.breaking.specimens import (
    Named,
    carrying,
    in_array,
    in_map,
    plain_object,
    present,
    shared_object,
    takes,
)


class Aspect(StrEnum):
    """What about a place refuses what was accepted there."""

    GONE = "gone"
    """The property is not declared any more."""
    REQUIRED = "required"
    """The property has to be there now."""
    KEPT = "kept"
    """The name was let through undeclared, with any value, and is declared now."""
    NULL = "null"
    TYPE = "type"
    VALUE = "value"
    """A member of an `enum` is gone."""
    CONSTRAINT = "constraint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Openness:
    """Whether names that nothing declares come through on either side, wherever they stand in a payload."""

    before: bool = False
    after: bool = False


CLOSED: Final = Openness()


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """One place where fewer values are admitted than before.

    `value` is a value of the whole definition that was asked about, refused now because of this place; it is
    alone in a tuple, since null is a value too. None where it was not decided; `reason` says why. `key` is
    the keyword that refuses it, `member` the member of an `enum` that is gone.
    """

    path: Path
    aspect: Aspect
    value: tuple[Json] | None
    key: str | None = None
    member: Json = None
    reason: str | None = None


_ANYTHING: Final = anything(1)
"""What comes through under a name that nothing declares."""


def narrowed_members(
    old: Named, new: Named, path: Path = (), opening: Openness = CLOSED
) -> Iterator[Narrowing]:
    """Where the objects of the older properties are not objects of the newer ones."""
    if _is_none(lambda: plain_object(old)):
        return
    changed = [name for name in sorted({*old, *new}) if name not in old or old[name] != new.get(name)]
    for name in changed:
        yield from _told(_of_name(old, new, name, path, opening), (*path, name))


def _is_none(smallest_one: Callable[[], object]) -> bool:
    """Whether it is known that there is no such value at all."""
    try:
        return smallest_one() is None
    except Undecided:
        return False


def _of_name(old: Named, new: Named, name: str, path: Path, opening: Openness) -> Iterator[Narrowing]:
    bases: list[dict[str, Json] | None] = []
    for found in _member(old.get(name), new.get(name), (*path, name), opening):
        if found.reason is not None:
            yield found
            continue
        if not bases:
            try:
                bases.append(shared_object(presentable_ones(old), new, without=name))
            except Undecided as error:
                yield replace(found, value=None, reason=error.reason)
                continue
        base = bases[0]
        if base is None:
            continue
        if found.value is not None:
            yield replace(found, value=({**base, name: found.value[0]},))
        elif name not in base:
            yield replace(found, value=(base,))


def narrowed(old: Property, new: Property, path: Path, opening: Openness = CLOSED) -> Iterator[Narrowing]:
    """Where values of the older definition are not values of the newer one."""
    if old == new:
        return
    if old.nullable and not new.nullable:
        yield Narrowing(path=path, aspect=Aspect.NULL, value=(None,))
    yield from _told(_present(present(old), present(new), path, opening), path)


def _told(found: Iterator[Narrowing], path: Path) -> Iterator[Narrowing]:
    """The same, and where a search came to no end, that it did."""
    try:
        yield from found
    except Undecided as error:
        yield _unknown(path, error)


def _unknown(path: Path, error: Undecided) -> Narrowing:
    return Narrowing(path=path, aspect=Aspect.CONSTRAINT, value=None, reason=error.reason)


def _member(old: Property | None, new: Property | None, path: Path, opening: Openness) -> Iterator[Narrowing]:
    if old is None:
        assert new is not None
        if new.required:
            yield Narrowing(path=path, aspect=Aspect.REQUIRED, value=None)
        if opening.before:
            yield from _told(_outside(_ANYTHING, values_of(new), path, Aspect.KEPT), path)
        return
    if new is None:
        if not opening.after:
            yield from _gone(old, path)
        return
    if new.required and not old.required:
        yield Narrowing(path=path, aspect=Aspect.REQUIRED, value=None)
    yield from narrowed(old, new, path, opening)


def _gone(old: Property, path: Path) -> Iterator[Narrowing]:
    try:
        found = smallest(values_of(presentable(old)))
    except Undecided as error:
        yield Narrowing(path=path, aspect=Aspect.GONE, value=None, reason=error.reason)
        return
    if found is not None:
        yield Narrowing(path=path, aspect=Aspect.GONE, value=found)


def _present(old: Property, new: Property, path: Path, opening: Openness) -> Iterator[Narrowing]:
    if _is_none(lambda: carrying(old)):
        return
    match old, new:
        case ObjectType(), ObjectType():
            yield from narrowed_members(old.properties, new.properties, path, opening)
        case ArrayType(), ArrayType():
            yield from _keywords(old, new, path)
            yield from _wrapped(narrowed(old.items, new.items, (*path, ITEMS), opening), _in_array_of(old))
        case MapType(), MapType():
            yield from _keywords(old, new, path)
            keyed = old.model_copy(update={"keys": new.keys})
            for key in ("pattern", "maxLength"):
                stated = {attribute_of(key): getattr(new.keys, attribute_of(key))}
                if getattr(old.keys, attribute_of(key)) != stated[attribute_of(key)]:
                    keyed = old.model_copy(update={"keys": old.keys.model_copy(update=stated)})
                    yield from _whole(old, keyed, (*path, KEYS), Aspect.CONSTRAINT, key)
            inner = narrowed(old.values, new.values, (*path, VALUES), opening)
            yield from _wrapped(inner, _in_map_of(old))
        case _ if old.type != new.type:
            yield from _retyped(old, new, path, opening)
        case _:
            yield from _keywords(old, new, path)


def _in_array_of(old: ArrayType) -> Callable[[Json], tuple[Json] | None]:
    return lambda item: in_array(old, item)


def _in_map_of(old: MapType) -> Callable[[Json], tuple[Json] | None]:
    return lambda value: in_map(old, value)


def _wrapped(found: Iterator[Narrowing], wrap: Callable[[Json], tuple[Json] | None]) -> Iterator[Narrowing]:
    """The same places seen from what holds them; nothing where it can hold no such value."""
    for one in found:
        if one.value is None:
            yield one
            continue
        value = wrap(one.value[0])
        if value is not None:
            yield replace(one, value=value)


def _retyped(old: Property, new: Property, path: Path, opening: Openness) -> Iterator[Narrowing]:
    """Values of one type that another does not have; a wider type can only lose some to a keyword."""
    is_wider = type_verb(old.type, new.type) is Verb.WIDENED
    aspect = Aspect.CONSTRAINT if is_wider else Aspect.TYPE
    before, after = values_of(old), values_of(new)
    depth = max(depth_of(before), depth_of(after))
    found = [
        *_outside(
            opened(before, depth) if opening.before else before,
            opened(after, depth) if opening.after else after,
            path,
            aspect,
        )
    ]
    yield from found
    if not found and opening.before and _holds_objects(old):
        reason = "objects of another type, in which names that nothing declares came through"
        yield Narrowing(path=path, aspect=Aspect.TYPE, value=None, reason=reason)


def _holds_objects(definition: Property) -> bool:
    match definition:
        case ObjectType():
            return True
        case ArrayType():
            return _holds_objects(definition.items)
        case MapType():
            return _holds_objects(definition.values)
        case _:
            return False


def _keywords(old: Property, new: Property, path: Path) -> Iterator[Narrowing]:
    """Each keyword by itself, as if nothing else had changed: together they are what the type admits."""
    yield from _members_gone(old, new, path)
    for key in (*LIMITS, *CHOICES, "pattern", "uniqueItems"):
        attribute = attribute_of(key)
        before, after = getattr(old, attribute, None), getattr(new, attribute, None)
        if before == after or (key == "enum" and before is not None and after is not None):
            continue
        yield from _whole(old, old.model_copy(update={attribute: after}), path, Aspect.CONSTRAINT, key)


def _members_gone(old: Property, new: Property, path: Path) -> Iterator[Narrowing]:
    before: tuple[Json, ...] | None = getattr(old, "enum", None)
    after: tuple[Json, ...] | None = getattr(new, "enum", None)
    if before is None or after is None or before == after:
        return
    for member in before:
        if takes(old, member) and not any(same(member, one) for one in after):
            yield Narrowing(path=path, aspect=Aspect.VALUE, value=(member,), key="enum", member=member)


def _whole(
    old: Property, new: Property, path: Path, aspect: Aspect, key: str | None = None
) -> Iterator[Narrowing]:
    yield from _outside(values_of(old), values_of(new), path, aspect, key)


def _outside(
    old: Values, new: Values, path: Path, aspect: Aspect, key: str | None = None
) -> Iterator[Narrowing]:
    found = containment(old, new)
    if isinstance(found, Outside):
        yield Narrowing(path=path, aspect=aspect, value=(found.value,), key=key)
    elif isinstance(found, Unknown):
        yield Narrowing(path=path, aspect=aspect, value=None, key=key, reason=found.reason)
