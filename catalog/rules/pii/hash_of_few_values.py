"""A property of few values is hashed."""

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

from catalog.containment.emptiness import count_of
from catalog.findings import Severity
from catalog.model.category import Handling, covers
from catalog.model.types import Property
from catalog.rules.defect import Defect
from catalog.rules.fields import Field, KeysField
from catalog.rules.pii.policy import leaves_with
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import listed, quoted
from catalog.rules.view import View
from catalog.schema.patterns import PatternError, parse

FEW: Final = 2**33
"""Twice the addresses of IPv4: one machine hashes them all within hours."""
_LONGEST: Final = 32
_MOST_STATES: Final = 100


_OF_CATEGORY: Final[Mapping[str, str]] = {
    "user.device.ip": "the four thousand million addresses of IPv4",
    "user.contact.phone": "the numbers that a country can give",
    "user.contact.address": "the postcodes and streets of a country",
    "user.location": "the places on a map",
    "user.demographic": "the days, ages and words that describe people",
    "user.government_id": "the numbers that a state can give",
}
"""What values of a category are among, whatever their type admits; each can be tried in minutes or hours."""


def check(view: View) -> Iterator[Defect]:
    """Hashed booleans, flags, enums, dates, integers of a small range and texts of a narrow pattern.

    Keys of maps too, and texts and integers of a category whose values can all be tried.
    """
    for item, where in leaves_with(view, Handling.HASH):
        if isinstance(item, KeysField):
            subject, has, place = f"the keys of {quoted(item.name)} are", "have", "data"
            how_many = _few_texts(item.definition.pattern, item.definition.max_length)
        else:
            subject, has, place = item.subject("is", "are"), _have(item), "type"
            definition = item.definition
            how_many = _few(definition.items if definition.type == "array" else definition)
        is_many = isinstance(item, KeysField) or item.is_inside
        them = "them" if is_many else "it"
        if how_many is not None:
            yield item.defect(
                f"{subject} hashed at {listed(where)} and {has} {how_many}: equal ones stay equal and can be "
                f"counted, and whoever has the key tries them all; drop {them} there",
                place,
            )
            continue
        known = _known_values(item.definition.data)
        if known is not None:
            yield item.defect(
                f"{subject} hashed at {listed(where)} and {'their' if is_many else 'its'} values are among "
                f"{known}: whoever has the key tries them all; truncate or drop {them} there, or say in "
                "'allow' who cannot have the key",
                "data",
            )


def _known_values(data: str | None) -> str | None:
    """What all values of a category are among, where they can be tried one by one."""
    return next(
        (words for key, words in _OF_CATEGORY.items() if data is not None and covers(key, data)), None
    )


def _have(item: Field[Property]) -> str:
    return "have" if item.is_inside else "has"


def _few(definition: Property) -> str | None:
    """How many values a scalar has, in words, when they are few."""
    if definition.type == "date":
        return "only as many values as there are days"
    count = count_of(definition)
    if count is None and definition.type == "flag":
        return "only as many values as there are variants"
    if count is None and definition.type == "string":
        return _few_texts(definition.pattern, definition.max_length)
    return _only(count)


def _few_texts(pattern: str | None, max_length: int | None) -> str | None:
    """The same of the texts of a pattern."""
    return _only(_texts(pattern, max_length)) if pattern and max_length else None


def _only(count: int | None) -> str | None:
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
        "is as good as the value, and looks as if it were protected. Few are all that can be tried: up to "
        f"2^33, or {FEW:,}, as every IPv4 address, telephone number, postcode or text of six digits can."
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
