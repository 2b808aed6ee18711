"""The names of two events differ in one letter."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.event import Status
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.spelling import folded, similar_pairs
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Actions of one resource, or resources with one action, that differ in one letter of a long word.

    A retired event is refused, so nobody takes it for another; often it is the slip that was mended.
    """
    actions: defaultdict[str, set[str]] = defaultdict(set)
    resources: defaultdict[str, set[str]] = defaultdict(set)
    for event in view.events:
        if event.status is Status.RETIRED:
            continue
        resource, _, action = event.name.partition(".")
        actions[action].add(resource)
        resources[resource].add(action)
    for one, other in _letters_apart(actions):
        for resource in sorted(actions[one] & actions[other]):
            yield _similar(f"{resource}.{one}", f"{resource}.{other}")
    for one, other in _letters_apart(resources):
        for action in sorted(resources[one] & resources[other]):
            yield _similar(f"{one}.{action}", f"{other}.{action}")


def _letters_apart(names: Collection[str]) -> Iterator[tuple[str, str]]:
    """Similar names that are not one name in two casings, which is a finding of its own."""
    return (pair for pair in similar_pairs(names) if folded(pair[0]) != folded(pair[1]))


def _similar(one: str, other: str) -> Defect:
    return Defect(
        f"{quoted(other)} differs from {quoted(one)} in one letter; keep one of them, "
        "or choose names that cannot be mistaken",
        "event",
        other,
        (),
    )


RULE: Final = Rule(
    id="naming/too-similar",
    summary="The names of two events differ in one letter.",
    why="One of the two is usually a slip, and from then on half of the data arrives under each name.",
    bad={
        "timer/stopped.yaml": "description: A running timer is stopped.\n",
        "timer/stoped.yaml": "description: A running timer is stopped.\n",
    },
    good={
        "timer/stopped.yaml": "description: A running timer is stopped.\n",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
)
