"""A mode is set for a resource that has no events."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect, in_settings
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import meant, quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Keys of `modes` that are neither `default` nor a resource."""
    resources = {event.resource for event in view.events}
    resources.update(path.partition("/")[0] for path in view.broken)
    for name in view.settings.modes:
        if name != "default" and name not in resources:
            right = meant(name, resources, "the catalog has no events")
            yield in_settings(f"no event belongs to the resource {quoted(name)}; {right}", "modes", name)


RULE: Final = Rule(
    id="catalog/unknown-resource",
    summary="A mode is set for a resource that has no events.",
    why=("A misspelt resource is judged by the default mode, and nobody notices until a change breaks it."),
    bad={
        "catalog.yaml": """\
format: 1
product: example
modes: {tiemr: full}
""",
        "timer/stopped.yaml": "description: A running timer is stopped.\n",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
modes: {timer: full}
""",
        "timer/stopped.yaml": "description: A running timer is stopped.\n",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.CATALOG,
    check=check,
    needs_settings=True,
)
