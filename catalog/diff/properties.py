"""What changed between two definitions of one property, down to its last field."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from catalog.diff.change import ITEMS, KEYS, VALUES, Change, Part, Path, Subject, Verb
from catalog.diff.direction import category_verb, handling_verb, limit_verb, pattern_verb, type_verb
from catalog.findings import Spot
from catalog.model.policy import Policy
from catalog.model.snapshot import plain
from catalog.model.types import ArrayType, MapKeys, MapType, ObjectType, Property
from catalog.model.values import Json

LIMITS: Final = (
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "maxProperties",
)
CHOICES: Final = ("enum", "const")
_WORDS: Final = ("description", "default", "examples", "allow")


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """Where a property stands on both sides; `was` and `now` are its own spots."""

    part: Part
    name: str | None
    path: Path
    former: Path
    was: Spot
    now: Spot
    old_policy: Policy
    new_policy: Policy

    def below(
        self, step: str, *keys: str, former: str | None = None, gone: tuple[str, ...] | None = None
    ) -> "At":
        """One step further down; `keys` lead there in the newer file, `gone` in the older one."""
        return replace(
            self,
            path=(*self.path, step),
            former=(*self.former, step if former is None else former),
            was=_below(self.was, *(keys if gone is None else gone)),
            now=_below(self.now, *keys),
        )

    def change(
        self,
        subject: Subject,
        verb: Verb,
        *keys: str,
        old: Json = None,
        new: Json = None,
        key: str | None = None,
        destination: str | None = None,
    ) -> Change:
        """A change here; `keys` lead to the value in the property's definition."""
        return Change(
            subject=subject,
            verb=verb,
            part=self.part,
            name=self.name,
            path=self.path,
            former=self.former if self.former != self.path else None,
            key=key,
            destination=destination,
            old=old,
            new=new,
            was=_below(self.was, *keys),
            now=_below(self.now, *keys),
        )


def _below(spot: Spot, *keys: str) -> Spot:
    return replace(spot, pointer=(*spot.pointer, *keys)) if keys else spot


def changes_of(old: Property, new: Property, at: At) -> Iterator[Change]:
    """Everything that differs between two definitions of a property."""
    if old == new:
        return
    yield from _type(old, new, at)
    yield from _constraints(old, new, at)
    yield from _presence(old, new, at)
    yield from _privacy(old, new, at)
    yield from _names(old, new, at)
    for key in _WORDS:
        yield from _stated(old, new, key, Subject.WORDS, at)
    yield from _inside(old, new, at)


def named_changes(
    old: Mapping[str, Property],
    new: Mapping[str, Property],
    spots: Callable[[str, bool], Spot],
    at: At,
    renamed: Mapping[str, str],
) -> Iterator[Change]:
    """What differs between two sets of named properties.

    `spots` gives a property's own spot by its name, in the newer catalog when its second argument is true.
    `renamed` maps a property's older name to its newer one.
    """
    formerly = {new_name: old_name for old_name, new_name in renamed.items()}
    for name, definition in old.items():
        if name not in new and name not in renamed:
            here = replace(at, path=(*at.path, name), former=(*at.former, name), was=spots(name, False))
            yield replace(
                here.change(Subject.PROPERTY, Verb.REMOVED, old=plain(definition)), now=None, former=None
            )
    for name, definition in new.items():
        before = formerly.get(name, name)
        if before not in old:
            here = replace(at, path=(*at.path, name), former=(*at.former, name), now=spots(name, True))
            yield replace(
                here.change(Subject.PROPERTY, Verb.ADDED, new=plain(definition)), was=None, former=None
            )
            continue
        if old[before] == definition and before == name:
            continue
        here = replace(
            at,
            path=(*at.path, name),
            former=(*at.former, before),
            was=spots(before, False),
            now=spots(name, True),
        )
        if before != name:
            yield here.change(Subject.PROPERTY, Verb.RENAMED, old=before, new=name)
        yield from changes_of(old[before], definition, here)


