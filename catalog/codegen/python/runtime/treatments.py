"""What a destination does to values: the generated treatments as functions, made once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Callable, Final, NamedTuple, Optional

from .data import Json
from .hashing import Digest
from .transforms import Act, Formats, hide, mask, truncated

Refuses = Callable[[Json], bool]
"""Whether a value keeps the whole payload back."""

Steps = Mapping[str, tuple[str, Optional[Act]]]
"""Name → the name under which a member leaves, and what is done to its value."""

Left = Callable[[dict[str, Json]], dict[str, Json]]
"""What leaves of an object's members: a new object."""


class Treated(NamedTuple):
    """What one destination does to one value."""

    act: Act | None = None
    """Gives what leaves; None when the value stays as it is."""
    is_gone: bool = False
    """Whether nothing leaves."""
    refuses: Refuses | None = None
    hashes: bool = False


_KEPT: Final = Treated()
_GONE: Final = Treated(is_gone=True)


class Treatments:
    """Makes the treatments of one destination. Without a digest, what would be hashed does not leave."""

    def __init__(self, formats: Formats, digest: Digest | None) -> None:
        self._formats = formats
        self._digest = digest

    def of(self, treatment: Mapping[str, Any] | None) -> Treated:
        """What a generated treatment does."""
        if treatment is None:
            return _KEPT
        if "do" in treatment:
            return self._leaf(treatment)
        is_gone = bool(treatment.get("gone"))
        if "fields" in treatment:
            return self._fields(treatment["fields"], is_gone=is_gone)
        if "items" in treatment:
            return self._items(self.of(treatment["items"]), is_gone=is_gone)
        return self._entries(self.of(treatment["keys"]), self.of(treatment["values"]), is_gone=is_gone)

    def _leaf(self, leaf: Mapping[str, Any]) -> Treated:
        kind = leaf["do"]
        if kind == "drop":
            return _GONE
        if kind == "refuse":
            return Treated(is_gone=True, refuses=holds_value)
        if kind == "truncate":
            return Treated(truncated(leaf, self._formats))
        if kind == "mask":
            return Treated(hide if leaf.get("hide") else mask)
        if kind == "hash":
            digest = self._digest
            if digest is None:
                return _GONE
            return Treated(lambda value: None if value is None else digest(value), hashes=True)
        raise ValueError(f"unknown treatment '{kind}'; generate the tracker anew")

    def _items(self, items: Treated, *, is_gone: bool) -> Treated:
        act, refuses = items.act, items.refuses
        return Treated(
            act and (lambda value: [act(item) for item in value] if isinstance(value, list) else None),
            is_gone or items.is_gone,
            refuses and (lambda value: isinstance(value, list) and any(map(refuses, value))),
            items.hashes,
        )

    def _fields(self, fields: Mapping[str, Any], *, is_gone: bool) -> Treated:
        members = self.members(fields)
        left, refuses = members.left, members.refuses
        return Treated(
            lambda value: left(value) if isinstance(value, dict) else None if value is None else {},
            is_gone,
            refuses and (lambda value: isinstance(value, dict) and refuses(value)),
            bool(members.hashed),
        )

    def _entries(self, keys: Treated, values: Treated, *, is_gone: bool) -> Treated:
        return Treated(
            _entries(keys.act, values.act),
            is_gone or keys.is_gone or values.is_gone,
            _entry_refusal(keys.refuses, values.refuses),
            keys.hashes or values.hashes,
        )

    def members(self, members: Mapping[str, list[Any]], context: Iterable[str] | None = None) -> Members:
        """What is done to the members of an object: name → [name as sent, treatment, ...].

        `context` are the names that are declared, where the members are a context.
        """
        treated = {name: (entry[0], self.of(entry[1])) for name, entry in members.items()}
        leaving = {name: (sent, one.act) for name, (sent, one) in treated.items() if not one.is_gone}
        refusing = [(name, one.refuses) for name, (_, one) in treated.items() if one.refuses is not None]
        return Members(
            left=left_of(leaving) if context is None else left_of_context(leaving, context),
            refuses=_any_refused(refusing) if refusing else None,
            hashed=frozenset(name for name, (_, one) in treated.items() if one.hashes and name in leaving),
        )


