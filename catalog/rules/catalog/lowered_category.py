"""A category of the catalog's own is less sensitive than the one above it."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.category import Sensitivity
from catalog.rules.catalog.parents import own_with_parents
from catalog.rules.defect import Defect, in_settings
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Own categories with a lower sensitivity; below a prohibited one, another rule says so."""
    for own, parent in own_with_parents(view):
        if (
            own.sensitivity.rank < parent.sensitivity.rank
            and parent.sensitivity is not Sensitivity.PROHIBITED
        ):
            yield in_settings(
                f"{quoted(own.key)} is {own.sensitivity.value}, but {quoted(parent.key)} above it is "
                f"{parent.sensitivity.value}; leave 'sensitivity' out, or put it below a category that says "
                "as little",
                "categories",
                own.key,
                "sensitivity",
            )


RULE: Final = Rule(
    id="catalog/lowered-category",
    summary="A category of the catalog is less sensitive than the one above it.",
    why=(
        "A kind of data is seldom less harmful than all of it, and rules, reviews and redaction go by the "
        "sensitivity. A catalog whose categories are lowered for a reason says it beside `severities`, where "
        "it turns this off."
    ),
    bad={
        "catalog.yaml": """\
format: 1
product: example
categories:
  user.financial.salary: {description: What somebody earns., sensitivity: technical}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
categories:
  user.financial.salary: {description: What somebody earns.}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.CATALOG,
    check=check,
    needs_settings=True,
)
