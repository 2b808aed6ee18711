"""One property name has two types."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import counted, quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Properties of events and groups whose type is not the one that most definitions of the name have."""
    for name, items in view.layout.sent.items():
        if len(items) == 1 or not view.counts(name):
            continue
        first = items[0].definition.type
        if {item.definition.type for item in items} == {first}:
            continue
        counts = Counter(item.definition.type for item in items)
        usual, count = counts.most_common(1)[0]
        other = next(item for item in items if item.definition.type == usual)
        elsewhere = f"in {quoted(other.home.name)}" if count == 1 else f"in {counted(count, 'definition')}"
        for item in items:
            if item.definition.type != usual:
                yield item.defect(
                    f"{quoted(name)} is of type {item.definition.type} here and of type {usual} {elsewhere}; "
                    "use one type, or another name",
                    "type",
                )


RULE: Final = Rule(
    id="typing/two-types",
    summary="One property name has two types.",
    why=(
        "A column has one type. Whoever joins two events by this name converts, or loses the rows "
        "that do not convert."
    ),
    bad={
        "timer/started.yaml": """\
properties:
  task_id: {description: The task., type: integer, data: system.identifier}
""",
        "timer/stopped.yaml": """\
properties:
  task_id: {description: The task., type: string, maxLength: 36, data: system.identifier}
""",
    },
    good={
        "timer/started.yaml": """\
properties:
  task_id: {description: The task., type: integer, data: system.identifier}
""",
        "timer/stopped.yaml": """\
properties:
  task_id: {description: The task., type: integer, data: system.identifier}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
)
