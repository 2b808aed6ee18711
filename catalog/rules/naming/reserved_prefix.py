"""A name begins with $, which SDKs keep for themselves."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.envelope import MOVED_OUT
from catalog.rules.defect import Defect, in_event
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Wire names, aliases and properties of events and groups that begin with `$`.

    `$set` and its like are naming/property-of-envelope's.
    """
    for event in view.events:
        if event.wire.startswith("$"):
            yield in_event(event, _of_event(event.wire), "wire")
        for index, alias in enumerate(event.aliases):
            if alias.name.startswith("$"):
                yield in_event(event, _of_event(alias.name), "aliases", index, "name")
    for name in [name for name in view.layout.sent if name.startswith("$") and name not in MOVED_OUT]:
        for item in view.layout.sent[name]:
            yield item.defect(
                f"{quoted(item.name)} begins with '$', which SDKs keep for what they add; "
                "rename it, or define it in a context or an entity"
            )


def _of_event(name: str) -> str:
    return (
        f"{quoted(name)} begins with '$', which SDKs keep for their own events; "
        "send another name, or say in 'allow' which SDK sends this one"
    )


RULE: Final = Rule(
    id="naming/reserved-prefix",
    summary="A name begins with $, which SDKs keep for themselves.",
    why=(
        "SDKs such as PostHog's write their own events and properties under names with $, and "
        "overwrite yours."
    ),
    bad={
        "timer/stopped.yaml": """\
properties:
  $duration: {description: Length of the entry., type: integer, data: system.operations}
""",
    },
    good={
        "timer/stopped.yaml": """\
properties:
  duration: {description: Length of the entry., type: integer, data: system.operations}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
)
