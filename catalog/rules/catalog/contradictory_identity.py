"""A destination that knows nobody receives what names somebody."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.category import Handling, ancestors, covers
from catalog.rules.catalog.personal import USER_ID
from catalog.rules.defect import Defect, in_settings
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import listed, quoted
from catalog.rules.view import View

NAMING: Final = (
    USER_ID,
    "user.name",
    "user.contact",
    "user.account",
    "user.device",
    "user.government_id",
    "user.biometric",
)
"""Categories that single a person out by themselves."""
_NAMELESS: Final = "user.unique_id.pseudonymous"


def check(view: View) -> Iterator[Defect]:
    """Destinations whose identity is anonymous or none, and which keep or cut what names a person."""
    policy = view.snapshot.policy
    for name, destination in view.settings.destinations.items():
        if destination.identity == "user_id":
            continue
        kept = [
            key
            for key in view.categories
            if any(covers(one, key) for one in NAMING)
            and not covers(_NAMELESS, key)
            and (key not in view.settings.categories or policy.ruling(name, key).entry != key)
            and policy.handling(name, key) in (Handling.KEEP, Handling.TRUNCATE)
        ]
        highest = [key for key in kept if not any(one in kept for one in ancestors(key)[1:])]
        if highest:
            word = "is anonymous" if destination.identity != "none" else "identifies nobody"
            yield in_settings(
                f"{quoted(name)} {word} and may have {listed(highest)}, which {_name(highest)} somebody; "
                "drop or hash it under 'otherwise', or list under 'receives' what it needs",
                "destinations",
                name,
                "identity",
            )


def _name(keys: list[str]) -> str:
    return "names" if len(keys) == 1 else "name"


RULE: Final = Rule(
    id="catalog/contradictory-identity",
    summary="A destination that knows nobody receives what names somebody.",
    why=(
        "Data is anonymous when nobody can be singled out with it (GDPR recital 26); a name, an address or "
        "a user id among the properties undoes what the missing identity promises. A category of the "
        "catalog's own that the policy names itself counts as decided."
    ),
    bad={
        "catalog.yaml": """\
format: 1
product: example
destinations:
  metrics: {identity: none, receives: [none, system, user.contact], retention_days: 30}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
destinations:
  metrics: {identity: none, receives: [none, system], retention_days: 30}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.CATALOG,
    check=check,
    needs_settings=True,
)
