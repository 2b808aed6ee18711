"""A purpose rests on consent, and does not say who is told what."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.settings import Basis
from catalog.rules.defect import Defect, in_settings
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Purposes with the basis `consent` that lack `subjects` or `notice`."""
    for name, purpose in view.settings.purposes.items():
        if purpose.basis is not Basis.CONSENT:
            continue
        lacking = [
            said
            for said, given in (
                ("whose data it is ('subjects')", purpose.subjects),
                ("where they are told about it ('notice')", purpose.notice),
            )
            if not given
        ]
        if lacking:
            yield in_settings(
                f"{quoted(name)} rests on consent and does not say {' nor '.join(lacking)}; add it",
                "purposes",
                name,
                "basis",
            )


RULE: Final = Rule(
    id="catalog/uninformed-consent",
    summary="A purpose rests on consent, and does not say who is told what.",
    why=(
        "Consent holds only when it is informed and can be shown (GDPR Art. 4(11) and 7(1)): whoever is "
        "asked about it needs the people who agreed and the page that they agreed to."
    ),
    bad={
        "catalog.yaml": """\
format: 1
product: example
purposes:
  analytics: {description: To learn which features are used., basis: consent, subjects: [customer]}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
purposes:
  analytics:
    description: To learn which features are used.
    basis: consent
    subjects: [customer]
    notice: https://example.com/privacy#analytics
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.CATALOG,
    check=check,
    needs_settings=True,
)
