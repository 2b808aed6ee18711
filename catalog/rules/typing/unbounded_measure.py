"""A number whose name states a unit has no bounds."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.typing.units import unit_in
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Numbers and integers named for a unit, or with one, that no keyword bounds."""
    for item in view.layout.numbers:
        definition = item.definition
        if definition.minimum is not None or definition.maximum is not None:
            continue
        if definition.unit is None and unit_in(item.name) is None:
            continue
        if (
            definition.exclusive_minimum is None
            and definition.exclusive_maximum is None
            and definition.enum is None
            and definition.const is None
        ):
            unit = definition.unit or unit_in(item.name)
            yield item.defect(
                f"{item.subject('is', 'are')} measured in {quoted(unit or '')} and "
                f"{'have' if item.is_inside else 'has'} no bounds; give {item.them} "
                "a minimum and a maximum"
            )


RULE: Final = Rule(
    id="typing/unbounded-measure",
    summary="A number whose name states a unit has no bounds.",
    why=(
        "A duration below zero or of a thousand years is a broken clock; a bound is what keeps it out"
        " of every average."
    ),
    bad={
        "timer/stopped.yaml": """\
properties:
  duration_seconds:
    description: Length of the entry.
    type: integer
    unit: second
    data: system.operations
""",
    },
    good={
        "timer/stopped.yaml": """\
properties:
  duration_seconds:
    description: Length of the entry.
    type: integer
    minimum: 0
    maximum: 604800
    unit: second
    data: system.operations
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
)
