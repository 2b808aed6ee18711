"""A category of the catalog's own takes a prohibition or a special protection away."""

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
    """Own categories below a prohibited one that are less, and below a special one that are not."""
    for own, parent in own_with_parents(view):
        if own.sensitivity.rank < parent.sensitivity.rank and parent.sensitivity is Sensitivity.PROHIBITED:
            yield in_settings(
                f"{quoted(own.key)} is {own.sensitivity.value}, but {quoted(parent.key)} above it is "
                "prohibited; leave 'sensitivity' out, or put it below a category that is not",
                "categories",
                own.key,
                "sensitivity",
            )
        elif parent.special and not own.special:
            yield in_settings(
                f"{quoted(own.key)} is not special, but {quoted(parent.key)} above it is specially protected "
                "by the GDPR; leave 'special' out, or put it below a category that is not",
                "categories",
                own.key,
                "special",
            )


RULE: Final = Rule(
    id="catalog/lifted-prohibition",
    summary="A category of the catalog takes away the prohibition or protection of the one above it.",
    why=(
        "A tax number called public goes to every destination that has no list, and nobody is asked which "
        "exception of GDPR Art. 9(2) permits a diagnosis that is called ordinary: one line of the catalog "
        "undoes what every other rule relies on. What is collected anyway is named at each destination that "
        "may have it."
    ),
    bad={
        "catalog.yaml": """\
format: 1
product: example
categories:
  user.government_id.tax: {description: Tax numbers., sensitivity: public}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
categories:
  user.government_id.tax: {description: Tax numbers.}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.CATALOG,
    check=check,
    needs_settings=True,
)
