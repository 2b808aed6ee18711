"""Two events claim the same incoming name."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.snapshot import Event
from catalog.rules.defect import Defect, in_event
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Wire names, identities and aliases that are taken, in the order in which a lookup prefers them."""
    taken: dict[str, tuple[Event, str]] = {}
    template = view.settings.naming.wire
    # A template without both parts is one defect (naming/incomplete-wire-template), not one for each event.
    blurred = template is not None and not ("{resource}" in template and "{action}" in template)
    for event in view.events:
        other = taken.setdefault(event.wire, (event, "the wire name"))
        if blurred and event.definition.wire is None and other[0].definition.wire is None:
            continue
        if other[0] is event:
            continue
        if other[0].definition.wire is not None and event.definition.wire is None:
            # Somebody wrote the other one; this one follows from the path.
            taken[event.wire] = (event, "the wire name")
            yield in_event(other[0], _taken(event.wire, *taken[event.wire]), "wire")
        else:
            yield in_event(event, _taken(event.wire, *other), *(("wire",) if event.definition.wire else ()))
    for event in view.events:
        other = taken.setdefault(event.name, (event, "the name"))
        if other[0] is event:
            continue
        if other[0].definition.wire is not None:
            yield in_event(other[0], _taken(event.name, event, "the name"), "wire")
        else:
            yield in_event(event, _taken(event.name, *other))
    for event in view.events:
        for index, alias in enumerate(event.aliases):
            other = taken.setdefault(alias.name, (event, "an alias"))
            if other[0] is not event:
                yield in_event(event, _taken(alias.name, *other), "aliases", index, "name")
            elif other[1] != "an alias":
                yield in_event(
                    event,
                    f"the alias {quoted(alias.name)} is the event's own {other[1][4:]}; leave it out",
                    "aliases",
                    index,
                    "name",
                )
            elif any(earlier.name == alias.name for earlier in event.aliases[:index]):
                yield in_event(
                    event, f"the alias {quoted(alias.name)} stands twice; keep one", "aliases", index, "name"
                )


def _taken(name: str, other: Event, role: str) -> str:
    held = "the name of another event" if name == other.name else f"{role} of {quoted(other.name)}"
    return f"{quoted(name)} is already {held}; a name that arrives stands for one event, so choose another"


RULE: Final = Rule(
    id="naming/name-collision",
    summary="Two events claim the same incoming name.",
    why=(
        "A payload carries nothing but a name to say which event it is; a name that two events claim "
        "is judged by the wrong contract for one of them."
    ),
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
aliases: [{name: timer_done}]
""",
        "timer/finished.yaml": """\
description: A timer ran out.
aliases: [{name: timer_done}]
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
aliases: [{name: timer_done}]
""",
        "timer/finished.yaml": "description: A timer ran out.\n",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
)
