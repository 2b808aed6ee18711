"""An enum of texts stands for a boolean."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.view import View

_WORDS: Final = frozenset({"true", "false"})


def check(view: View) -> Iterator[Defect]:
    """Enums of strings that hold nothing but true and false, in any casing."""
    for item in view.layout.chosen:
        definition = item.definition
        if definition.type != "string" or definition.enum is None:
            continue
        if {member.lower() for member in definition.enum} == _WORDS:
            yield item.defect(
                f"{item.subject('is', 'are')} true or false, written as text; use the type boolean", "enum"
            )


RULE: Final = Rule(
    id="typing/boolean-in-words",
    summary="An enum of texts stands for a boolean.",
    why=(
        "A text counts as true in most languages, 'false' too; and no query can tell the two apart without "
        "comparing texts."
    ),
    bad={
        "timer/stopped.yaml": """\
properties:
  billable: {description: Whether it is billed., type: string, enum: ["true", "false"], data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
properties:
  billable: {description: Whether it is billed., type: boolean, data: none}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
)
