"""A destination says what permits a transfer, and not to whom or where."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.settings import Transfer
from catalog.rules.defect import Defect, in_settings
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import listed, quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Destinations with a transfer out of the EU that lack `region` or `processor`."""
    for name, destination in view.settings.destinations.items():
        if destination.transfer in (None, Transfer.NONE):
            continue
        lacking = [key for key in ("processor", "region") if getattr(destination, key) is None]
        if lacking:
            yield in_settings(
                f"{quoted(name)} transfers data under {quoted(str(destination.transfer))} and does not say "
                f"{' and '.join(_WORDS[key] for key in lacking)}; add {listed(lacking)}",
                "destinations",
                name,
                "transfer",
            )


_WORDS: Final = {"processor": "to whom", "region": "where to"}


RULE: Final = Rule(
    id="catalog/unplaced-transfer",
    summary="A destination says what permits a transfer, and not to whom or where.",
    why=(
        "The record of processing names the receivers and the countries of every transfer (GDPR Art. "
        "30(1)(e)); clauses without either permit nothing."
    ),
    bad={
        "catalog.yaml": """\
format: 1
product: example
destinations:
  posthog: {transfer: scc, processor: Example Inc., contract: DPA of 2026, retention_days: 30}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
destinations:
  posthog:
    transfer: scc
    processor: Example Inc.
    contract: DPA of 2026
    region: United States
    retention_days: 30
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.CATALOG,
    check=check,
    needs_settings=True,
)