class Members(NamedTuple):
    """What is done to the members of one object."""

    left: Left
    refuses: Callable[[Mapping[str, Json]], bool] | None
    """Whether a member keeps the payload back; None when none can."""
    hashed: frozenset[str]
    """The members of which something is hashed."""


def holds_value(value: Json) -> bool:
    """Whether a value is one, or holds one; null is none, nor is an empty list or object."""
    if isinstance(value, list):
        return any(map(holds_value, value))
    if isinstance(value, dict):
        return any(map(holds_value, value.values()))
    return value is not None


def _any_refused(refusing: list[tuple[str, Refuses]]) -> Callable[[Mapping[str, Json]], bool]:
    def refused(members: Mapping[str, Json]) -> bool:
        return any(name in members and refuses(members[name]) for name, refuses in refusing)

    return refused


def _entry_refusal(of_key: Refuses | None, of_value: Refuses | None) -> Refuses | None:
    if of_key is None and of_value is None:
        return None

    def refused(value: Json) -> bool:
        if not isinstance(value, dict):
            return False
        if of_key is not None and any(map(of_key, value)):
            return True
        return of_value is not None and any(map(of_value, value.values()))

    return refused


def left_of(leaving: Steps) -> Left:
    """Gives the members that are listed, each under its name as sent and after its act."""
    if any(name != sent for name, (sent, _) in leaving.items()):
        return _renaming(leaving)
    return _keeping(leaving)


def left_of_context(leaving: Steps, declared: Iterable[str]) -> Left:
    """The same of a context, in which a name that ends in `*` is the beginning of names.

    The longest beginning that is declared decides, and of names that are declared themselves none does.
    """
    starts = [(name[:-1], leaving.get(name)) for name in declared if name.endswith("*")]
    if not starts:
        return left_of(leaving)
    starts.sort(key=lambda start: -len(start[0]))
    listed = _renaming({name: step for name, step in leaving.items() if not name.endswith("*")})
    named = frozenset(name for name in declared if not name.endswith("*"))

    def left(members: dict[str, Json]) -> dict[str, Json]:
        made = listed(members)
        for name, member in members.items():
            if name not in named:
                step = next((step for start, step in starts if name.startswith(start)), None)
                if step is not None and name not in made:
                    act = step[1]
                    made[name] = member if act is None else act(member)
        return made

    return left


def _keeping(leaving: Steps) -> Left:
    acting = tuple((name, act) for name, (_, act) in leaving.items() if act is not None)
    names = frozenset(leaving)

    def left(members: dict[str, Json]) -> dict[str, Json]:
        # copying whole is several times as fast as member by member
        made = (
            members.copy()
            if names.issuperset(members)
            else {name: members[name] for name in members if name in names}
        )
        for name, act in acting:
            if name in made:
                made[name] = act(made[name])
        return made

    return left


def _renaming(leaving: Steps) -> Left:
    find = leaving.get

    def left(members: dict[str, Json]) -> dict[str, Json]:
        made: dict[str, Json] = {}
        for name, member in members.items():
            step = find(name)
            if step is not None:
                sent, act = step
                made[sent] = member if act is None else act(member)
        return made

    return left


def _entries(of_key: Act | None, of_value: Act | None) -> Act | None:
    """A map; of keys that become equal, the second has `*2` behind it, the third `*3`."""
    if of_key is None and of_value is None:
        return None

    def act(value: Json) -> Json:
        if not isinstance(value, dict):
            return None
        made: dict[str, Json] = {}
        seen: dict[str, int] = {}
        for key, member in value.items():
            name = key
            if of_key is not None:
                name = str(of_key(key))
                times = seen[name] = seen.get(name, 0) + 1
                if times > 1:
                    name = f"{name}*{times}"
            made[name] = member if of_value is None else of_value(member)
        return made

    return act
