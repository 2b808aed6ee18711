"""A list or a map has no greatest size."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Arrays without maxItems, maps without maxProperties."""
    for array in view.layout.arrays:
        if array.definition.max_items is None:
            yield array.defect(f"{array.title} can have any number of items; give {array.them} a maxItems")
    for item in view.layout.maps:
        if item.definition.max_properties is None:
            yield item.defect(f"{item.title} can have any number of keys; give {item.them} a maxProperties")


RULE: Final = Rule(
    id="typing/unbounded-collection",
    summary="A list or a map has no greatest size.",
    why="One client in an endless loop is enough to make one payload larger than all others together.",
    bad={
        "timer/stopped.yaml": """\
properties:
  tags: {description: The tags., type: array, items: {type: string, maxLength: 20}, data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
properties:
  tags:
    description: The tags.
    type: array
    items: {type: string, maxLength: 20}
    maxItems: 50
    data: none
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
)
