"""What is left of catalog.yaml without the places of its slips, so that rules can judge the rest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import msgspec
from pydantic import BaseModel

from catalog.findings import Pointer
from catalog.loading.definitions import define
from catalog.model.category import covers
from catalog.model.event import Undeclared
from catalog.model.nearest import nearest
from catalog.model.settings import DestinationDefinition, OwnCategory, Owner, Purpose, Settings

_ASIDE: Final = frozenset(
    {
        "base_url",
        "controller",
        "contact",
        "approvals",
        "modes",
        "drift",
        "accept_previous_days",
        "profile",
        "repositories",
    }
)
"""Keys that no rule reads to judge anything else."""

_ENTRIES: Final[Mapping[str, type[BaseModel]]] = {
    "owners": Owner,
    "purposes": Purpose,
    "categories": OwnCategory,
    "destinations": DestinationDefinition,
}
"""Keys under which names stand that definitions use."""

_STUBS: Final[Mapping[str, object]] = {"categories": {"description": "Cannot be read."}}
"""An entry that has nothing but its name, where that is not an empty mapping."""

_ALONE: Final = frozenset({"description", "reserved", "erasure", "retention_days", "transfer"})
"""Keys of a destination without which nothing is said about it but that they are missing."""

_FOR_PAYLOADS: Final = frozenset({"undeclared", "categories", "drift", "accept_previous_days"})
"""Keys by which payloads are judged whatever their destination."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SalvagedSettings:
    """The rest of a catalog.yaml that has findings.

    `judged` lacks the damaged entries, so that nothing is said about them; `named` has each of them with its
    name alone, so that nobody is told that it is unknown. `missing` are the places that were left out, and
    `uncertain` the keys of the file of which something is missing that rules compare with.
    """

    judged: Settings
    named: Settings
    missing: frozenset[Pointer]
    uncertain: frozenset[str]
    for_payloads: Settings | None
    """What payloads can be judged by, with whole destinations alone; None when that could be wrong."""

    @property
    def says_what_is(self) -> bool:
        """Whether only levels are missing, so that every name and every policy is here."""
        return all(place[0] == "severities" for place in self.missing)

    def is_silent_on(self, pointer: Pointer) -> bool:
        """Whether what a rule says about a place may come from what is missing."""
        return any(place[: len(pointer)] == pointer[: len(place)] for place in self.missing)


def salvage_settings(content: bytes, slips: Iterable[Pointer]) -> SalvagedSettings | None:
    """The rest of catalog.yaml's plain data as JSON, without the places of its slips.

    None when a slip may concern the whole file, all names of a kind, or how events are named.
    """
    data = msgspec.json.decode(content)
    if not isinstance(data, dict):
        return None
    rest = _Rest(data)
    if not all(map(rest.leave_out, slips)):
        return None
    return rest.finished()


