"""What a check yields: a sentence, and the value in a file that it speaks of."""

from typing import NamedTuple

from catalog.findings import Kind, Pointer
from catalog.model.snapshot import Event


class Defect(NamedTuple):
    """One thing that is wrong; the runner adds rule, severity, position, event, property and page.

    `kind` and `name` say which file (`event` `timer.stopped`, `group` `actor`), `pointer` which value in it.
    """

    message: str
    kind: Kind
    name: str
    pointer: Pointer


def in_event(event: Event, message: str, *pointer: str | int) -> Defect:
    """A defect in an event's own file; one that is about a missing key points at that key."""
    return Defect(message, "event", event.name, pointer)


def in_settings(message: str, *pointer: str | int) -> Defect:
    """A defect in catalog.yaml."""
    return Defect(message, "settings", "catalog", pointer)
