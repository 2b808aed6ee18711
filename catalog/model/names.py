"""Event names: an identity is `resource.action`, given by the path of the event's file."""

import re
from typing import Final, NewType

EventName = NewType("EventName", str)
"""`resource.action`, as the path `resource/action.yaml` gives it."""

MAX_NAME_LENGTH: Final = 200

_SEGMENT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*\Z")


def event_name(resource: str, action: str) -> EventName | None:
    """The identity of `resource/action.yaml`, or None when a part is not letters, digits, `_` and `-`."""
    if _SEGMENT.match(resource) and _SEGMENT.match(action) and len(resource) + len(action) < MAX_NAME_LENGTH:
        return EventName(f"{resource}.{action}")
    return None


def resource_of(name: EventName) -> str:
    """The part before the dot: what the event is about."""
    return name.partition(".")[0]


def action_of(name: EventName) -> str:
    """The part after the dot: what happened to it."""
    return name.partition(".")[2]


def wire_name(name: EventName, template: str | None) -> str:
    """What is sent for an event under a catalog's `naming.wire`; the identity when there is no template."""
    if template is None:
        return name
    return template.replace("{resource}", resource_of(name)).replace("{action}", action_of(name))
