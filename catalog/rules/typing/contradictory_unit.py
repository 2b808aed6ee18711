"""A number's unit is not the one that its name states."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.typing.units import same_unit, unit_in
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Numbers and integers whose name ends in one unit and whose `unit` is another."""
    for item in view.layout.numbers:
        definition = item.definition
        stated = definition.unit
        if stated is not None:
            unit = unit_in(item.name)
            if unit is not None and not same_unit(stated, unit):
                yield item.defect(
                    f"the name of {item.title} says {unit}, its unit says {quoted(stated)}; make them agree",
                    "unit",
                )


RULE: Final = Rule(
    id="typing/contradictory-unit",
    summary="A number's unit is not the one that its name states.",
    why="Whoever trusts the name is wrong by a factor that no check will ever notice.",
    bad={
        "timer/stopped.yaml": """\
properties:
  duration_seconds:
    description: Length of the entry.
    type: integer
    minimum: 0
    unit: millisecond
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
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
)
