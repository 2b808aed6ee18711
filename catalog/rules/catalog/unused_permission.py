"""A destination may have personal data that nothing sends there."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.category import Handling, Sensitivity, covers
from catalog.rules.catalog.personal import GONE, person_key
from catalog.rules.defect import Defect, in_settings
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View

_GROUP_KEY: Final = "system.identifier"


def check(view: View) -> Iterator[Defect]:
    """Entries about people that decide about no property, when every file could be read.

    Entries that drop or refuse are kept for what may come. A catalog without events is only being set up.
    """
    if not view.events or view.broken:
        return
    used = _used(view)
    for name, destination in view.settings.destinations.items():
        for index, key in enumerate(destination.receives or ()):
            if (name, key) not in used and _is_about_people(view, key):
                yield in_settings(
                    f"{quoted(name)} may have {key}, and nothing of it goes there; take it out of 'receives'",
                    "destinations",
                    name,
                    "receives",
                    index,
                )
        for key, handling in destination.otherwise.items():
            if handling not in _KEPT_READY and (name, key) not in used and _is_about_people(view, key):
                yield in_settings(
                    f"{quoted(name)} applies {handling.value} to {key}, and nothing of it goes there; drop "
                    "it, or leave the entry out",
                    "destinations",
                    name,
                    "otherwise",
                    key,
                )


_KEPT_READY: Final = (Handling.KEEP, *GONE)


def _used(view: View) -> set[tuple[str, str]]:
    """Each destination with the entries of its policy that decide about something that gets there."""
    policy = view.snapshot.policy
    met = {
        (destination, data)
        for data, items in view.layout.leaves.items()
        for item in items
        for destination in item.reach
        if data is not None and item.handling.get(destination) not in GONE
    }
    met.update(
        (destination, keys.definition.data)
        for keys in view.layout.keys
        for destination in keys.reach
        if keys.definition.data is not None and keys.handling.get(destination) not in GONE
    )
    person = person_key(view)
    for name, destination in view.settings.destinations.items():
        if destination.identity == "user_id":
            met.add((name, person))
        met.update(
            (name, entity.data or _GROUP_KEY)
            for group, entity in view.snapshot.entities.items()
            if group != "person" and destination.identity != "none"
        )
    entries = ((name, policy.ruling(name, data).entry) for name, data in met)
    return {(name, entry) for name, entry in entries if entry is not None}


def _is_about_people(view: View, general: str) -> bool:
    return any(
        covers(general, key) and category.sensitivity.rank >= Sensitivity.INTERACTION.rank
        for key, category in view.categories.items()
    )


RULE: Final = Rule(
    id="catalog/unused-permission",
    summary="A destination may have personal data that nothing sends there.",
    why=(
        "What is permitted is sooner or later sent: a destination should be able to have only what is "
        "necessary (GDPR Art. 5(1)(c)), and a reviewer should be asked when that becomes more."
    ),
    bad={
        "catalog.yaml": """\
format: 1
product: example
destinations:
  log: {receives: [none, system, user.unique_id, user.contact], retention_days: 30}
""",
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log]
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
destinations:
  log: {receives: [none, system, user.unique_id], otherwise: {user.contact: drop}, retention_days: 30}
""",
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [log]
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.CATALOG,
    check=check,
    needs_settings=True,
)
