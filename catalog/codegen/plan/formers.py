"""Functions under an event's former names: its aliases that are named as events are."""

from collections.abc import Iterator
from dataclasses import dataclass

from catalog.codegen.plan.identifiers import IMPLICIT, RESERVED, TRACKER, identifier
from catalog.model.event import Alias
from catalog.model.names import action_of, event_name, resource_of
from catalog.model.snapshot import Event
from catalog.schema.contract import contract
from catalog.schema.contract import event_name as current_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """One former name, with what its function is called."""

    alias: Alias
    resource: str
    action: str

    def given(self, key: str) -> str:
        """What a property was called."""
        return next((old for old, new in self.alias.rename.items() if new == key), key)


def formers(event: Event) -> Iterator[Former]:
    """The former names that can have a function: those that bring whatever the event needs."""
    needed = {name for name, one in contract(event).properties.items() if one.required}
    for alias in event.aliases:
        resource, _, action = alias.name.partition(".")
        name = event_name(resource, action)
        if name is None or name == event.name:
            continue
        arriving = contract(event, None, alias).properties
        if not needed <= {current_name(alias, one) for one in arriving}:
            continue
        resource = identifier(resource_of(name), RESERVED | TRACKER)
        action = identifier(action_of(name), RESERVED | IMPLICIT)
        if resource and action:
            yield Former(alias=alias, resource=resource, action=action)