class _Rest:
    """The data of catalog.yaml while places are taken out of it."""

    def __init__(self, data: dict[str, object]) -> None:
        self._stated = data
        self._missing: set[Pointer] = set()
        self._uncertain: set[str] = set()
        self._levels: set[str] = set()
        """The rules and families whose level cannot be read: nothing is stated of them."""
        self._names: dict[str, set[str]] = {key: set() for key in _ENTRIES}
        """Of entries that are damaged, or that a line at the wrong depth may be."""
        self._without: dict[str, set[str]] = {}
        """Destination → the keys that were left out of it alone."""

    def leave_out(self, pointer: Pointer) -> bool:
        """Take a place out; False when the rest would say something else than the file."""
        if not pointer:
            return False
        key, below = str(pointer[0]), pointer[1:]
        if key not in _keys_of(Settings):
            return self._unknown(key)
        self._missing.add(pointer[:2] if key in _ENTRIES or key == "severities" else (key,))
        if key in _ASIDE:
            return True
        if key == "undeclared":
            self._uncertain.add(key)
            return True
        entries = self._stated.get(key)
        if key == "severities" and not isinstance(entries, dict):
            self._missing.add((key,))
            return True
        if not below or not isinstance(entries, dict) or below[0] == "" or below[0] not in entries:
            return False
        name = str(below[0])
        if key == "severities":
            self._levels.add(name)
            return True
        return key in _ENTRIES and self._entry(key, name, below[1:])

    def _entry(self, key: str, name: str, below: Pointer) -> bool:
        """Take out one entry, or of a destination one key that says nothing about the others."""
        if self._may_be_of_the_file(name) or name in _keys_of(_ENTRIES[key]):
            return False  # a line at the wrong depth
        if below and str(below[0]) not in _keys_of(_ENTRIES[key]) and self._may_be_of_the_file(str(below[0])):
            return False
        if key == "destinations" and below:
            stated = self._mapping(key)[name]
            meant = _meant(DestinationDefinition, {}, stated, str(below[0]))
            if meant <= _ALONE:
                self._without.setdefault(name, set()).add(str(below[0]))
                self._missing.discard((key, name))
                self._missing.update((key, name, one) for one in {*meant, str(below[0])})
                return True
        self._names[key].add(name)
        self._uncertain.add(key)
        return True

    def _unknown(self, key: str) -> bool:
        """Take out a key that the file cannot have, and count as missing what it may be meant for."""
        if key == "" or any(key in _keys_of(model) - {"description"} for model in _ENTRIES.values()):
            return False
        meant = _meant(Settings, {"format": 1, "product": "unnamed"}, self._stated, key)
        if not meant <= {*_ASIDE, "undeclared"}:
            return False
        if isinstance(self._stated.get(key), dict | None):
            for names in self._names.values():
                names.add(key)  # an entry that lost its place
        self._missing.update((one,) for one in (key, *meant))
        self._uncertain.update(meant - _ASIDE)
        return True

    def _may_be_of_the_file(self, key: str) -> bool:
        return key in _keys_of(Settings) and key not in self._stated

    def _mapping(self, key: str) -> dict[str, object]:
        stated = self._stated.get(key)
        return stated if isinstance(stated, dict) else {}

    def finished(self) -> SalvagedSettings | None:
        """What is left, in the forms that rules and payloads need."""
        gone = {str(place[0]) for place in self._missing if len(place) == 1}
        rest = {
            key: value for key, value in self._stated.items() if key in _keys_of(Settings) and key not in gone
        }
        if "severities" in rest:
            rest["severities"] = _without(self._mapping("severities"), self._levels)
        if "undeclared" in self._uncertain:
            rest["undeclared"] = Undeclared.KEEP.value  # so that no example is told to be refused
        if self._without:
            entries = self._mapping("destinations")
            rest["destinations"] = {
                name: _without(entry, self._without.get(name, ())) if isinstance(entry, dict) else entry
                for name, entry in entries.items()
            }
        judged, named = dict(rest), dict(rest)
        for key, names in self._names.items():
            held = rest.get(key, {})
            if not names or not isinstance(held, dict):
                continue
            lost = {one for one in held if any(one == name or _is_below(key, one, name) for name in names)}
            judged[key] = _without(held, lost)
            named[key] = _without(held, names) | {name: _STUBS.get(key, {}) for name in sorted(names)}
            self._missing.update((key, one) for one in lost | names)
        for_rules, for_names = _settings(judged), _settings(named)
        if for_rules is None or for_names is None:
            return None
        return SalvagedSettings(
            judged=for_rules,
            named=for_names,
            missing=frozenset(self._missing),
            uncertain=frozenset(self._uncertain),
            for_payloads=self._for_payloads(judged),
        )

    def _for_payloads(self, judged: dict[str, object]) -> Settings | None:
        touched = {str(place[0]) for place in self._missing}
        if touched & _FOR_PAYLOADS:
            return None
        entries = judged.get("destinations")
        if not isinstance(entries, dict):
            return _settings(judged)
        return _settings({**judged, "destinations": _without(entries, self._without)})


def _is_below(key: str, one: str, name: str) -> bool:
    return key == "categories" and covers(name, one)


def _settings(data: dict[str, object]) -> Settings | None:
    made = define(Settings, msgspec.json.encode(data))
    return None if isinstance(made, tuple) else made


def _keys_of(model: type[BaseModel]) -> frozenset[str]:
    return frozenset(field.alias or name for name, field in model.model_fields.items())


def _without(entries: Mapping[str, object], names: Iterable[str]) -> dict[str, object]:
    left_out = frozenset(names)
    return {name: entry for name, entry in entries.items() if name not in left_out}


def _meant(model: type[BaseModel], least: Mapping[str, object], holder: object, key: str) -> frozenset[str]:
    """The keys that a key may be meant for: itself when it is known, else those not stated that it fits."""
    known = _keys_of(model)
    if key in known:
        return frozenset({key})
    if not isinstance(holder, dict):
        return known
    free = known - holder.keys()
    value = holder.get(key)
    found = set(nearest(key, free, 3))
    if value not in (None, {}, []):
        found |= {
            one
            for one in free
            if not isinstance(define(model, msgspec.json.encode({**least, one: value})), tuple)
        }
    return frozenset(found)
