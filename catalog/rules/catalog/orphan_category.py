"""A category of the catalog stands below none that exists."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.category import NONE, SHIPPED, covers
from catalog.model.nearest import nearest
from catalog.rules.defect import Defect, in_settings
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Own categories without a parent, those below `none`, and those that a shipped one already is."""
    own = view.settings.categories
    for key in own:
        if key in SHIPPED:
            yield in_settings(
                f"{quoted(key)} is a shipped category and stays as it is; add one below it", "categories", key
            )
        elif covers(NONE, key):
            yield in_settings(
                f"{quoted(key)} stands below 'none', which is about nobody and has no kinds; write 'none' "
                "where it is used, or begin it with what it says about somebody, as in 'user.behavior'",
                "categories",
                key,
            )
        elif key not in view.categories:
            above, _, last = key.rpartition(".")
            parent = (*nearest(above, view.categories), "user.account")[0]
            yield in_settings(
                f"{quoted(key)} stands below no category; begin it with one that exists, as in "
                f"{quoted(f'{parent}.{last}')}",
                "categories",
                key,
            )


RULE: Final = Rule(
    id="catalog/orphan-category",
    summary="A category of the catalog stands below none that exists.",
    why=(
        "A category inherits its policy from the one above it; without one, nothing says how its data"
        " is handled."
    ),
    bad={
        "catalog.yaml": """\
format: 1
product: example
categories: {client.vat: {description: A client's VAT number.}}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
categories: {user.financial.vat: {description: A client's VAT number.}}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.CATALOG,
    check=check,
    needs_settings=True,
)
