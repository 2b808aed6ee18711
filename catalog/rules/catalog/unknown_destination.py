"""A destination is not in catalog.yaml."""

from collections.abc import Iterator, Mapping
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect, in_event, in_settings
from catalog.rules.entries import first
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import meant, quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Names of destinations that catalog.yaml lacks, wherever a definition gives one."""
    known = view.settings.destinations
    for event in view.events:
        for index, name in first(event.destinations):
            if name not in known:
                yield in_event(event, _unknown(name, known), "destinations", index)
        for name in event.definition.send_as:
            if name not in known:
                yield in_event(event, _unknown(name, known), "send_as", name)
    for item in view.layout.routed:
        definition = item.definition
        for index, name in first(definition.destinations or ()):
            if name not in known:
                yield item.defect(_unknown(name, known), "destinations", index)
        for name in definition.handling:
            if name not in known:
                yield item.defect(_unknown(name, known), "handling", name)
        for name in definition.send_as:
            if name not in known:
                yield item.defect(_unknown(name, known), "send_as", name)
    for resource, name in view.settings.naming.reserved.items():
        if name not in known:
            yield in_settings(_unknown(name, known), "naming", "reserved", resource)


def _unknown(name: str, known: Mapping[str, object]) -> str:
    right = meant(name, known, "add it to 'destinations' in catalog.yaml")
    return f"unknown destination {quoted(name)}; {right}"


RULE: Final = Rule(
    id="catalog/unknown-destination",
    summary="A destination is not in catalog.yaml.",
    why=(
        "A payload cannot be sent to a place that nobody described, and a limit to such a place "
        "limits nothing."
    ),
    bad={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [posthgo]
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
destinations: [posthog]
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
    needs_settings=True,
)
