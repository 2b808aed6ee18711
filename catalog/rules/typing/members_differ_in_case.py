"""Two members of an enum differ only in case."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Members of an enum of texts that equal an earlier one but for their casing."""
    for item in view.layout.chosen:
        definition = item.definition
        if definition.type != "string" or definition.enum is None:
            continue
        earlier: dict[str, str] = {}
        seen: set[str] = set()
        for index, member in enumerate(definition.enum):
            first = earlier.setdefault(member.casefold(), member)
            if first != member and member not in seen:
                seen.add(member)
                yield item.defect(
                    f"{quoted(first)} and {quoted(member)} in the enum of {item.title} differ only in case; "
                    "keep one, and send nothing else",
                    "enum",
                    index,
                )


RULE: Final = Rule(
    id="typing/members-differ-in-case",
    summary="Two members of an enum differ only in case.",
    why=("Reports count them as two values, and generated constants get names that nobody can tell apart."),
    bad={
        "timer/stopped.yaml": """\
properties:
  format: {description: The kind of file., type: string, enum: [csv, CSV, pdf], data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
properties:
  format: {description: The kind of file., type: string, enum: [csv, pdf], data: none}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
)
