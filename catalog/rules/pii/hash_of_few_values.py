"""A property of few values is hashed."""

import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from catalog.containment.emptiness import count_of
from catalog.findings import Severity
from catalog.model.category import Handling
from catalog.model.types import Property
from catalog.rules.defect import Defect
from catalog.rules.pii.policy import leaves_with
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import listed
from catalog.rules.view import Field, View
from catalog.schema.patterns import PatternError, parse

FEW: Final = 100_000
"""As many as the days of a person's life, times three: each of them can be hashed in a second."""
_LONGEST: Final = 32
_MOST_STATES: Final = 100


def check(view: View) -> Iterator[Defect]:
    """Hashed booleans, enums, dates, integers of a small range and texts of a narrow pattern."""
    for item, where in leaves_with(view, Handling.HASH):
        if not isinstance(item, Field):
            continue
        definition = item.definition
        how_many = _few(definition.items if definition.type == "array" else definition)
        if how_many is not None:
            yield item.defect(
                f"{item.subject('is', 'are')} hashed at {listed(where)} and {_have(item)} {how_many}: equal "
                "ones stay equal and can be counted, and whoever has the key tries them all; drop "
                f"{item.them} there",
                "type",
            )


def _have(item: Field[Property]) -> str:
    return "have" if item.is_inside else "has"


def _few(definition: Property) -> str | None:
    """How many values a scalar has, in words, when they are few."""
    if definition.type == "date":
        return "only as many values as there are days"
    count = count_of(definition)
    if count is None and definition.type == "string" and definition.pattern and definition.max_length:
        count = _texts(definition.pattern, definition.max_length)
    return None if count is None or count > FEW else f"only {count:,} values"


def _texts(pattern: str, max_length: int) -> int | None:
    """How many texts match a pattern, such as five digits; None when they are too many to count."""
    try:
        automaton = parse(pattern).automaton()
    except PatternError:
        return None
    edges = automaton.boundaries
    widths = [end - start for start, end in pairwise((*edges, sys.maxunicode + 1))]
    ways = {automaton.start: 1}
    found = int(automaton.accepts(automaton.start))
    for _ in range(min(max_length, _LONGEST)):
        longer: defaultdict[int, int] = defaultdict(int)
        for state, count in ways.items():
            for start, width in zip(edges, widths, strict=True):
                after = automaton.step(state, start)
                if after:
                    longer[after] += count * width
        ways = longer
        found += sum(count for state, count in ways.items() if automaton.accepts(state))
        if not ways or found > FEW:
            return found
        if len(ways) > _MOST_STATES:
            return None
    return found if max_length <= _LONGEST else None


RULE: Final = Rule(
    id="pii/hash-of-few-values",
    summary="A property of few values is hashed.",
    why=(
        "A keyed digest hides a value among many: of a flag, a choice, a day or an age there are so few that "
        "their frequencies give them away, and that anybody with the key finds them by trying. What is left "
        "is as good as the value, and looks as if it were protected."
    ),
    bad={
        "timer/stopped.yaml": """\
destinations: [log]
properties:
  plan:
    description: The plan of the user.
    type: string
    enum: [free, team, company]
    data: user.account
    handling: {log: hash}
""",
    },
    good={
        "timer/stopped.yaml": """\
destinations: [log]
properties:
  plan:
    description: The plan of the user.
    type: string
    enum: [free, team, company]
    data: user.account
    handling: {log: drop}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
    needs_settings=True,
)
