"""A deprecated property is still required."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Properties that nobody should send any more, and that nobody may leave out."""
    for item in view.layout.fields:
        definition = item.definition
        if definition.deprecated and definition.required:
            yield item.defect(
                f"{item.subject('is', 'are')} deprecated and still required, so whoever stops sending it is "
                "refused; take 'required' away",
                "required",
            )


RULE: Final = Rule(
    id="lifecycle/deprecated-but-required",
    summary="A deprecated property is still required.",
    why=("Whoever follows the deprecation and leaves it out has every payload refused."),
    bad={
        "timer/stopped.yaml": """\
properties:
  task: {description: The task., type: integer, required: true, deprecated: true, data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
properties:
  task: {description: The task., type: integer, deprecated: true, data: none}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
)
