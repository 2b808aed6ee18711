"""A property has a name that a destination keeps for itself."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.category import Handling
from catalog.model.types import Property
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import listed, quoted
from catalog.rules.view import Field, View


def check(view: View) -> Iterator[Defect]:
    """Names, after `send_as`, that are in the `reserved` list of a destination that the property goes to."""
    reserved = {
        name: frozenset(one.reserved) for name, one in view.settings.destinations.items() if one.reserved
    }
    if not reserved:
        return
    every: set[str] = set().union(*reserved.values())
    named = [item for name in every & view.layout.sent.keys() for item in view.layout.sent[name]]
    renamed = [item for item in view.layout.routed if item.definition.send_as and item.name not in every]
    for item in (*named, *renamed):
        definition = item.definition
        taken = []
        for destination in item.reach:
            sent = definition.send_as.get(destination, item.name)
            gone = item.handling.get(destination) in (Handling.DROP, Handling.REFUSE)
            if (
                sent in reserved.get(destination, ())
                and not gone
                and not _is_dropped(view, item, destination)
            ):
                taken.append(destination)
        if taken:
            holders = f"{listed(taken)} keeps" if len(taken) == 1 else f"each of {listed(taken)} keeps"
            sent = definition.send_as.get(taken[0], item.name)
            example = "{" + f"{taken[0]}: {item.name}_value" + "}"
            yield item.defect(
                f"{holders} the name {quoted(sent)} for itself; rename the property, "
                f"or send it under another name: 'send_as: {example}'"
            )


def _is_dropped(view: View, item: Field[Property], destination: str) -> bool:
    """Whether the destination's own policy keeps the property from ever getting there."""
    data = item.definition.data
    return data is not None and view.snapshot.policy.handling(destination, data) in (
        Handling.DROP,
        Handling.REFUSE,
    )


RULE: Final = Rule(
    id="pii/reserved-name",
    summary="A property has a name that a destination keeps for itself.",
    why=(
        "A log record or an SDK has fields of its own; a property of that name is overwritten, or "
        "makes the call fail: five events of TimeTracker never reached its log because of one called "
        "filename."
    ),
    bad={
        "timer/stopped.yaml": """\
destinations: [log]
properties:
  filename:
    description: The export.
    type: string
    maxLength: 80
    data: user.content
    handling: {log: hash}
""",
    },
    good={
        "timer/stopped.yaml": """\
destinations: [log]
properties:
  export_name:
    description: The export.
    type: string
    maxLength: 80
    data: user.content
    handling: {log: hash}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
    needs_settings=True,
)
