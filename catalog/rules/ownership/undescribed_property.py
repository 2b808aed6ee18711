"""A property has no description."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Named properties without `description`."""
    for item in view.layout.undescribed:
        yield item.defect(f"{quoted(item.name)} has no description; say in a sentence what it holds")


RULE: Final = Rule(
    id="ownership/undescribed-property",
    summary="A property has no description.",
    why="A name is not a meaning: whether a duration counts pauses stands nowhere else.",
    bad={
        "timer/stopped.yaml": """\
properties:
  duration_seconds: {type: integer, minimum: 0, unit: second, data: system.operations}
""",
    },
    good={
        "timer/stopped.yaml": """\
properties:
  duration_seconds:
    description: Length of the entry without pauses.
    type: integer
    minimum: 0
    unit: second
    data: system.operations
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
)
