"""A property has a name that is moved into the envelope."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect, in_event
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View

ENVELOPE: Final = frozenset({"distinct_id", "token", "$set", "$set_once", "$groups"})
"""What is moved out of `properties` before a contract applies."""


def check(view: View) -> Iterator[Defect]:
    """Properties and arriving names that the envelope takes."""
    for name in ENVELOPE & view.layout.sent.keys():
        for item in view.layout.sent[name]:
            yield item.defect(
                f"{quoted(item.name)} is moved into the envelope before the contract applies, so this "
                "property "
                "never arrives; rename it, or leave it out"
            )
    for event in view.events:
        for index, alias in enumerate(event.aliases):
            for name in alias.rename:
                if name in ENVELOPE:
                    yield in_event(
                        event,
                        f"{quoted(name)} is moved into the envelope before aliases are read, so it "
                        "cannot be renamed; "
                        "leave it out",
                        "aliases",
                        index,
                        "rename",
                        name,
                    )


RULE: Final = Rule(
    id="naming/property-of-envelope",
    summary="A property has a name that is moved into the envelope.",
    why=(
        "SDKs put distinct_id and token among the properties; Rollcall moves them out before the "
        "event's contract applies, so a property of that name never arrives."
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
