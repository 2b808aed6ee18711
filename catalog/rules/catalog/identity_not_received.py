"""A destination identifies people by a user id that it does not receive."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.category import Handling
from catalog.model.policy import Ruling
from catalog.rules.catalog.personal import GONE, person_key
from catalog.rules.defect import Defect, in_settings
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Destinations with identity `user_id` whose policy drops or refuses the category of a person's id."""
    data = person_key(view)
    if data not in view.categories:
        return
    for name, destination in view.settings.destinations.items():
        if destination.identity != "user_id":
            continue
        ruling = view.snapshot.policy.ruling(name, data)
        if ruling.handling in GONE:
            yield in_settings(
                _refused(name, data) if ruling.handling is Handling.REFUSE else _dropped(name, data, ruling),
                "destinations",
                name,
                "identity",
            )


def _dropped(name: str, data: str, ruling: Ruling) -> str:
    said = "does not receive" if ruling.entry is None else "drops"
    return (
        f"{quoted(name)} identifies people by user id and {said} {data}, so that payloads leave without one; "
        f"say 'identity: none', or receive or hash {data}"
    )


def _refused(name: str, data: str) -> str:
    return (
        f"{quoted(name)} identifies people by user id and refuses {data}, so that no payload with a user id "
        f"goes there; receive or hash {data}, or drop it and say 'identity: none'"
    )


RULE: Final = Rule(
    id="catalog/identity-not-received",
    summary="A destination identifies people by a user id that it does not receive.",
    why=(
        "The policy decides, so every payload leaves without an identity, or where the policy refuses it, no "
        "payload that has one leaves at all: whoever reads `identity: user_id`, which also holds where "
        "nothing is stated, counts on people and finds none."
    ),
    bad={
        "catalog.yaml": """\
format: 1
product: example
destinations:
  metrics: {identity: user_id, receives: [none, system], retention_days: 30}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
destinations:
  metrics: {identity: none, receives: [none, system], retention_days: 30}
  log: {receives: [none, system], otherwise: {user.unique_id: hash}, retention_days: 30}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.CATALOG,
    check=check,
    needs_settings=True,
)
