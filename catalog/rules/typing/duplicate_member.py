"""A member stands twice in an enum."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Enums in which a value equals an earlier one; 1 and 1.0 are equal in JSON."""
    for item in view.layout.chosen:
        definition = item.definition
        enum = definition.enum
        if enum is None or len(set(enum)) == len(enum):
            continue
        members: list[object] = list(enum)
        for index, member in enumerate(members):
            if member in members[:index]:
                yield item.defect(
                    f"{quoted(str(member))} stands twice in the enum of {item.title}; keep one",
                    "enum",
                    index,
                )


RULE: Final = Rule(
    id="typing/duplicate-member",
    summary="A member stands twice in an enum.",
    why=(
        "JSON Schema forbids it, some engines refuse the whole contract, and generated code would "
        "have two constants of one value."
    ),
    bad={
        "timer/stopped.yaml": """\
properties:
  format: {description: The kind of file., type: string, enum: [csv, pdf, csv], data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
properties:
  format: {description: The kind of file., type: string, enum: [csv, pdf], data: none}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
)
