"""A destination identifies people by a user id that it does not receive."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
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
            if ruling.entry is None:
                said = f"does not receive {data}"
            else:
                said = f"{'refuses' if ruling.handling == 'refuse' else 'drops'} {data}"
            yield in_settings(
                f"{quoted(name)} identifies people by user id and {said}, so that payloads leave without "
                f"one; say 'identity: none', or receive or hash {data}",
                "destinations",
                name,
                "identity",
            )


RULE: Final = Rule(
    id="catalog/identity-not-received",
    summary="A destination identifies people by a user id that it does not receive.",
    why=(
        "The policy decides, so every payload leaves without an identity: whoever reads `identity: user_id`, "
        "which also holds where nothing is stated, counts on people and finds none."
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
