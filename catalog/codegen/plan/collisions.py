"""Names of a catalog that generated code cannot keep apart, or cannot write at all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalog.codegen.plan.identifiers import action_identifier, resource_identifier, type_name
from catalog.codegen.plan.tracker import parameter_identifier
from catalog.model.names import EventName
from catalog.model.snapshot import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Collision:
    """An event or a property for which no name of its own is left in generated code."""

    event: EventName
    property: str | None
    """None: it is the event itself."""
    identifier: str
    """What it would be called; empty when nothing of its name can stand in an identifier."""
    other: str | None
    """What is called so already."""


def collisions(events: Iterable[Event]) -> tuple[Collision, ...]:
    """Every such event and property among these, in their order.

    Of two that would be called alike the second is told, so that the first keeps its name; one whose
    `code_name` says what it is called keeps it before all others.
    """
    events = sorted(events, key=lambda event: event.definition.code_name is None)
    return (*_of_events(events), *(found for event in events for found in _of_properties(event)))


def _of_events(events: Iterable[Event]) -> Iterator[Collision]:
    homes: dict[tuple[str, str], tuple[str, Event]] = {}
    functions: dict[tuple[str, str], Event] = {}
    types: dict[tuple[str, str], Event] = {}
    for event in events:
        resource, action = resource_identifier(event), action_identifier(event)
        called = f"{resource}.{action}"
        if not resource or not action:
            yield Collision(event=event.name, property=None, identifier="", other=None)
            continue
        # a resource has a module, of whose name some file systems ignore the case, and a type
        of_home = (("module", resource.casefold()), ("type", type_name(resource)))
        held = [homes.setdefault(key, (resource, event)) for key in of_home]
        other = next((holder for home, holder in held if home != resource), None)
        if other is not None:
            yield Collision(event=event.name, property=None, identifier=resource, other=other.name)
            continue
        first = functions.setdefault((resource, action), event)
        if first is event:
            called = f"{resource}.{type_name(action)}"
            first = types.setdefault((resource, type_name(action)), event)
        if first is not event:
            yield Collision(event=event.name, property=None, identifier=called, other=first.name)


def _of_properties(event: Event) -> Iterator[Collision]:
    taken: dict[str, str] = {}
    for name, definition in event.properties.items():
        called = parameter_identifier(name, definition)
        if not called:
            yield Collision(event=event.name, property=name, identifier="", other=None)
            continue
        first = taken.setdefault(called, name)
        if first != name:
            yield Collision(event=event.name, property=name, identifier=called, other=first)