def _type(old: Property, new: Property, at: At) -> Iterator[Change]:
    if old.type != new.type:
        yield at.change(Subject.TYPE, type_verb(old.type, new.type), "type", old=old.type, new=new.type)
    if old.nullable != new.nullable:
        yield at.change(
            Subject.NULL,
            Verb.ADDED if new.nullable else Verb.REMOVED,
            "nullable",
            old=old.nullable,
            new=new.nullable,
        )


def _constraints(old: Property, new: Property, at: At) -> Iterator[Change]:
    for key in LIMITS:
        before, after = limit_of(old, key), limit_of(new, key)
        if before != after:
            verb = limit_verb(key, before, after)
            yield at.change(Subject.CONSTRAINT, verb, key, old=before, new=after, key=key)
    yield from _unique(old, new, at)
    yield from _pattern(getattr(old, "pattern", None), getattr(new, "pattern", None), at)
    yield from _choice(old, new, at)


def limit_of(definition: Property, key: str) -> int | float | None:
    """What a definition says for a keyword that is a number; None when it says nothing."""
    found: int | float | None = getattr(definition, attribute_of(key), None)
    return found


@cache
def attribute_of(key: str) -> str:
    """The attribute of a definition that holds a keyword."""
    return "".join(f"_{sign.lower()}" if sign.isupper() else sign for sign in key)


def _unique(old: Property, new: Property, at: At) -> Iterator[Change]:
    before = isinstance(old, ArrayType) and old.unique_items
    after = isinstance(new, ArrayType) and new.unique_items
    if before != after:
        verb = Verb.ADDED if after else Verb.REMOVED
        yield at.change(Subject.CONSTRAINT, verb, "uniqueItems", old=before, new=after, key="uniqueItems")


def _pattern(before: str | None, after: str | None, at: At) -> Iterator[Change]:
    if before != after:
        verb = pattern_verb(before, after)
        yield at.change(Subject.CONSTRAINT, verb, "pattern", old=before, new=after, key="pattern")


def _choice(old: Property, new: Property, at: At) -> Iterator[Change]:
    before, after = getattr(old, "enum", None), getattr(new, "enum", None)
    if (before is None) != (after is None):
        verb = Verb.REMOVED if after is None else Verb.ADDED
        yield at.change(Subject.CONSTRAINT, verb, "enum", old=_listed(before), new=_listed(after), key="enum")
    elif before is not None and after is not None:
        kept_before, kept_after = {_sign(item) for item in before}, {_sign(item) for item in after}
        for item in dict.fromkeys(before):
            if _sign(item) not in kept_after:
                yield at.change(Subject.VALUE, Verb.REMOVED, "enum", old=item)
        for item in dict.fromkeys(after):
            if _sign(item) not in kept_before:
                yield at.change(Subject.VALUE, Verb.ADDED, "enum", new=item)
    stated_before, stated_after = getattr(old, "const", None), getattr(new, "const", None)
    if _sign(stated_before) != _sign(stated_after):
        verb = _presence_verb(stated_before, stated_after)
        yield at.change(Subject.CONSTRAINT, verb, "const", old=stated_before, new=stated_after, key="const")


def _sign(value: object) -> tuple[type, object]:
    """A scalar as something that tells true from 1."""
    return (bool if isinstance(value, bool) else object, value)


def _listed(values: tuple[Json, ...] | None) -> Json:
    return None if values is None else list(values)


def _presence_verb(before: object, after: object) -> Verb:
    if before is None:
        return Verb.ADDED
    return Verb.REMOVED if after is None else Verb.CHANGED


def _presence(old: Property, new: Property, at: At) -> Iterator[Change]:
    if old.required != new.required:
        verb = Verb.ADDED if new.required else Verb.REMOVED
        yield at.change(Subject.REQUIREMENT, verb, "required", old=old.required, new=new.required)
    if old.deprecated != new.deprecated:
        verb = Verb.ADDED if new.deprecated else Verb.REMOVED
        yield at.change(Subject.DEPRECATION, verb, "deprecated", old=old.deprecated, new=new.deprecated)
    if old.destinations == new.destinations:
        return
    before, after = old.destinations, new.destinations
    if before is None or after is None:
        verb = Verb.REMOVED if before is None else Verb.ADDED
        yield at.change(
            Subject.DESTINATION, verb, "destinations", old=_listed(before), new=_listed(after), key="*"
        )
        return
    for name in before:
        if name not in after:
            yield at.change(Subject.DESTINATION, Verb.REMOVED, "destinations", old=name, destination=name)
    for name in after:
        if name not in before:
            yield at.change(Subject.DESTINATION, Verb.ADDED, "destinations", new=name, destination=name)


