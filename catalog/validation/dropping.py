"""A payload without the properties in which drift was seen, for catalogs that say `drift: redact`."""

from collections.abc import Mapping
from typing import Final

from catalog.model.event import Undeclared
from catalog.privacy.drift import Watch, watch_undeclared
from catalog.validation.explain import Json
from catalog.validation.judge import Agreement, Judge

_PERSON: Final = ("$set", "$set_once")
_GROUPS: Final = ("groups", "$groups")


def without_drift(judge: Judge, agreed: Agreement, value: Mapping[str, Json]) -> dict[str, Json]:
    """The payload less every property that holds what it is declared not to hold; a new object."""
    left = _without_around(judge, value)
    inner = left.get("properties")
    if isinstance(inner, dict):
        own = agreed.contract.properties
        kept = _without_around(judge, {name: member for name, member in inner.items() if name not in own})
        kept = _quiet(judge.watched_context(kept), kept)
        if agreed.event.undeclared is Undeclared.KEEP:
            kept = {
                name: member
                for name, member in kept.items()
                if judge.context_property(name) is not None or not any(watch_undeclared(name, member))
            }
        stated = {name: member for name, member in inner.items() if name in own}
        kept |= _quiet(agreed.watches, stated)
        left["properties"] = {name: kept[name] for name in inner if name in kept}
    context = left.get("context")
    if isinstance(context, dict):
        left["context"] = _quiet(judge.watched_context(context), context)
    return left


def _without_around(judge: Judge, members: Mapping[str, Json]) -> dict[str, Json]:
    """Members with person and groups looked through, wherever they stand."""
    left = dict(members)
    for name in _PERSON:
        person = left.get(name)
        if isinstance(person, dict):
            left[name] = _quiet(judge.watched_entity("person"), person)
    for name in _GROUPS:
        groups = left.get(name)
        if isinstance(groups, dict):
            left[name] = {
                group: _quiet(judge.watched_entity(group), key) if isinstance(key, dict) else key
                for group, key in groups.items()
            }
    return left


def _quiet(watches: Mapping[str, Watch], members: Mapping[str, Json]) -> dict[str, Json]:
    """The members in which nothing is seen."""
    return {
        name: member
        for name, member in members.items()
        if name not in watches or next(watches[name](member), None) is None
    }
