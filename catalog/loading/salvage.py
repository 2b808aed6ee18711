"""What is left of an event's file without the places of its slips, so that rules can judge the rest."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import msgspec

from catalog.findings import Pointer
from catalog.loading.definitions import define
from catalog.loading.salvaged_properties import salvage_properties
from catalog.model.event import EventDefinition
from catalog.model.names import EventName
from catalog.model.types import PropertyDefinition

_KEYS: Final = frozenset(field.alias or name for name, field in EventDefinition.model_fields.items())

_LEADS_TO: Final[Mapping[str, tuple[str, ...]]] = {
    "properties": ("examples",),
    "include": ("examples",),
    "undeclared": ("examples",),
    # What may go where is judged by the names that an event has, and the other way round.
    "destinations": ("send_as", "wire", "aliases", "examples"),
    "send_as": ("wire",),
    "status": ("expires", "replaced_by"),
    "replaced_by": ("status", "expires"),
}
"""Key → keys that mean something else without it, and so go with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Salvaged:
    """The rest of an event whose file has findings: for rules alone, never for payloads.

    `missing` are the places that were left out or that a misspelt key may have been meant for: nothing can be
    said about them, nor about what they are part of. `names` are those of the properties among them; None
    when they could be any. `partial` has those of which only some keys are wrong, without these keys, for
    what the other keys say by themselves; `wrong` are the places of these keys.
    """

    definition: EventDefinition
    missing: frozenset[Pointer]
    names: frozenset[str] | None
    partial: EventDefinition
    wrong: frozenset[Pointer]

    def says_by_itself(self, pointer: Pointer) -> bool:
        """Whether a place is in a key of a property that has a slip elsewhere."""
        return (
            pointer[:2] in {("properties", name) for name in self.partial.properties}
            and self.is_silent_on(pointer)  # else the definition says it
            and not any(_overlap(place, pointer) for place in self.wrong)
        )

    def is_silent_on(self, pointer: Pointer) -> bool:
        """Whether what a rule says about a place may come from what is missing.

        What a file lacks as a whole is untouched by a property or an example that is missing.
        """
        if not pointer:
            return any(len(place) == 1 and place not in _ASIDE for place in self.missing)
        return any(_overlap(place, pointer) for place in self.missing)


def _overlap(one: Pointer, other: Pointer) -> bool:
    """Whether one place is the other, or holds it."""
    return one[: len(other)] == other[: len(one)]


_ASIDE: Final = frozenset({("examples",)})


def salvage(name: EventName, content: bytes, slips: Iterable[Pointer], *, lost_keys: bool) -> Salvaged | None:
    """The rest of an event's plain data as JSON, without the places of its slips.

    `lost_keys`: the file has keys that the data lacks. None when a slip concerns the whole file, or what is
    excused in it: then nothing can be said without guessing.
    """
    data = msgspec.json.decode(content)
    if not isinstance(data, dict):
        return None
    rest, places = _Rest(data), tuple(slips)
    for pointer in places:
        if not rest.leave_out(pointer):
            return None
    made = define(EventDefinition, msgspec.json.encode(rest.finished(name)))
    if isinstance(made, tuple):
        return None
    names = None if lost_keys else rest.names()
    partial, wrong = salvage_properties(data.get("properties"), places)
    return Salvaged(
        definition=made, missing=frozenset(rest.missing), names=names, partial=partial, wrong=wrong
    )


def names_claimed(content: bytes) -> frozenset[str]:
    """The names besides its identity that an event's file says its payloads have, whatever else is wrong."""
    data = msgspec.json.decode(content)
    if not isinstance(data, dict):
        return frozenset()
    aliases = data.get("aliases")
    stated = (
        [one.get("name") for one in aliases if isinstance(one, dict)] if isinstance(aliases, list) else []
    )
    return frozenset(name for name in (data.get("wire"), *stated) if isinstance(name, str))


