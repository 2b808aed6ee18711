"""An event is replaced by itself or by one that is on its way out."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.event import Status
from catalog.rules.defect import Defect, in_event
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Replacements that are deprecated or retired, or the event itself."""
    events = view.snapshot.events
    for event in view.events:
        name = event.definition.replaced_by
        other = (
            None if name is None else next((events[known] for known in (event.name,) if known == name), None)
        )
        if name is None:
            continue
        if other is not None:
            yield in_event(
                event,
                f"{quoted(event.name)} is replaced by itself; name the event to send instead",
                "replaced_by",
            )
            continue
        found = view.snapshot.lookup(name)
        if (
            found is None
            or found[0].name != name
            or found[0].status not in (Status.DEPRECATED, Status.RETIRED)
        ):
            continue
        further = found[0].definition.replaced_by
        right = f"name {quoted(further)}, which replaces it" if further else "name one that stays"
        yield in_event(
            event, f"the replacement {quoted(name)} is {found[0].status.value} itself; {right}", "replaced_by"
        )


RULE: Final = Rule(
    id="lifecycle/dead-replacement",
    summary="An event is replaced by itself or by one that is on its way out.",
    why="Whoever follows replaced_by must change again, or never arrives.",
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
status: deprecated
replaced_by: timer.ended
""",
        "timer/ended.yaml": """\
description: A timer ended.
status: retired
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
status: deprecated
replaced_by: timer.ended
""",
        "timer/ended.yaml": "description: A timer ended.\n",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
)
