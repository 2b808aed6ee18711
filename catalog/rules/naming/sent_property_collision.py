"""Two properties of an event reach a destination under the same name."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Properties whose names under `send_as` are those of other properties of the same event."""
    if not any(item.definition.send_as for item in view.layout.routed):
        return
    for event in view.events:
        renamed = [name for name, definition in event.properties.items() if definition.send_as]
        for name in renamed:
            for destination, sent in event.properties[name].send_as.items():
                for other, definition in event.properties.items():
                    if other != name and definition.send_as.get(destination, other) == sent:
                        kind, home = view.home_of(event, name)
                        yield Defect(
                            f"{quoted(destination)} would get {quoted(name)} and {quoted(other)} of "
                            f"{quoted(event.name)} both as {quoted(sent)}; send one under another name",
                            kind,
                            home,
                            ("properties", name, "send_as", destination),
                        )


RULE: Final = Rule(
    id="naming/sent-property-collision",
    summary="Two properties of an event reach a destination under the same name.",
    why="Only one of the two values survives, and nobody can say which.",
    bad={
        "timer/stopped.yaml": """\
destinations: [posthog]
properties:
  entry: {description: The entry., type: integer, data: system.identifier}
  entry_id: {description: The entry., type: integer, data: system.identifier, send_as: {posthog: entry}}
""",
    },
    good={
        "timer/stopped.yaml": """\
destinations: [posthog]
properties:
  entry_id: {description: The entry., type: integer, data: system.identifier, send_as: {posthog: entry}}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
)
