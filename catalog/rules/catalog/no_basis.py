"""A purpose does not say what permits it."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.settings import Basis
from catalog.rules.defect import Defect, in_settings
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Purposes without a `basis`."""
    for name, purpose in view.settings.purposes.items():
        if purpose.basis is None:
            yield in_settings(
                f"{quoted(name)} does not say what permits it; add 'basis', one of {_BASES}", "purposes", name
            )


_BASES: Final = ", ".join(Basis)


RULE: Final = Rule(
    id="catalog/no-basis",
    summary="A purpose does not say what permits it.",
    why=(
        "Personal data is processed only where one of six things permits it (GDPR Art. 6(1)), and the record "
        "of processing is asked for it first. What is about nobody needs none, and `severities` says so."
    ),
    bad={
        "catalog.yaml": """\
format: 1
product: example
purposes:
  operations: {description: To keep the service running.}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
purposes:
  operations: {description: To keep the service running., basis: legitimate_interests}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.CATALOG,
    check=check,
    needs_settings=True,
)
