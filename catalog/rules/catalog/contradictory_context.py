"""Two contexts of one destination say different things of one name."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.types import Property
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View

_WORDS: Final = frozenset({"description", "default", "examples", "allow", "code_name", "unit", "deprecated"})
"""What may differ: it decides nothing about a value."""


def check(view: View) -> Iterator[Defect]:
    """Names that a second context of a destination defines in another way than the first one listed."""
    told: set[tuple[str, str]] = set()
    for destination in view.settings.destinations:
        first: dict[str, tuple[str, Property]] = {}
        for context, definition in view.snapshot.contexts_of(destination):
            for name, property_ in definition.properties.items():
                home, known = first.setdefault(name, (context, property_))
                if _differ(known, property_) and (context, name) not in told:
                    told.add((context, name))
                    yield Defect(
                        f"{quoted(name)} says something else in the context {quoted(home)}, which "
                        f"{quoted(destination)} lists too; say the same in both, or rename one",
                        "context",
                        context,
                        ("properties", name),
                    )


def _differ(one: Property, other: Property) -> bool:
    if one == other:
        return False
    decide = set(type(one).model_fields) - _WORDS
    return type(one) is not type(other) or any(
        getattr(one, field) != getattr(other, field) for field in decide
    )


RULE: Final = Rule(
    id="catalog/contradictory-context",
    summary="Two contexts of one destination say different things of one name.",
    why=(
        "A payload has the name once, and only one of the two definitions decides what it may be and where "
        "it may go: the one that is listed first, whatever the other one protects."
    ),
    bad={
        "catalog.yaml": """\
format: 1
product: example
destinations:
  log: {description: The application's log., contexts: [tracker, browser], retention_days: 30}
""",
        "_context/tracker.yaml": """\
description: What our own tracker adds.
properties:
  app_version: {description: The release that sends., type: string, maxLength: 40, data: system.operations}
""",
        "_context/browser.yaml": """\
description: What the browser adds.
properties:
  app_version: {description: Its release., type: string, maxLength: 200, data: user.telemetry}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
destinations:
  log: {description: The application's log., contexts: [tracker, browser], retention_days: 30}
""",
        "_context/tracker.yaml": """\
description: What our own tracker adds.
properties:
  app_version: {description: The release that sends., type: string, maxLength: 40, data: system.operations}
""",
        "_context/browser.yaml": """\
description: What the browser adds.
properties:
  browser_version: {description: Its release., type: string, maxLength: 200, data: user.telemetry}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
    needs_settings=True,
)
