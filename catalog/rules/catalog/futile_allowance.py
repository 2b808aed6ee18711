"""allow names a rule that nothing excuses."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Keys of `allow` for rules of the format, of catalog.yaml, and of allowances themselves."""
    for item in view.layout.allowances:
        if view.known_rules.get(item.rule) is False:
            yield item.defect(
                f"findings of {quoted(item.rule)} cannot be excused; mend the cause, and leave this out"
            )


RULE: Final = Rule(
    id="catalog/futile-allowance",
    summary="allow names a rule that nothing excuses.",
    why=(
        "Findings of the format mean that a file defines nothing, and those about catalog.yaml do not"
        " stand in an event's file."
    ),
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
allow: {format/unknown-key: We need it.}
""",
    },
    good={
        "timer/stopped.yaml": "description: A running timer is stopped.\n",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.CATALOG,
    check=check,
)
