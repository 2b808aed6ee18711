"""An enum has a single member."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Enums with exactly one member."""
    for item in view.layout.chosen:
        definition = item.definition
        enum = definition.enum
        if enum is not None and len(enum) == 1:
            yield item.defect(
                f"{item.subject('has', 'have')} an enum of one; write const, or list what else "
                f"{item.they} can be",
                "enum",
            )


RULE: Final = Rule(
    id="typing/enum-of-one",
    summary="An enum has a single member.",
    why="An enum says that more may come; one fixed value is a const.",
    bad={
        "timer/stopped.yaml": """\
properties:
  format: {description: The kind of file., type: string, enum: [csv], data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
properties:
  format: {description: The kind of file., type: string, const: csv, data: none}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
)
