"""A destination says how much truncation leaves, of what it never truncates."""

from collections.abc import Iterator, Mapping
from typing import Final

from catalog.findings import Severity
from catalog.model.category import Handling, covers
from catalog.rules.catalog.personal import person_key
from catalog.rules.defect import Defect, in_settings
from catalog.rules.pii.policy import leaf_at, leaves_with
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import KeysField, View
from catalog.schema.treatment import ADDRESS, Cut

_SETTINGS: Final[Mapping[Cut, tuple[str, ...]]] = {
    Cut.CHARACTERS: ("characters",),
    Cut.NETWORK: ("ipv4", "ipv6"),
    Cut.ORIGIN: (),
    Cut.TIME: ("time",),
    Cut.DATE: ("date",),
    Cut.DIGITS: ("digits",),
}
_WORDS: Final[Mapping[str, str]] = {
    "characters": "text",
    "ipv4": "address",
    "ipv6": "address",
    "time": "timestamp",
    "date": "date",
    "digits": "number",
}


def check(view: View) -> Iterator[Defect]:
    """Keys of `truncate` for which nothing of that kind is truncated, when every file could be read."""
    stated = {
        name: one.truncate.model_fields_set
        for name, one in view.settings.destinations.items()
        if one.truncate.model_fields_set
    }
    if not stated or not view.events or view.broken:
        return
    used = _used(view)
    for name, keys in stated.items():
        for key in sorted(keys):
            if (name, key) not in used:
                yield in_settings(
                    f"{quoted(name)} truncates no {_WORDS[key]}, so {quoted(key)} has no effect; leave it "
                    "out, or say 'truncate' under 'otherwise' of what is meant",
                    "destinations",
                    name,
                    "truncate",
                    key,
                )


def _used(view: View) -> set[tuple[str, str]]:
    used: set[tuple[str, str]] = set()
    for item, where in leaves_with(view, Handling.TRUNCATE):
        for name in where:
            if isinstance(item, KeysField):
                data = item.definition.data
                cut: Cut | None = (
                    Cut.NETWORK if data is not None and covers(ADDRESS, data) else Cut.CHARACTERS
                )
            else:
                leaf = leaf_at(view, item, name)
                cut = None if leaf is None else leaf.cut
            if cut is not None:
                used.update((name, key) for key in _SETTINGS[cut])
    key_of_person = person_key(view)
    used.update(
        (name, "characters")
        for name in view.settings.destinations
        if view.snapshot.policy.handling(name, key_of_person) is Handling.TRUNCATE
    )
    return used


RULE: Final = Rule(
    id="catalog/unused-truncation",
    summary="A destination says how much truncation leaves, of what it never truncates.",
    why="Somebody believes that it protects a value, and that value is kept or dropped.",
    bad={
        "catalog.yaml": """\
format: 1
product: example
destinations:
  log: {receives: [none, system, user.device.ip], truncate: {ipv4: 16}, identity: none, retention_days: 30}
""",
        "timer/stopped.yaml": """\
destinations: [log]
properties:
  ip: {description: Where it came from., type: string, maxLength: 45, data: user.device.ip}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
destinations:
  log:
    receives: [none, system]
    otherwise: {user.device.ip: truncate}
    truncate: {ipv4: 16}
    identity: none
    retention_days: 30
""",
        "timer/stopped.yaml": """\
destinations: [log]
properties:
  ip: {description: Where it came from., type: string, maxLength: 45, data: user.device.ip}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.CATALOG,
    check=check,
    needs_settings=True,
)