class _Rest:
    """A file's data while places are taken out of it."""

    def __init__(self, data: dict[str, object]) -> None:
        self.missing: set[Pointer] = set()
        self._stated = data
        self._properties: set[str] = set()
        self._taken: set[Pointer] = set()
        self._unknown: set[str] = set()

    def leave_out(self, pointer: Pointer) -> bool:
        """Take a place out: of properties the innermost, of anything else the whole key of the file.

        False when the rest would say something else than the file.
        """
        if not pointer:
            return False
        key, below = str(pointer[0]), pointer[1:]
        last = str(pointer[-1])
        if len(pointer) == 2 or last not in PropertyDefinition.model_fields:
            self._miss_unstated(last)  # a line at the wrong depth: `owner` among the properties, or in one
        if key not in _KEYS:
            self._unknown.add(key)
            for one in _KEYS:
                self._miss_unstated(one)
        elif key == "properties" and below and isinstance(self._stated.get(key), dict):
            self._properties.add(str(below[0]))
            self._miss_property(pointer)
        elif key == "allow":
            stated = self._stated.get(key)
            return isinstance(stated, dict) and bool(below) and below[0] in stated
        else:
            self.missing.add((key,))
        return True

    def _miss_property(self, pointer: Pointer) -> None:
        """Count the innermost property that a slip is in as missing; what stands beside it is judged.

        What those say of themselves that it stands in may be right or wrong by what it says.
        """
        path = list(_definitions_on(pointer))
        place = next(place for place, is_named in reversed(path) if is_named)
        self.missing.add(place)
        self._taken.add(place)
        for around, _ in path:
            if len(around) < len(place):
                step = place[len(around)]
                holder = _at(self._stated, around)
                self.missing.update((*around, key) for key in holder if key != step)

    def _miss_unstated(self, key: str) -> None:
        """Count a key that the file does not have as missing: a misspelt or misplaced one may be meant."""
        if key in _KEYS and key not in self._stated:
            self.missing.add((key,))

    def names(self) -> frozenset[str] | None:
        """The names of properties that were taken out, or may have been; None when they could be any."""
        stated = self._stated.get("properties", {})
        if not isinstance(stated, dict):
            return None
        taken = [stated.get(name) for name in self._properties]
        if ("properties",) in self.missing:
            taken.append({"properties": stated})
        if any(_hides_names(value) for value in taken):
            return None
        unknown = [self._stated.get(key) for key in self._unknown]
        inside = {key for value in (*taken, *unknown) for key in _keys_in(value)}
        return frozenset(inside | self._properties | self._unknown)

    def finished(self, name: EventName) -> dict[str, object]:
        """The data that is left, without what means something else by now."""
        missing = {str(place[0]) for place in self.missing if len(place) == 1}
        partly = bool(self._properties or self._unknown or missing & {"properties", "include"})
        without = _with_consequences((*missing, "examples") if partly else missing)
        if "status" in without and "destinations" not in self._stated:
            without.add("destinations")  # a draft and a retired event need none
        self.missing.update((key,) for key in without)
        rest = {key: value for key, value in self._stated.items() if key in _KEYS and key not in without}
        properties = self._stated.get("properties")
        if "properties" in rest and isinstance(properties, dict):
            for place in self._taken:
                rest = _without(rest, place)
        if partly and isinstance(aliases := rest.get("aliases"), list):
            rest["aliases"] = [_without_properties(alias) for alias in aliases]
        if "wire" in without:
            rest["wire"] = f"\0{name}"  # claims no name that another event could have
        excused = self._excused()
        return {**rest, "allow": excused} if excused else rest

    def _excused(self) -> dict[str, str]:
        """What the file excuses, under a misspelt key too: a slip brings no excused finding back."""
        found: dict[str, str] = {}
        stated = self._stated.get("allow")
        for value in (*(self._stated.get(key) for key in self._unknown), stated):
            for rule, reason in value.items() if isinstance(value, dict) else ():
                if rule and (value is stated or "/" in rule):
                    found[rule] = reason if isinstance(reason, str) else "cannot be read"
        return found


def _with_consequences(keys: Iterable[str]) -> set[str]:
    """Keys, and all that go with them."""
    found: set[str] = set()
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting.extend(_LEADS_TO.get(key, ()))
    return found


def _definitions_on(pointer: Pointer) -> Iterator[tuple[Pointer, bool]]:
    """The definitions on the way down to a slip in a property, each with whether it has a name."""
    depth, named = 2, True
    while True:
        yield pointer[:depth], named
        if pointer[depth : depth + 1] == ("properties",) and depth + 1 < len(pointer):
            depth, named = depth + 2, True
        elif pointer[depth : depth + 1] in (("items",), ("values",)):
            depth, named = depth + 1, False
        else:
            return


def _at(value: object, pointer: Pointer) -> dict[str, object]:
    """The mapping at a place; an empty one where none is."""
    for step in pointer:
        value = value.get(step) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def _without(value: dict[str, object], pointer: Pointer) -> dict[str, object]:
    """A copy of a mapping without one place below it."""
    key = str(pointer[0])
    inner = value.get(key)
    if len(pointer) == 1 or not isinstance(inner, dict):
        return {name: one for name, one in value.items() if name != key or len(pointer) > 1}
    return {**value, key: _without(inner, pointer[1:])}


def _without_properties(alias: object) -> object:
    """An alias without what it says about properties."""
    return {"name": alias.get("name")} if isinstance(alias, dict) else alias


def _hides_names(definition: object) -> bool:
    """Whether something stands where properties with names of their own could have stood."""
    if not isinstance(definition, dict):
        return True
    inner = definition.get("properties", {})
    if not isinstance(inner, dict):
        return True
    parts = [definition[key] for key in ("items", "values") if key in definition]
    return any(_hides_names(part) for part in (*inner.values(), *parts))


def _keys_in(value: object) -> Iterator[str]:
    """Every key in a value, however deep."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _keys_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _keys_in(inner)
