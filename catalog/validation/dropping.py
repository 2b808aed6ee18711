"""A payload without the properties in which drift was seen, for catalogs that say `drift: redact`."""

from collections.abc import Mapping
from typing import Final

from catalog.model.envelope import GROUP_SET, GROUP_TYPE, GROUPED, MOVED_OUT, PERSONS
from catalog.model.event import Undeclared
from catalog.validation.envelope import WATCHED_STAMPS
from catalog.validation.explain import Json
from catalog.validation.judge import Agreement, Judge

_GROUPS: Final = ("groups", "$groups")
_GROUP: Final = (GROUP_TYPE, *GROUPED)


def without_drift(judge: Judge, agreed: Agreement, value: Mapping[str, Json]) -> dict[str, Json]:
    """The payload less every property that holds what it is declared not to hold; a new object."""
    return _Dropping(judge, agreed).payload(value)


class _Dropping:
    """Drops what has drifted from the parts of one payload."""

    def __init__(self, judge: Judge, agreed: Agreement) -> None:
        self._judge = judge
        self._agreed = agreed
        self._keeps_rest = agreed.event.undeclared is Undeclared.KEEP

    def payload(self, value: Mapping[str, Json]) -> dict[str, Json]:
        left = self._around(WATCHED_STAMPS.quiet(value))
        inner = left.get("properties")
        if isinstance(inner, dict):
            left["properties"] = self._properties(inner)
        context = left.get("context")
        if isinstance(context, dict):
            left["context"] = self._context(context)
        return left

    def _properties(self, inner: Mapping[str, Json]) -> dict[str, Json]:
        own = self._agreed.contract.properties
        found = self._judge.around.context_property
        around = {
            name: member
            for name, member in inner.items()
            if name not in own and (name in MOVED_OUT or (name in _GROUP and found(name) is None))
        }
        context = {
            name: member
            for name, member in inner.items()
            if name not in own and name not in around and found(name) is not None
        }
        rest = {name: inner[name] for name in inner if name not in around and name not in context}
        kept = self._around(around) | self._context(context) | self._agreed.watched.quiet(rest)
        return {name: kept[name] for name in inner if name in kept}

    def _context(self, members: Mapping[str, Json]) -> dict[str, Json]:
        person = {}
        if isinstance(members.get("traits"), dict) and "traits" not in self._judge.around.context:
            person = self._around({"traits": members["traits"]})
        rest = {name: member for name, member in members.items() if name not in person}
        kept = self._judge.around.watched_context(rest, keeps_rest=self._keeps_rest).quiet(rest)
        return {**kept, **person}

    def _around(self, members: Mapping[str, Json]) -> dict[str, Json]:
        """Members with person and groups looked through, wherever they stand."""
        left = dict(members)
        for name in PERSONS:
            person = left.get(name)
            if isinstance(person, dict):
                left[name] = self._entity("person", person)
        for name in _GROUPS:
            groups = left.get(name)
            if isinstance(groups, dict):
                left[name] = {
                    group: self._entity(group, key) if isinstance(key, dict) else key
                    for group, key in groups.items()
                }
        kind, told = left.get(GROUP_TYPE), left.get(GROUP_SET)
        if isinstance(kind, str) and isinstance(told, dict):
            left[GROUP_SET] = self._entity(kind, told)
        return left

    def _entity(self, entity: str, members: Mapping[str, Json]) -> dict[str, Json]:
        return self._judge.around.watched_entity(entity, keeps_rest=self._keeps_rest).quiet(members)
