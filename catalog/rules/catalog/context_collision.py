"""A property has the name of one that a context adds."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Properties of events and groups that a context of one of their destinations defines."""
    names = {name for context in view.definitions.contexts.values() for name in context.properties}
    prefixes = tuple(name[:-1] for name in names if name.endswith("*"))
    added = [name for name in view.layout.sent if name in names or name.startswith(prefixes)]
    for item in (item for name in added for item in view.layout.sent[name]):
        for destination in item.reach:
            context = _context_with(view, destination, item.name)
            if context is not None:
                yield item.defect(
                    f"{quoted(item.name)} also comes from the context {quoted(context)} of "
                    f"{quoted(destination)}, and only one of the two values survives; "
                    "leave it out, or rename it"
                )
                break


def _context_with(view: View, destination: str, name: str) -> str | None:
    for context, definition in view.snapshot.contexts_of(destination):
        if name in definition.properties or any(
            key.endswith("*") and name.startswith(key[:-1]) for key in definition.properties
        ):
            return context
    return None


RULE: Final = Rule(
    id="catalog/context-collision",
    summary="A property has the name of one that a context adds.",
    why=(
        "An SDK writes its own value under that name, over the one that the caller gave, or beside it where "
        "nobody can tell which of the two arrived."
    ),
    bad={
        "timer/stopped.yaml": """\
destinations: [posthog]
properties:
  app_version: {description: The release., type: string, maxLength: 40, data: system.operations}
""",
    },
    good={
        "timer/stopped.yaml": """\
destinations: [posthog]
properties:
  export_version:
    description: The format's version.
    type: string
    maxLength: 40
    data: system.operations
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
    needs_settings=True,
)
