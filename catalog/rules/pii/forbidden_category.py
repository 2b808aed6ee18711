"""A property goes to a destination that does not receive its data category."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.category import Handling
from catalog.model.types import Property
from catalog.rules.defect import Defect
from catalog.rules.pii.policy import decided
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import listed, quoted
from catalog.rules.view import Field, KeysField, View

Refusal = tuple[tuple[str, ...], tuple[str, ...]]
"""The destinations that refuse a category, and those that say nothing about it."""


def check(view: View) -> Iterator[Defect]:
    """Categories that a destination of the property refuses, or has not decided about."""
    for data, items in view.layout.leaves.items():
        if data is None or data not in view.categories:
            continue
        refusals: dict[tuple[str, ...], Refusal] = {}
        for item in items:
            refusal = refusals.get(item.reach)
            if refusal is None:
                refusal = refusals[item.reach] = _refusal(view, data, item.reach)
            if refusal[0] or refusal[1]:
                yield from _judged(item, data, refusal)
    for keys in view.layout.keys:
        data = keys.definition.data
        if data is not None and data in view.categories:
            yield from _judged(keys, data, _refusal(view, data, keys.reach))


def _refusal(view: View, data: str, reach: tuple[str, ...]) -> Refusal:
    known = [name for name in reach if name in view.settings.destinations]
    decisions = {name: decided(view.snapshot.policy, name, data) for name in known}
    return (
        tuple(name for name in known if decisions[name] is Handling.REFUSE),
        tuple(name for name in known if decisions[name] is None),
    )


def _judged(item: Field[Property] | KeysField, data: str, refusal: Refusal) -> Iterator[Defect]:
    """The finding for one property, unless it is kept from there anyway."""
    refusing, silent = (
        [name for name in names if item.handling.get(name) not in (Handling.DROP, Handling.REFUSE)]
        for names in refusal
    )
    said = []
    if refusing:
        said.append(f"{listed(refusing)} {'refuses' if len(refusing) == 1 else 'refuse'} {data}")
    if silent:
        verb = "does not receive" if len(silent) == 1 else "do not receive"
        said.append(f"{listed(silent)} {verb} {'it' if refusing else data}")
    if said:
        yield item.defect(
            f"{quoted(item.name)} goes where it may not: {' and '.join(said)}; limit its 'destinations', "
            "or drop it there under 'handling'",
            "data",
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
