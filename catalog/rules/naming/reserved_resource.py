"""An event uses a resource that is kept for one destination."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect, in_event
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Events of a reserved resource that go elsewhere, and names of other events that look so."""
    reserved = view.settings.naming.reserved
    if not reserved:
        return
    for event in view.events:
        only = reserved.get(event.resource)
        if only is not None:
            for index, destination in enumerate(event.destinations):
                if destination != only:
                    yield in_event(
                        event,
                        f"events of {quoted(event.resource)} go to {quoted(only)} alone, not to "
                        f"{quoted(destination)}; "
                        "take it off the list, or move the event to another resource",
                        "destinations",
                        index,
                    )
        named: list[tuple[str, tuple[str | int, ...]]] = [
            (event.wire, ("wire",) if event.definition.wire else ())
        ]
        named += [(alias.name, ("aliases", index, "name")) for index, alias in enumerate(event.aliases)]
        for name, pointer in named:
            resource = name.partition(".")[0]
            if resource == event.resource or resource not in reserved:
                continue
            if event.destinations != (reserved[resource],):
                yield in_event(
                    event,
                    f"{quoted(name)} begins with {quoted(resource + '.')}, which is kept for events "
                    "that go to "
                    f"{quoted(reserved[resource])} alone; send another name",
                    *pointer,
                )


RULE: Final = Rule(
    id="naming/reserved-resource",
    summary="An event uses a resource that is kept for one destination.",
    why=(
        "naming.reserved promises what a resource's events are sent to, such as telemetry that holds "
        "no personal data; an event that goes elsewhere breaks the promise."
    ),
    bad={
        "catalog.yaml": """\
format: 1
product: example
destinations: {log: {}, telemetry: {identity: none}}
naming: {reserved: {base_telemetry: telemetry}}
""",
        "base_telemetry/heartbeat.yaml": """\
description: The installation is alive.
destinations: [telemetry, log]
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
destinations: {log: {}, telemetry: {identity: none}}
naming: {reserved: {base_telemetry: telemetry}}
""",
        "base_telemetry/heartbeat.yaml": """\
description: The installation is alive.
destinations: [telemetry]
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
    needs_settings=True,
)
