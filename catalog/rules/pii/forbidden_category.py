"""A property goes to a destination that does not receive its data category."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.category import Handling
from catalog.rules.defect import Defect
from catalog.rules.pii.policy import decided
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import listed, quoted
from catalog.rules.view import Field, KeysField, View


def check(view: View) -> Iterator[Defect]:
    """Categories that a destination of the property refuses, or has not decided about."""
    decisions: dict[tuple[str, str], Handling | None] = {}
    for item in view.leaves:
        data = item.definition.data
        if data is not None and data in view.categories and item.reach:
            yield from _judge(view, item, data, decisions, "data")
    for keys in view.keys:
        data = keys.definition.data
        if data is not None and data in view.categories and keys.reach:
            yield from _judge(view, keys, data, decisions, "data")


def _judge(
    view: View,
    item: Field | KeysField,
    data: str,
    decisions: dict[tuple[str, str], Handling | None],
    key: str,
) -> Iterator[Defect]:
    refusing: list[str] = []
    silent: list[str] = []
    for destination in item.reach:
        if destination not in view.settings.destinations:
            continue
        pair = (destination, data)
        if pair not in decisions:
            decisions[pair] = decided(view.settings, destination, data)
        decision = decisions[pair]
        if decision is Handling.KEEP or item.handling.get(destination) in (Handling.DROP, Handling.REFUSE):
            continue
        if decision is Handling.REFUSE:
            refusing.append(destination)
        elif decision is None:
            silent.append(destination)
    if not refusing and not silent:
        return
    names = listed([*refusing, *silent])
    several = len(refusing) + len(silent) > 1
    verb = "refuse" if refusing and not silent else "do not receive" if several else "does not receive"
    if refusing and not silent and not several:
        verb = "refuses"
    yield item.defect(
        f"{names} {verb} {data}, which {quoted(item.name)} holds; limit its 'destinations', "
        "or drop it there under 'handling'",
        key,
    )


RULE: Final = Rule(
    id="pii/forbidden-category",
    summary="A property goes to a destination that does not receive its data category.",
    why=(
        "The destination's policy says what it may have; what the event sends there beyond that is a "
        "breach on paper and a hole in the data."
    ),
    bad={
        "timer/stopped.yaml": """\
destinations: [posthog]
properties:
  email: {description: The user's address., type: string, maxLength: 254, data: user.contact.email}
""",
    },
    good={
        "timer/stopped.yaml": """\
destinations: [posthog, log]
properties:
  role: {description: The user's role., type: string, maxLength: 40, data: user.account}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
    needs_settings=True,
)
