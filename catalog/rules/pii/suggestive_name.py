"""A property named like personal data is declared to be about nobody."""

from collections.abc import Iterator, Sequence
from typing import Final

from catalog.findings import Severity
from catalog.model.category import SHIPPED, Category, covers
from catalog.model.types import Property
from catalog.privacy.naming import named_like
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import Field, View


def check(view: View) -> Iterator[Defect]:
    """Names whose words suggest a category, where `data` is about nobody and the type could hold it."""
    for data, items in view.layout.leaves.items():
        declared = view.categories.get(data) if data is not None else None
        if declared is not None and not covers(_PEOPLE, declared.key):
            yield from _named_otherwise(items, declared)


def _named_otherwise(items: Sequence[Field[Property]], declared: Category) -> Iterator[Defect]:
    for item in items:
        found = named_like(item.name, item.definition, item.around)
        if found is None:
            continue
        if declared.sensitivity.rank >= SHIPPED[found[1]].sensitivity.rank:
            continue
        yield item.defect(
            f"{item.subject('is', 'are')} declared {declared.key}, but {quoted(found[0])} suggests "
            f"{found[1]}; classify it, or say in 'allow' why it is about nobody",
            "data",
        )


_PEOPLE: Final = "user"


RULE: Final = Rule(
    id="pii/suggestive-name",
    summary="A property named like personal data is declared to be about nobody.",
    why=(
        "Most leaks are not decided, they are overlooked: a field called recipient_email that "
        "somebody classified in a hurry."
    ),
    bad={
        "timer/stopped.yaml": """\
properties:
  recipient_email: {description: Who gets the quote., type: string, maxLength: 254, data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
properties:
  recipient_email:
    description: Who gets the quote.
    type: string
    maxLength: 254
    data: user.contact.email
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
)
