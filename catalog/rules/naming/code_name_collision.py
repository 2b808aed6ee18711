"""Two names of the catalog that are one in generated code, or a name that code cannot have."""

from collections.abc import Iterator
from typing import Final

from catalog.codegen.plan.collisions import Collision, collisions
from catalog.findings import Severity
from catalog.model.event import Status
from catalog.rules.defect import Defect, in_event
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Events and properties for which generated trackers have no name of their own."""
    events = {event.name: event for event in view.events if event.status is not Status.RETIRED}
    for one in collisions(events.values()):
        event = events[one.event]
        if one.property is None:
            stated = event.definition.code_name is not None
            yield in_event(event, _sentence("the function", one), *(("code_name",) if stated else ()))
            continue
        kind, home = view.home_of(event, one.property)
        stated = event.properties[one.property].code_name is not None
        pointer = ("properties", one.property, *(("code_name",) if stated else ()))
        yield Defect(_sentence(f"the argument for {quoted(one.property)}", one), kind, home, pointer)


def _sentence(what: str, one: Collision) -> str:
    if not one.identifier:
        return f"{what} would have no name in generated code; give it a code_name of letters and digits"
    other = quoted(one.other or "")
    return (
        f"{what} would be called {quoted(one.identifier)} in generated code, as {other} is; "
        "give it a code_name"
    )


RULE: Final = Rule(
    id="naming/code-name-collision",
    summary="Two names are one in generated code, or one has no letter that code can use.",
    why=(
        "Generated functions and arguments are called after events and properties. What a language cannot "
        "write becomes an underscore, and two names may become one. `code_name` decides it in the catalog, "
        "so that every repository generates the same names for ever."
    ),
    bad={
        "timer/clock-out.yaml": "description: A timer is stopped at a terminal.\n",
        "timer/clock_out.yaml": "description: A timer is stopped.\n",
    },
    good={
        "timer/clock-out.yaml": "description: A timer is stopped at a terminal.\ncode_name: terminal_out\n",
        "timer/clock_out.yaml": "description: A timer is stopped.\n",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
)
