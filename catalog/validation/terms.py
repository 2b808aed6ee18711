"""What payloads have to meet at one destination, before handling or after it."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from catalog.model.event import Alias
from catalog.model.snapshot import Event, Snapshot
from catalog.model.types import Property
from catalog.privacy.around import Known
from catalog.privacy.callings import AS_IT_COMES, Calling
from catalog.privacy.guarding import guarded
from catalog.schema.contract import Contract, context_properties, contract, entity_properties
from catalog.schema.leaving import leaving_contract, leaving_properties


class Terms:
    """The contracts of everything that a payload has, for one destination or for the union of all.

    `leaving` needs a destination: contracts are then those of what leaves for it, under the names that it
    receives.
    """

    def __init__(self, snapshot: Snapshot, destination: str | None, *, leaving: bool = False) -> None:
        self.snapshot = snapshot
        self.destination = destination
        self.is_leaving = leaving
        self._sender = destination if leaving else None

    def lookup(self, name: str) -> tuple[Event, Alias | None] | None:
        """The event that a name stands for, with the alias when it is one."""
        if self._sender is not None and name in self._sent:
            return self._sent[name], None
        return self.snapshot.lookup(name)

    @cached_property
    def _sent(self) -> Mapping[str, Event]:
        """Events by the names that the destination receives, where they say one; the first claim stands."""
        sent: dict[str, Event] = {}
        for event in self.snapshot.events.values():
            name = event.definition.send_as.get(self._sender or "")
            if name is not None:
                sent.setdefault(name, event)
        return sent

    def contract(self, event: Event, alias: Alias | None) -> Contract:
        """The contract of an event; of one that does not go to the destination, the union."""
        at = self.destination if self.destination in event.destinations else None
        if self._sender is None or at is None:
            return self._guarded(contract(event, at, alias))
        return leaving_contract(self._guarded(contract(event, at)), at)

    def arriving(self, event: Event, alias: Alias | None) -> Mapping[str, Property]:
        """What an event brings before any handling."""
        at = self.destination if self.destination in event.destinations else None
        return self._guarded(contract(event, at, None if self._sender is not None else alias)).properties

    def _guarded(self, agreed: Contract) -> Contract:
        """A contract that says which maps are dropped for any destination of its event, or for this one."""
        going = dict.fromkeys(agreed.event.destinations)
        if self.destination is not None:
            going[self.destination] = None
        return replace(agreed, properties=guarded(self.snapshot.policy, going, agreed.properties))

    def callings(self, alias: Alias | None = None) -> tuple[Calling, ...]:
        """The names under which what comes is looked at.

        As it comes, as the catalog calls it and as the destination receives it: under the last, it is looked
        at again when it claims to be redacted, and nothing may then be seen that was not seen before.
        """
        if self.is_leaving:
            return (AS_IT_COMES,)
        renamed = {} if alias is None else alias.rename
        return AS_IT_COMES, Calling(renamed), Calling(renamed, self.destination)

    def known(self, event: Event, alias: Alias | None) -> Known:
        """All that may stand among an event's properties, for whatever destination it is declared.

        What an alias calls a property is declared too, under whichever name the payload comes.
        """
        renamed: dict[str, Property] = {}
        for one in event.aliases:
            renamed |= _renamed(event, one)
        here = {} if alias is None else _renamed(event, alias)
        around = self.known_context
        properties = {**around.properties, **renamed, **event.properties, **here}
        return around._replace(properties=properties)

    @cached_property
    def known_context(self) -> Known:
        """What any SDK or tracker may add, for whatever destination."""
        full = context_properties(self.snapshot, None)
        starts = (name[:-1] for name in full if name.endswith("*") and name not in self.context)
        return Known(full, tuple(starts), self.is_leaving)

    def known_entity(self, name: str) -> Known:
        """What a person or a group type may have, for whatever destination."""
        return Known(entity_properties(self.snapshot, name, None) or {}, has_left=self.is_leaving)

    @cached_property
    def context(self) -> Mapping[str, Property]:
        """What SDKs and trackers may add."""
        return self._handled(context_properties(self.snapshot, self.destination))

    def entity(self, name: str) -> Mapping[str, Property] | None:
        """The properties of a person or of a group type; None for an unknown type."""
        known = entity_properties(self.snapshot, name, self.destination)
        return None if known is None else self._handled(known)

    def _handled(self, properties: Mapping[str, Property]) -> Mapping[str, Property]:
        properties = guarded(self.snapshot.policy, self.snapshot.settings.destinations, properties)
        if self._sender is None:
            return properties
        return leaving_properties(self.snapshot.policy, properties, self._sender)


def _renamed(event: Event, alias: Alias) -> dict[str, Property]:
    """The properties of an event that an alias calls otherwise, under those names."""
    own = event.properties
    return {arriving: own[name] for arriving, name in alias.rename.items() if name in own}
