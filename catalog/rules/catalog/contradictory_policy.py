"""A destination receives a category and says what to do instead."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.category import Handling, Sensitivity, covers
from catalog.model.settings import DestinationDefinition
from catalog.rules.defect import Defect, in_settings
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Entries of `otherwise` for what is received, and those that keep what is not."""
    for name, destination in view.settings.destinations.items():
        for key, handling in destination.otherwise.items():
            received = _receiving(view, destination, key)
            if received is not None:
                yield in_settings(
                    f"{quoted(name)} receives {key} {received}, so {handling.value} has no effect; "
                    "narrow 'receives', or leave the entry out",
                    "destinations",
                    name,
                    "otherwise",
                    key,
                )
            elif handling is Handling.KEEP:
                yield in_settings(
                    f"{quoted(name)} does not receive {key} and keeps it all the same; "
                    "add it to 'receives', or say what is done to it",
                    "destinations",
                    name,
                    "otherwise",
                    key,
                )


def _receiving(view: View, destination: DestinationDefinition, key: str) -> str | None:
    """How a destination comes to receive a category; None when it does not."""
    category = view.categories.get(key)
    prohibited = category is not None and category.sensitivity is Sensitivity.PROHIBITED
    if destination.receives is None:
        return None if category is None or prohibited else "because it has no 'receives'"
    # What is prohibited is received by its own name alone.
    entries = (one for one in destination.receives if (one == key if prohibited else covers(one, key)))
    general = next(entries, None)
    return None if general is None else f"because of {quoted(general)} under 'receives'"


RULE: Final = Rule(
    id="catalog/contradictory-policy",
    summary="A destination receives a category and says what to do instead.",
    why=(
        "What is received is kept as it is, so the entry under otherwise protects nothing, though it "
        "reads as if it did."
    ),
    bad={
        "catalog.yaml": """\
format: 1
product: example
destinations: {log: {retention_days: 30, receives: [none, user], otherwise: {user.content: drop}}}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
destinations:
  log: {retention_days: 30, receives: [none, user.account], otherwise: {user.content: drop}}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.CATALOG,
    check=check,
    needs_settings=True,
)
