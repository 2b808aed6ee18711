"""One name is spelled in two casings."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import counted, quoted
from catalog.rules.spelling import folded
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Names of events and of properties that differ only in casing, at the rarer spelling."""
    spelled: dict[str, str] = {}
    for event in view.events:
        usual_name = spelled.setdefault(folded(event.name), event.name)
        if usual_name != event.name:
            usual_name, rare_name = sorted((usual_name, event.name), key=_rank)
            yield Defect(
                f"{quoted(rare_name)} is {quoted(usual_name)} in another casing; keep one of them",
                "event",
                rare_name,
                (),
            )
    homes = dict(view.layout.sent)
    for item in view.layout.others:
        if item.home.is_sent:
            homes[item.name] = [*homes.get(item.name, ()), item]
    usual: dict[str, str] = {}
    for name in sorted(homes, key=lambda name: (-len(homes[name]), *_rank(name))):
        first = usual.setdefault(folded(name), name)
        if first == name or not (view.counts(first) and view.counts(name)):
            continue
        for item in homes[name]:
            yield item.defect(
                f"{quoted(name)} is spelled {quoted(first)} in {counted(len(homes[first]), 'definition')}; "
                "use one casing"
            )


def _rank(name: str) -> tuple[bool, str]:
    return (name != name.lower(), name)


RULE: Final = Rule(
    id="naming/two-casings",
    summary="One name is spelled in two casings.",
    why="userId and user_id are two columns to every database and one thing to every reader.",
    bad={
        "timer/stopped.yaml": """\
properties:
  task_id: {description: The task., type: integer, data: system.identifier}
""",
        "timer/started.yaml": """\
properties:
  taskId: {description: The task., type: integer, data: system.identifier}
""",
    },
    good={
        "timer/stopped.yaml": """\
properties:
  task_id: {description: The task., type: integer, data: system.identifier}
""",
        "timer/started.yaml": """\
properties:
  task_id: {description: The task., type: integer, data: system.identifier}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
)
