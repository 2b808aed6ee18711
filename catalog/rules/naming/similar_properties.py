"""The names of two properties differ in one letter."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import counted, quoted
from catalog.rules.spelling import folded, similar_pairs
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Names that differ in one letter, at the one that fewer definitions have; plurals are two names."""
    homes = view.layout.sent
    for pair in similar_pairs(homes):
        if pair[0] + "s" == pair[1] or pair[1] + "s" == pair[0]:
            continue
        if folded(pair[0]) == folded(pair[1]):
            continue  # one name in two casings, which is a finding of its own
        if not (view.counts(pair[0]) and view.counts(pair[1])):
            continue
        usual, rare = sorted(pair, key=lambda name: (-len(homes[name]), name))
        for item in homes[rare]:
            yield item.defect(
                f"{quoted(rare)} differs from {quoted(usual)}, which stands in "
                f"{counted(len(homes[usual]), 'definition')}, in one letter; keep one of them"
            )


RULE: Final = Rule(
    id="naming/similar-properties",
    summary="The names of two properties differ in one letter.",
    why="One of the two is usually a slip, and every query over both has to know it.",
    bad={
        "timer/stopped.yaml": """\
properties:
  duration: {description: Length of the entry., type: integer, data: none}
  duratoin: {description: Length of the pause., type: integer, data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
properties:
  duration: {description: Length of the entry., type: integer, data: none}
  pause: {description: Length of the pause., type: integer, data: none}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
)
