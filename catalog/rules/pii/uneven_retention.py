"""Sensitive data, or what names somebody, is kept for longer at one destination than at another."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.category import Handling, Sensitivity, covers
from catalog.model.types import Property
from catalog.rules.defect import Defect
from catalog.rules.pii.policy import applied
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import counted, quoted
from catalog.rules.view import Field, KeysField, View

_NAMING: Final = ("user.name", "user.contact", "user.device.ip")
_READABLE: Final = (Handling.KEEP, Handling.TRUNCATE)


def check(view: View) -> Iterator[Defect]:
    """Such properties that several destinations get readable and keep for different times."""
    known = {
        name: one.retention_days
        for name, one in view.settings.destinations.items()
        if one.retention_days is not None
    }
    if len(set(known.values())) < 2:
        return
    sensitive = {
        key
        for key, category in view.categories.items()
        if category.sensitivity.rank >= Sensitivity.SENSITIVE.rank or any(covers(one, key) for one in _NAMING)
    }
    for data in sensitive & view.layout.leaves.keys():
        for item in view.layout.leaves[data]:
            yield from _judged(view, item, item.subject("is", "are"), known)
    for keys in view.layout.keys:
        if keys.definition.data in sensitive:
            yield from _judged(view, keys, f"the keys of {quoted(keys.name)} are", known)


def _judged(
    view: View, item: Field[Property] | KeysField, subject: str, known: dict[str, int]
) -> Iterator[Defect]:
    kept = {name: known[name] for name in item.reach if name in known}
    kept = {name: days for name, days in kept.items() if applied(view, item, name) in _READABLE}
    if len(set(kept.values())) < 2:
        return
    least = min(kept, key=lambda name: kept[name])
    most = max(kept, key=lambda name: kept[name])
    yield item.defect(
        f"{subject} kept for {counted(kept[most], 'day')} at {quoted(most)} and for "
        f"{counted(kept[least], 'day')} at {quoted(least)}; drop or hash what {quoted(most)} gets, or say in "
        "'allow' why it needs it for longer",
        "data",
    )


RULE: Final = Rule(
    id="pii/uneven-retention",
    summary="Sensitive data, or what names somebody, is kept for longer at one place than at another.",
    why=(
        "Personal data is kept no longer than its purpose needs (GDPR Art. 5(1)(e)); the shortest period "
        "that the catalog declares for a property is the promise, and each copy that outlives it breaks it."
    ),
    bad={
        "catalog.yaml": """\
format: 1
product: example
destinations:
  log: {retention_days: 30}
  warehouse: {retention_days: 365}
""",
        "timer/stopped.yaml": """\
destinations: [log, warehouse]
properties:
  note: {description: What the user typed., type: string, maxLength: 500, data: user.content}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
destinations:
  log: {retention_days: 30}
  warehouse: {retention_days: 365}
""",
        "timer/stopped.yaml": """\
destinations: [log, warehouse]
properties:
  note:
    description: What the user typed.
    type: string
    maxLength: 500
    data: user.content
    handling: {warehouse: drop}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
    needs_settings=True,
)
