"""An entry of a destination's policy repeats the one above it."""

from collections.abc import Iterator, Mapping
from typing import Final

from catalog.findings import Severity
from catalog.model.category import Handling, Sensitivity, ancestors
from catalog.rules.defect import Defect, in_settings
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Entries of `receives` and `otherwise` below one that says the same."""
    for name, destination in view.settings.destinations.items():
        received = destination.receives or ()
        for index, key in enumerate(received):
            if key in destination.otherwise:
                continue  # catalog/contradictory-policy says so
            above = _above(key, received, destination.otherwise)
            if above is not None and above[1] is Handling.KEEP and not _is_prohibited(view, key):
                yield in_settings(
                    f"{quoted(name)} receives {above[0]}, and {key} with it; leave {key} out",
                    "destinations",
                    name,
                    "receives",
                    index,
                )
        for key, handling in destination.otherwise.items():
            if handling is Handling.KEEP:
                continue  # catalog/contradictory-policy says so
            above = _above(key, received, destination.otherwise)
            if above is not None and above[1] is handling and not _is_prohibited(view, key):
                yield in_settings(
                    f"{quoted(name)} applies {handling.value} to {above[0]}, and to {key} with it; "
                    f"leave {key} out",
                    "destinations",
                    name,
                    "otherwise",
                    key,
                )


def _above(
    key: str, received: tuple[str, ...], otherwise: Mapping[str, Handling]
) -> tuple[str, Handling] | None:
    """The nearest entry above a category, and what it says."""
    for one in ancestors(key)[1:]:
        if one in otherwise:
            return one, otherwise[one]
        if one in received:
            return one, Handling.KEEP
    return None


def _is_prohibited(view: View, key: str) -> bool:
    """Whether only an entry of its own decides about a category."""
    return view.snapshot.policy.sensitivity(key) is Sensitivity.PROHIBITED


RULE: Final = Rule(
    id="catalog/repeated-policy",
    summary="An entry of a destination's policy repeats the one above it.",
    why=(
        "Categories inherit, so the entry decides nothing; a reader takes it for an exception, and when the "
        "entry above it is changed, it quietly becomes one."
    ),
    bad={
        "catalog.yaml": """\
format: 1
product: example
destinations:
  log:
    receives: [none, system]
    otherwise: {user.contact: mask, user.contact.email: mask}
    identity: none
    retention_days: 30
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
destinations:
  log:
    receives: [none, system]
    otherwise: {user.contact: mask, user.contact.email: drop}
    identity: none
    retention_days: 30
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.CATALOG,
    check=check,
    needs_settings=True,
)
