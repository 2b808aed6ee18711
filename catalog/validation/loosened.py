"""What leaves now and did not then: at which destinations, and of which events."""

from collections.abc import Iterator, Mapping

from catalog.model.category import Handling, stricter
from catalog.model.event import Undeclared
from catalog.model.policy import Policy
from catalog.model.snapshot import Event, Snapshot
from catalog.model.types import Property
from catalog.privacy.identity import PERSON, key_of
from catalog.schema.contract import context_properties, contract, entity_properties
from catalog.schema.treatment import parts, treatment
from catalog.validation.stricter import DRIFTS, coarser, overlaid, quieter, tightened


def loosened(old: Snapshot, new: Snapshot) -> frozenset[str]:
    """The destinations that get more of what stands around every event: identity, context, entities.

    Also those that are left more of what is truncated, or of what drifts, and those that ask for no consent
    any more. What was not declared then is no loss.
    """
    if (old.settings, old.contexts, old.entities) == (new.settings, new.contexts, new.entities):
        return frozenset()
    both = overlaid(new, old)
    shared = old.settings.destinations.keys() & new.settings.destinations.keys()
    if DRIFTS.index(old.settings.drift) > DRIFTS.index(new.settings.drift):
        return frozenset(shared)
    return frozenset(name for name in shared if _is_loosened(old, new, both, name))


def _is_loosened(old: Snapshot, new: Snapshot, both: Snapshot, destination: str) -> bool:
    was, now = old.settings.destinations[destination], new.settings.destinations[destination]
    if (
        coarser(now.truncate, was.truncate) != now.truncate
        or quieter(now.identity, was.identity) != now.identity
    ):
        return True
    if was.consent and not now.consent:
        return True
    if now.identity == "user_id":
        entities = (PERSON, *(name for name in new.entities if name != PERSON))
        for entity in entities:
            before, after = (key_of(one, destination, entity).handling for one in (both, new))
            if _is_softer(before, after):
                return True
    return any(
        _any_softer(before, both.policy, after, new.policy, destination)
        for before, after in _around(both, new, destination)
    )


def _around(
    both: Snapshot, new: Snapshot, destination: str
) -> Iterator[tuple[Mapping[str, Property], Mapping[str, Property]]]:
    yield context_properties(both, destination), context_properties(new, destination)
    for entity in new.entities:
        before, after = (entity_properties(one, entity, destination) for one in (both, new))
        yield before or {}, after or {}


def _any_softer(
    before: Mapping[str, Property],
    policy: Policy,
    after: Mapping[str, Property],
    new_policy: Policy,
    destination: str,
) -> bool:
    """Whether a part of any property that both have is handled more softly by the newer policy."""
    for name, own in after.items():
        if name in before:
            known = dict(parts(treatment(policy, destination, before[name])))
            for path, handling in parts(treatment(new_policy, destination, own)):
                if path in known and _is_softer(known[path], handling):
                    return True
    return False


def _is_softer(before: Handling, after: Handling) -> bool:
    return stricter(before, after) is not after


def lets_out_more(old: Event, new: Event, around: frozenset[str]) -> bool:
    """Whether more leaves of one of the newer event's payloads than of one handled as then, too.

    `around` is where more leaves of what stands around all events, as `loosened` finds it.
    """
    if not around.isdisjoint(new.destinations):
        return True
    # the definition alone does not say what the groups bring that it includes
    if (old.definition, old.properties, old.settings) == (new.definition, new.properties, new.settings):
        return False
    if not set(new.destinations) <= set(old.destinations):
        return True
    if new.undeclared is Undeclared.KEEP and any(_keeps_more(old, new, name) for name in new.destinations):
        return True
    return any(_event_is_softer(old, new, name) for name in new.destinations)


def _keeps_more(old: Event, new: Event, destination: str) -> bool:
    """Whether a destination gets undeclared properties that it did not get."""
    before = old.policy.handling(destination, None) if old.undeclared is Undeclared.KEEP else Handling.DROP
    return _is_softer(before, new.policy.handling(destination, None))


def _event_is_softer(old: Event, new: Event, destination: str) -> bool:
    """Whether a destination gets more of an event's own properties, as far as both versions have them."""
    if destination not in old.settings.destinations:
        return True
    arriving = contract(new, destination).properties
    shared = {name: own for name, own in arriving.items() if name in old.properties}
    older = {
        name: tightened(own, old.properties[name], new.policy, old.policy, (destination,))
        for name, own in shared.items()
    }
    return _any_softer(older, new.policy, shared, new.policy, destination)
