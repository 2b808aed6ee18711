"""A purpose is not in catalog.yaml."""

from collections.abc import Iterator, Mapping
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect, in_event, in_settings
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import meant, quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Purposes of events, properties and destinations that `purposes` in catalog.yaml lacks."""
    known = view.settings.purposes
    for event in view.events:
        purpose = event.definition.purpose
        if purpose is not None and purpose not in known:
            yield in_event(event, _unknown(purpose, known), "purpose")
    for item in view.layout.purposed:
        purpose = item.definition.purpose
        if purpose is not None and purpose not in known:
            yield item.defect(_unknown(purpose, known), "purpose")
    for name, destination in view.settings.destinations.items():
        for index, purpose in enumerate(destination.purposes or ()):
            if purpose not in known:
                yield in_settings(_unknown(purpose, known), "destinations", name, "purposes", index)


def _unknown(name: str, known: Mapping[str, object]) -> str:
    right = meant(name, known, "add it to 'purposes' in catalog.yaml")
    return f"unknown purpose {quoted(name)}; {right}"


RULE: Final = Rule(
    id="catalog/unknown-purpose",
    summary="A purpose is not in catalog.yaml.",
    why="A purpose that nobody described has no legal basis and no notice.",
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
purpose: analitics
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
purpose: analytics
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
    needs_settings=True,
)
