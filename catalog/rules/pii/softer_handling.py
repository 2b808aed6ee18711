"""A property asks for softer handling than its destination applies."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.category import stricter
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Entries of `handling` that the policy overrides, of the destinations that the property gets to."""
    for item in view.layout.routed:
        definition = item.definition
        if not definition.handling or definition.data is None or definition.data not in view.categories:
            continue
        for destination, wanted in definition.handling.items():
            if destination not in view.settings.destinations or destination not in item.reach:
                continue
            applied = view.snapshot.policy.handling(destination, definition.data)
            result = stricter(wanted, applied)
            if result is not wanted:
                yield item.defect(
                    f"{quoted(destination)} applies {applied.value} to {definition.data}, so "
                    f"{wanted.value} has no effect "
                    f"and the result is {result.value}; write {result.value}, or leave the entry out",
                    "handling",
                    destination,
                )


RULE: Final = Rule(
    id="pii/softer-handling",
    summary="A property asks for softer handling than its destination applies.",
    why="The stricter of the two wins, so the line promises something that does not happen.",
    bad={
        "timer/stopped.yaml": """\
destinations: [log]
properties:
  note:
    description: What the user typed.
    type: string
    maxLength: 500
    data: user.content
    handling: {log: keep}
""",
    },
    good={
        "timer/stopped.yaml": """\
destinations: [log]
properties:
  note:
    description: What the user typed.
    type: string
    maxLength: 500
    data: user.content
    handling: {log: drop}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
    needs_settings=True,
)
