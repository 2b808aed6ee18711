"""A destination lists a context that has no file."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect, in_settings
from catalog.rules.entries import first
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import meant, quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Names under `contexts` without a file in _context."""
    known = view.definitions.contexts
    for name, destination in view.settings.destinations.items():
        for index, context in first(destination.contexts):
            if context not in known and not view.is_broken("context", context):
                right = meant(context, known, f"write _context/{context}.yaml")
                yield in_settings(
                    f"unknown context {quoted(context)}; {right}", "destinations", name, "contexts", index
                )


RULE: Final = Rule(
    id="catalog/unknown-context",
    summary="A destination lists a context that has no file.",
    why="Properties that the SDK adds would be refused as undeclared.",
    bad={
        "catalog.yaml": """\
format: 1
product: example
destinations: {posthog: {contexts: [traker]}}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
destinations: {posthog: {contexts: [tracker]}}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.CATALOG,
    check=check,
    needs_settings=True,
)
