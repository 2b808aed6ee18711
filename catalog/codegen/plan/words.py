"""What is said of events and of their properties where a developer reads it: in the editor."""

from collections.abc import Iterator

from catalog.codegen.plan.identifiers import function_of
from catalog.codegen.plan.text import plain
from catalog.codegen.plan.tracker import Function
from catalog.model.category import NONE
from catalog.model.event import Status
from catalog.model.snapshot import Event, Snapshot
from catalog.model.types import Property


def about(event: Event) -> Iterator[str]:
    """The sentences about one event: what, when, and who gets it."""
    stated = event.definition
    yield plain(stated.description or f"The event {event.name}.")
    if stated.trigger is not None:
        yield f"Sent when: {plain(stated.trigger)}"
    told = f"Event `{event.name}`"
    if event.wire != event.name:
        told += f", sent as `{plain(event.wire)}`"
    if event.destinations:
        told += f"; goes to {', '.join(event.destinations)}"
    if event.status is Status.DRAFT:
        told += "; a draft, refused in production"
    yield f"{told}."


def facts(definition: Property, event: Event) -> Iterator[str]:
    """What is to be known of a property besides its description."""
    if definition.unit is not None:
        yield f"in {plain(definition.unit)}"
    if definition.data not in (None, NONE):
        yield f"data: {definition.data}"
    if definition.destinations is not None and set(definition.destinations) != set(event.destinations):
        yield f"only to {', '.join(definition.destinations) or 'nobody'}"
    if definition.deprecated:
        yield "deprecated"


def outdated(function: Function, snapshot: Snapshot) -> str | None:
    """Why a function should not be called any more, and what to call in its place; None when it may be."""
    if function.former is None:
        return deprecation(function.event, snapshot)
    return f"{plain(function.former)} is a former name; use tracker.{plain(function_of(function.event))}"


def deprecation(event: Event, snapshot: Snapshot) -> str | None:
    """Why an event should not be sent any more, and what to send in its place; None when it may be."""
    if event.status is not Status.DEPRECATED:
        return None
    replacement = event.definition.replaced_by
    if replacement is None:
        return f"{event.name} is deprecated"
    found = snapshot.lookup(replacement)
    called = replacement if found is None else f"tracker.{function_of(found[0])}"
    return f"{event.name} is deprecated; use {plain(called)}"
