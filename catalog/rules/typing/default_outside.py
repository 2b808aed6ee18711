"""A default does not fit its own type."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.typing.outside import outside
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Defaults that are no value of their property."""
    for item in view.layout.shown:
        definition = item.definition
        if "default" in definition.model_fields_set:
            message = outside(f"the default of {item.title}", definition, definition.default)
            if message is not None:
                yield item.defect(message, "default")


RULE: Final = Rule(
    id="typing/default-outside",
    summary="A default does not fit its own type.",
    why="A default tells people what to expect when nothing is sent; this one could not be sent.",
    bad={
        "timer/stopped.yaml": """\
properties:
  rows: {description: Number of rows., type: integer, minimum: 1, default: 0, data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
properties:
  rows: {description: Number of rows., type: integer, minimum: 1, default: 1, data: none}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
)
