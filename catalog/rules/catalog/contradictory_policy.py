"""A destination receives a category and says what to do instead."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.category import Handling
from catalog.rules.defect import Defect, in_settings
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Categories that stand in both lists, and entries of `otherwise` that keep what they name."""
    for name, destination in view.settings.destinations.items():
        for key, handling in destination.otherwise.items():
            if key in (destination.receives or ()):
                yield in_settings(
                    f"{quoted(name)} receives {key} and says {handling.value} of it, which holds; "
                    "leave one of the two out",
                    "destinations",
                    name,
                    "otherwise",
                    key,
                )
            elif handling is Handling.KEEP:
                yield in_settings(
                    f"{quoted(name)} keeps {key} under 'otherwise', which is for what is not received as it "
                    "is; move it to 'receives'",
                    "destinations",
                    name,
                    "otherwise",
                    key,
                )


RULE: Final = Rule(
    id="catalog/contradictory-policy",
    summary="A destination receives a category and says what to do instead.",
    why=(
        "The two lists say the opposite of the same category, and whoever reads one of them is wrong about "
        "what the destination gets. The nearest entry decides, so a general `receives` may well stand beside "
        "a narrower `otherwise`."
    ),
    bad={
        "catalog.yaml": """\
format: 1
product: example
destinations: {log: {retention_days: 30, receives: [none, user.content], otherwise: {user.content: drop}}}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
destinations:
  log: {retention_days: 30, receives: [none, user], otherwise: {user.content: drop}}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.CATALOG,
    check=check,
    needs_settings=True,
)
