"""An example does not fit its own type."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.typing.outside import outside
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Examples of properties that are no value of them."""
    for item in view.layout.shown:
        definition = item.definition
        for index, example in enumerate(definition.examples):
            message = outside(f"an example of {item.title}", definition, example)
            if message is not None:
                yield item.defect(message, "examples", index)


RULE: Final = Rule(
    id="typing/example-outside",
    summary="An example does not fit its own type.",
    why="Examples are copied into code and tests, where this one fails.",
    bad={
        "timer/stopped.yaml": """\
properties:
  rows: {description: Number of rows., type: integer, minimum: 1, examples: [0], data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
properties:
  rows: {description: Number of rows., type: integer, minimum: 1, examples: [40], data: none}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
)
