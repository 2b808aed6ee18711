"""A property has a name that belongs to the envelope."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.envelope import MOVED_OUT
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Properties of events and groups with a name of the envelope."""
    for name in view.layout.sent.keys() & set(MOVED_OUT):
        for item in view.layout.sent[name]:
            yield item.defect(
                f"{quoted(item.name)} belongs to the envelope, and SDKs write it among the properties, so "
                "theirs is taken for this one; rename it, or leave it out"
            )


RULE: Final = Rule(
    id="naming/property-of-envelope",
    summary="A property has a name that belongs to the envelope.",
    why=(
        "SDKs put distinct_id, token and $set among the properties, and Rollcall moves them out; when the "
        "event has a property of that name, the SDK's value is judged and stored as if it were the event's."
    ),
    bad={
        "timer/stopped.yaml": """\
properties:
  distinct_id: {description: Who did it., type: string, maxLength: 64, data: user.unique_id}
""",
    },
    good={
        "timer/stopped.yaml": """\
properties:
  task_id: {description: The task that was tracked., type: integer, data: system.identifier}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
)
