"""What is left of properties without the places of their slips, however deep: each key says it by itself."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Final

import msgspec

from catalog.findings import Pointer
from catalog.loading.definitions import defects_as, define, keys_of_type
from catalog.loading.meant import possible_types
from catalog.model.event import ContextDefinition, EntityDefinition, EventDefinition, GroupDefinition
from catalog.model.types import TYPE_NAMES, MapKeys

Plain = dict[str, object]

_HOLDS: Final[Mapping[str, str]] = {"array": "items", "map": "values"}
"""Type → the key without which it is none, and under which another definition stands."""

_ANY: Final[Mapping[str, object]] = {"type": "boolean"}
"""Stands for a definition of which nothing can be told."""

_KEYS_OF_KEYS: Final = frozenset(field.alias or name for name, field in MapKeys.model_fields.items())

_ROUNDS: Final = 8
"""How often what a guessed type does not fit is left out before the property is given up."""


def salvage_properties(
    stated: object, slips: Iterable[Pointer]
) -> tuple[EventDefinition, frozenset[Pointer]]:
    """The properties of a file that have slips without the keys that have them, and the places of these.

    `stated` is what stands under the file's `properties`, `slips` are places in the file. Entries of lists
    keep their places.
    """
    places = set(slips)
    by_name = {} if ("properties",) in places else _by_name(places)
    return _salvaged(stated if isinstance(stated, dict) else {}, by_name)


@dataclass(frozen=True, slots=True, kw_only=True)
class SalvagedPart:
    """The rest of a group, a context or an entity whose file has findings: for what each key says by itself.

    `wrong` are the places of the keys that it lacks.
    """

    definition: GroupDefinition | ContextDefinition | EntityDefinition
    wrong: frozenset[Pointer]

    def says_by_itself(self, pointer: Pointer) -> bool:
        """Whether a place is in a key of a property that is there."""
        return pointer[:1] == ("properties",) and not any(
            place[: len(pointer)] == pointer[: len(place)] for place in self.wrong
        )


def salvage_keys(
    model: type[GroupDefinition | ContextDefinition | EntityDefinition],
    content: bytes,
    slips: Iterable[Pointer],
) -> SalvagedPart | None:
    """All properties of a group, a context or an entity without the keys that have slips.

    None when a slip concerns the whole file, or what is excused in it.
    """
    data, places = msgspec.json.decode(content), set(slips)
    stated = data.get("properties") if isinstance(data, dict) else None
    if not isinstance(stated, dict) or () in places:
        return None
    for key in {str(pointer[0]) for pointer in places} - {"properties"}:
        if key == "allow" or (key not in model.model_fields and _may_excuse(data.get(key))):
            return None
    by_name: dict[str, set[Pointer]] = {name: set() for name in stated}
    made, wrong = _salvaged(stated, by_name | _by_name(places))
    lost = {("properties", name) for name in stated if name not in made.properties}
    rest = {"properties": made.properties, "allow": data.get("allow", {})}
    return SalvagedPart(definition=model.model_validate(rest), wrong=wrong | lost)


def _by_name(slips: Iterable[Pointer]) -> dict[str, set[Pointer]]:
    """Slips in properties by the property's name, from there."""
    found: dict[str, set[Pointer]] = {}
    for pointer in slips:
        if pointer[0] == "properties" and len(pointer) > 1:
            found.setdefault(str(pointer[1]), set()).add(pointer[2:])
    return found


def _salvaged(
    stated: Mapping[str, object], by_name: Mapping[str, set[Pointer]]
) -> tuple[EventDefinition, frozenset[Pointer]]:
    left: Plain = {}
    wrong: set[Pointer] = set()
    for name, places in by_name.items():
        kept = _kept(stated.get(name), frozenset(places))
        if kept is not None:
            left[name], gone = kept
            wrong |= _below(gone, "properties", name)
    made = define(EventDefinition, msgspec.json.encode({"properties": left}))
    assert isinstance(made, EventDefinition)  # as each of them is a property
    return made, frozenset(wrong)


def _kept(value: object, slips: frozenset[Pointer]) -> tuple[object, set[Pointer]] | None:
    """What is left of one property, and the places that are not; None when that is all of it."""
    for _ in range(_ROUNDS):
        found = _rest(value, slips)
        if found is None:
            return None
        made = define(EventDefinition, msgspec.json.encode({"properties": {"x": found[0]}}))
        if not isinstance(made, tuple):
            return found
        more = {one.pointer[2:] for one in made} - slips
        if not more:
            return None
        slips |= more  # what does not fit the type that was guessed
    return None