def _privacy(old: Property, new: Property, at: At) -> Iterator[Change]:
    yield from category_change(old.data, new.data, at)
    for destination in sorted({*old.handling, *new.handling}):
        before, after = old.handling.get(destination), new.handling.get(destination)
        if before != after:
            yield at.change(
                Subject.HANDLING,
                handling_verb(before, after),
                "handling",
                destination,
                old=None if before is None else before.value,
                new=None if after is None else after.value,
                destination=destination,
            )
    yield from _stated(old, new, "purpose", Subject.PURPOSE, at)


def category_change(old: str | None, new: str | None, at: At) -> Iterator[Change]:
    """A data category that is another one now."""
    if old != new:
        verb = category_verb(old, new, at.old_policy, at.new_policy)
        yield at.change(Subject.CATEGORY, verb, "data", old=old, new=new)


def _names(old: Property, new: Property, at: At) -> Iterator[Change]:
    for destination in sorted({*old.send_as, *new.send_as}):
        before, after = old.send_as.get(destination), new.send_as.get(destination)
        if before != after:
            yield at.change(
                Subject.SENT_NAME,
                _presence_verb(before, after),
                "send_as",
                destination,
                old=before,
                new=after,
                destination=destination,
            )
    yield from _stated(old, new, "unit", Subject.UNIT, at)
    yield from _stated(old, new, "code_name", Subject.CODE_NAME, at)


def _stated(
    old: Property | MapKeys, new: Property | MapKeys, key: str, subject: Subject, at: At
) -> Iterator[Change]:
    """A key that is text, a list or a mapping, and says nothing about values."""
    before, after = getattr(old, key), getattr(new, key)
    if before != after:
        stated = (plain(old).get(key), plain(new).get(key))
        verb = _presence_verb(*stated)
        named = key if subject is Subject.WORDS else None
        yield at.change(subject, verb, key, old=stated[0], new=stated[1], key=named)


def _inside(old: Property, new: Property, at: At) -> Iterator[Change]:
    match old, new:
        case ObjectType(), ObjectType():

            def spot(name: str, is_new: bool) -> Spot:
                return _below(at.now if is_new else at.was, "properties", name)

            yield from named_changes(old.properties, new.properties, spot, at, {})
        case ArrayType(), ArrayType():
            yield from changes_of(old.items, new.items, at.below(ITEMS, "items"))
        case MapType(), MapType():
            if old.keys != new.keys:
                yield from _keys(old.keys, new.keys, at.below(KEYS, "keys"))
            yield from changes_of(old.values, new.values, at.below(VALUES, "values"))
        case _:
            yield from _swapped(old, new, at)


def _swapped(old: Property, new: Property, at: At) -> Iterator[Change]:
    """What went with the older type and what came with the newer one, field by field."""
    if isinstance(old, ObjectType):
        for name, definition in old.properties.items():
            below = at.below(name, "properties", name)
            yield replace(below.change(Subject.PROPERTY, Verb.REMOVED, old=plain(definition)), now=None)
    if isinstance(new, ObjectType):
        for name, definition in new.properties.items():
            below = at.below(name, "properties", name)
            yield replace(below.change(Subject.PROPERTY, Verb.ADDED, new=plain(definition)), was=None)


def _keys(old: MapKeys, new: MapKeys, at: At) -> Iterator[Change]:
    if old.max_length != new.max_length:
        verb = limit_verb("maxLength", old.max_length, new.max_length)
        yield at.change(
            Subject.CONSTRAINT, verb, "maxLength", old=old.max_length, new=new.max_length, key="maxLength"
        )
    yield from _pattern(old.pattern, new.pattern, at)
    yield from category_change(old.data, new.data, at)
    yield from _stated(old, new, "allow", Subject.WORDS, at)
