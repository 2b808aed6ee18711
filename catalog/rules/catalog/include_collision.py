"""An event gets one property from two places."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect, in_event
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import listed, quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Properties of an included group that the event, or a group before it, has too."""
    groups = view.definitions.groups
    for event in view.events:
        definition = event.definition
        if not definition.include:
            continue
        owners = dict.fromkeys(definition.properties, "the event itself")
        for index, name in enumerate(definition.include):
            if name not in groups or name in definition.include[:index]:
                continue
            properties = groups[name].properties
            both = [key for key in properties if key in owners]
            if both:
                other = owners[both[0]]
                verb = "is" if len(both) == 1 else "are"
                yield in_event(
                    event,
                    f"{listed(both)} of the group {quoted(name)} {verb} defined by {other} too; keep "
                    "one definition",
                    "include",
                    index,
                )
            owners.update(dict.fromkeys(properties.keys() - owners.keys(), f"the group {quoted(name)}"))


RULE: Final = Rule(
    id="catalog/include-collision",
    summary="An event gets one property from two places.",
    why=(
        "Two definitions of one name cannot both hold, and which of them wins should not depend on an order."
    ),
    bad={
        "timer/stopped.yaml": """\
include: [file]
properties:
  size: {description: Size of the file., type: integer, data: none}
""",
        "_groups/file.yaml": """\
properties:
  size: {description: Size of the file., type: integer, data: none}
""",
    },
    good={
        "timer/stopped.yaml": "include: [file]\n",
        "_groups/file.yaml": """\
properties:
  size: {description: Size of the file., type: integer, data: none}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
)
