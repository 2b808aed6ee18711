"""A number whose name states a unit has no unit."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.typing.units import unit_in
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Numbers and integers without `unit` whose name ends in one."""
    for item in view.layout.numbers:
        definition = item.definition
        if definition.unit is None:
            unit = unit_in(item.name)
            if unit is not None:
                yield item.defect(
                    f"{item.subject('is', 'are')} named for a unit "
                    f"and {'do' if item.is_inside else 'does'} not state it; add 'unit: {unit}'"
                )


RULE: Final = Rule(
    id="typing/missing-unit",
    summary="A number whose name states a unit has no unit.",
    why=(
        "A name is read by people; the unit is read by charts, exports and generated code, and "
        "survives a rename."
    ),
    bad={
        "timer/stopped.yaml": """\
properties:
  duration_seconds:
    description: Length of the entry.
    type: integer
    minimum: 0
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
    unit: second
    data: system.operations
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
)
