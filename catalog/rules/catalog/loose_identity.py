"""The pattern of an anonymous identity lets ordinary user ids through."""

from collections import deque
from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.settings import Anonymous
from catalog.rules.defect import Defect, in_settings
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View
from catalog.schema.patterns import Automaton, PatternError, parse
from catalog.schema.patterns.automaton import bits

SHORTEST: Final = 16
"""Fewer characters hold no fingerprint: 16 hex digits are 64 bits, as few as random ids have."""
LONGEST: Final = 200
"""An identity has no more characters."""

_USER_IDS: Final = (
    ("a number", "^[0-9]{1,15}$"),
    ("an e-mail address", "^[a-z0-9._-]+@[a-z]+[.][a-z]{2,3}$"),
)
"""What user ids look like."""


def check(view: View) -> Iterator[Defect]:
    """Patterns under `anonymous` that match numbers, e-mail addresses or any short text."""
    for name, destination in view.settings.destinations.items():
        if not isinstance(destination.identity, Anonymous):
            continue
        try:
            automaton = parse(destination.identity.anonymous).automaton()
        except PatternError:
            continue  # typing/pattern-not-portable says so
        loose = _loose(automaton)
        if loose is not None:
            yield in_settings(
                f"the identity pattern of {quoted(name)} lets {loose} through; let it match fingerprints "
                "alone, such as '^[0-9a-f]{64}$'",
                "destinations",
                name,
                "identity",
                "anonymous",
            )


def _loose(automaton: Automaton) -> str | None:
    """What ordinary id a pattern lets through, by an example; None when it lets none through."""
    for noun, pattern in _USER_IDS:
        found = _both(automaton, parse(pattern).automaton())
        if found is not None:
            return f"{noun} like {quoted(found)}"
    short = automaton.shortest(1, SHORTEST - 1)
    return None if short is None else f"a short text like {quoted(short)}"


def _both(one: Automaton, other: Automaton) -> str | None:
    """A shortest text that both match; None when there is none.

    Pairs of single positions, one of each pattern: sets of them could be too many to go through.
    """
    codes = _codes(one, other)
    begin = (one.start, other.start)
    seen = {begin}
    waiting = deque([(begin, "")])
    while waiting:
        (first, second), text = waiting.popleft()
        if text and one.accepts(first) and other.accepts(second):
            return text
        if len(text) == LONGEST:
            continue
        for code in codes:
            for place in bits(one.step(first, code)):
                for partner in bits(other.step(second, code)):
                    after = (1 << place, 1 << partner)
                    if after not in seen:
                        seen.add(after)
                        waiting.append((after, text + chr(code)))
    return None


def _codes(one: Automaton, other: Automaton) -> list[int]:
    """One code point of every range that the two can tell apart, among those that ids have."""
    edges = sorted({*one.boundaries, *other.boundaries})
    found = []
    for start, end in zip(edges, [*edges[1:], 0x7F], strict=True):
        code = next((code for code in _TYPICAL if start <= code < end), None)
        if code is not None:
            found.append(code)
    return sorted(found, key=_TYPICAL.index)


_TYPICAL: Final = tuple(map(ord, "abcdefghijklmnopqrstuvwxyz1742068359@.-_"))


RULE: Final = Rule(
    id="catalog/loose-identity",
    summary="The pattern of an anonymous identity lets ordinary user ids through.",
    why=(
        "The pattern is all that keeps user ids and addresses out of a destination that promised not to know "
        "anybody: a program that sends the wrong id must be refused, not believed."
    ),
    bad={
        "catalog.yaml": """\
format: 1
product: example
destinations:
  telemetry: {identity: {anonymous: "^[0-9a-f]+$"}, receives: [none, system], retention_days: 30}
""",
    },
    good={
        "catalog.yaml": """\
format: 1
product: example
destinations:
  telemetry: {identity: {anonymous: "^[0-9a-f]{64}$"}, receives: [none, system], retention_days: 30}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.CATALOG,
    check=check,
    needs_settings=True,
)
