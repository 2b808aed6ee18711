"""What is said of an event and of its properties where a developer reads it: in the editor."""

from collections.abc import Iterator

from catalog.codegen.plan.identifiers import function_of
from catalog.codegen.plan.tracker import Function, Parameter
from catalog.codegen.python.text import plain
from catalog.model.event import Status
from catalog.model.snapshot import Event, Snapshot
from catalog.model.types import Property


def of_function(function: Function) -> Iterator[str]:
    """The paragraphs about one event: what and when, who gets it, then each argument."""
    event, stated = function.event, function.event.definition
    yield plain(stated.description or f"The event {event.name}.")
    if stated.trigger is not None:
        yield f"Sent when: {plain(stated.trigger)}"
    about = f"Event `{event.name}`"
    if event.wire != event.name:
        about += f", sent as `{plain(event.wire)}`"
    if event.destinations:
        about += f"; goes to {', '.join(event.destinations)}"
    if event.status is Status.DRAFT:
        about += "; a draft, refused in production"
    yield f"{about}."
    if function.parameters:
        yield "\n".join(["  Args:", *(line for one in function.parameters for line in _of(one, event))])


def _of(parameter: Parameter, event: Event) -> Iterator[str]:
    definition = parameter.definition
    said = plain(definition.description or "")
    facts = [*_facts(parameter, definition, event)]
    shown = f" ({'; '.join(facts)})" if facts else ""
    yield f"      {parameter.name}: {said}{shown}".rstrip()


def _facts(parameter: Parameter, definition: Property, event: Event) -> Iterator[str]:
    if parameter.name != parameter.key:
        yield f"sent as {plain(repr(parameter.key))}"
    if definition.unit is not None:
        yield f"in {plain(definition.unit)}"
    if definition.data not in (None, "none"):
        yield f"data: {definition.data}"
    if definition.destinations is not None and set(definition.destinations) != set(event.destinations):
        yield f"only to {', '.join(definition.destinations) or 'nobody'}"
    if definition.deprecated:
        yield "deprecated"


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