def _rest(value: object, slips: frozenset[Pointer]) -> tuple[Plain, set[Pointer]] | None:
    """A definition without its slips, and their places in it; None when one of them may excuse the rest."""
    if not isinstance(value, dict):
        return None
    kind = value.get("type")
    rest: Plain = dict(value)
    wrong: set[Pointer] = set()
    if kind not in TYPE_NAMES or not isinstance(kind, str):
        kind = rest["type"] = _guessed(value)
        wrong.add(("type",))
    elif () in slips and _HOLDS.get(kind, "type") in value:
        return None  # it lost keys, which may have said anything
    part = _HOLDS.get(kind)
    if part is not None and part not in value:
        rest[part] = _ANY
        wrong.add((part,))
    for key, below in _by_first(slips):
        if key == "type" or key not in value:
            continue
        found = _without(key, value[key], below, is_known=key in keys_of_type(kind))
        if found is None:
            return None
        inner, gone = found
        wrong |= _below(gone, key)
        if inner is _NOTHING:
            del rest[key]
        else:
            rest[key] = inner
    return rest, wrong


_NOTHING: Final = object()
"""Stands for a key that is left out."""

_WHOLE: Final[frozenset[Pointer]] = frozenset({()})


def _without(
    key: str, value: object, slips: frozenset[Pointer], *, is_known: bool
) -> tuple[object, Iterable[Pointer]] | None:
    """The value of a key without its slips, and their places in it; None when it may excuse something."""
    if not is_known:
        return None if _may_excuse(value) else (_NOTHING, _WHOLE)
    match key:
        case "items" | "values":
            return _rest(value, slips) or (_ANY, _WHOLE)
        case "properties":
            return _fields(value, slips)
        case "keys":
            return _keys(value, slips)
        case "allow":
            return _allowances(value, slips)
        case _ if isinstance(value, dict) and () not in slips and key in ("handling", "send_as"):
            names = {str(one[0]) for one in slips}
            return {name: one for name, one in value.items() if name not in names}, {(one,) for one in names}
        case _ if isinstance(value, list) and () not in slips and key in ("destinations", "enum"):
            return _members(value, {one[0] for one in slips if isinstance(one[0], int)})
        case _:
            return _NOTHING, _WHOLE


def _fields(value: object, slips: frozenset[Pointer]) -> tuple[object, Iterable[Pointer]]:
    """The properties of an object."""
    if not isinstance(value, dict):
        return {}, _WHOLE
    fields: Plain = dict(value)
    wrong: set[Pointer] = set()
    for name, below in _by_first(slips):
        found = _rest(value.get(name), below)
        if found is None:
            fields.pop(name, None)
            wrong.add((name,))
        else:
            fields[name], gone = found
            wrong |= _below(gone, name)
    return fields, wrong


def _keys(value: object, slips: frozenset[Pointer]) -> tuple[object, Iterable[Pointer]]:
    """What the keys of a map look like."""
    names = {str(one[0]) for one in slips if one}
    if not isinstance(value, dict) or () in slips or "allow" in names:
        return _NOTHING, _WHOLE
    if any(_may_excuse(value.get(name)) for name in names - _KEYS_OF_KEYS):
        return _NOTHING, _WHOLE
    return {name: one for name, one in value.items() if name not in names}, {(one,) for one in names}


def _allowances(value: object, slips: frozenset[Pointer]) -> tuple[object, Iterable[Pointer]] | None:
    """What a definition excuses: an allowance whose reason cannot be read excuses all the same."""
    rules = {str(one[0]) for one in slips if one}
    if not isinstance(value, dict) or () in slips or not all("/" in rule for rule in rules):
        return None
    return {**value, **dict.fromkeys(rules, "cannot be read")}, {(rule,) for rule in rules}


def _members(value: list[object], wrong: set[int]) -> tuple[object, Iterable[Pointer]]:
    """A list with something else of the right kind in the place of each wrong member, which is no other."""
    sound = [one for index, one in enumerate(value) if index not in wrong]
    others: Iterator[object] | None = None
    if any(isinstance(one, str) for one in sound):
        others = (f"\0{number}" for number in count())
    elif any(isinstance(one, int | float) and not isinstance(one, bool) for one in sound):
        others = (number for number in count() if number not in sound)
    if others is None:
        return _NOTHING, _WHOLE
    members = [next(others) if index in wrong else one for index, one in enumerate(value)]
    return members, {(index,) for index in wrong}


def _guessed(value: Mapping[str, object]) -> str:
    """The type under which a definition has the fewest mistakes, of those that may be meant."""
    kinds = possible_types(value)
    return min(kinds, key=lambda kind: len(defects_as(kind, value, is_inside=False)))


def _may_excuse(value: object) -> bool:
    """Whether an unknown key may have been meant for `allow`: it has the ids of rules."""
    return isinstance(value, dict) and any("/" in name for name in value)


def _by_first(slips: Iterable[Pointer]) -> Iterator[tuple[str, frozenset[Pointer]]]:
    """Slips below a value, by the key that they are in."""
    found: dict[str, set[Pointer]] = {}
    for pointer in slips:
        if pointer:
            found.setdefault(str(pointer[0]), set()).add(pointer[1:])
    return ((key, frozenset(below)) for key, below in found.items())


def _below(places: Iterable[Pointer], *steps: str) -> set[Pointer]:
    return {(*steps, *place) for place in places}
