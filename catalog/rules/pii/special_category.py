"""Specially protected data is collected, and nobody says why that is permitted."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Properties and keys of maps in a category that the GDPR protects specially; `allow` says why."""
    special = {key for key, category in view.categories.items() if category.special}
    for data in special & view.layout.leaves.keys():
        for item in view.layout.leaves[data]:
            yield item.defect(_sentence(item.subject("is", "are"), data), "data")
    for keys in view.layout.keys:
        if keys.definition.data in special:
            yield keys.defect(_sentence(f"the keys of {quoted(keys.name)} are", keys.definition.data), "data")


def _sentence(subject: str, data: str | None) -> str:
    return (
        f"{subject} {data}, which is specially protected; leave it out, or say in 'allow' which exception of "
        "GDPR Art. 9(2) permits it"
    )


RULE: Final = Rule(
    id="pii/special-category",
    summary="Specially protected data is collected, and nobody says why that is permitted.",
    why=(
        "Data about health, belief, origin, orientation or union membership and biometric data may not be "
        "processed at all unless one of ten exceptions applies (GDPR Art. 9); the one that does belongs "
        "where the data is declared, even if no destination keeps it."
    ),
    bad={
        "timer/stopped.yaml": """\
properties:
  reason:
    description: Why the timer was stopped.
    type: string
    enum: [lunch, illness]
    data: user.health
""",
    },
    good={
        "timer/stopped.yaml": """\
properties:
  reason:
    description: Why the timer was stopped.
    type: string
    enum: [break, end]
    data: user.behavior
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
    needs_settings=True,
)
