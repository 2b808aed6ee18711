"""The calls of one event disagree about what it has."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from catalog.findings import Severity
from catalog.model.values import Json
from catalog.rules.sentences import counted, listed, quoted
from catalog.rules.usage.calls import Sent, Usage
from catalog.rules.usage.literals import literals
from catalog.rules.usage.rule import Trouble, UsageRule
from catalog.rules.usage.sentences import at_call, at_property, shown
from catalog.rules.usage.surroundings import Surroundings
from catalog.scan.locating import Given
from catalog.validation.kinds import found_type


def check(usage: Usage) -> Iterator[Trouble]:
    """Optional properties that most calls send and a few leave out; undeclared ones of several types.

    Calls of one event are compared by the sink: what goes to the log may well have more than what goes
    elsewhere.
    """
    around = Surroundings(usage.snapshot)
    calls: dict[tuple[str, str], list[Sent]] = defaultdict(list)
    for sent in usage.sent:
        if sent.alias is None and len(sent.site.texts.names) == 1 and not sent.site.texts.patterns:
            sink = sent.site.sink
            calls[sent.event.name, sink.destination or sink.callee].append(sent)
    for same in calls.values():
        if len(same) > 1:
            yield from _lacking([sent for sent in same if not sent.site.properties.open], around)
            yield from _of_two_types(same, usage, around)


def _lacking(same: Sequence[Sent], around: Surroundings) -> Iterator[Trouble]:
    having: dict[str, set[int]] = defaultdict(set)
    names_of = [{given.name for given in sent.site.properties.given} for sent in same]
    for number, given in enumerate(names_of):
        for name in given:
            having[name].add(number)
    missing: dict[int, list[str]] = defaultdict(list)
    for name, numbers in having.items():
        definition = same[0].contract.properties.get(name)
        is_optional = definition is not None and not definition.required
        # Of two calls, nobody can say which is right.
        if not is_optional or not len(same) / 2 < len(numbers) < len(same) or around.has(name):
            continue
        shared = set.intersection(*(names_of[number] for number in numbers))
        for number, names in enumerate(names_of):
            # What sends something else instead tells of another case, and does so on purpose.
            if number not in numbers and names <= shared:
                missing[number].append(name)
    for number, left_out in sorted(missing.items()):
        sent = same[number]
        others = counted(len(same) - 1, "other call")
        yield at_call(
            sent.site,
            f"this call of {quoted(sent.event.name)} leaves out {listed(sorted(left_out))}, unlike most of "
            f"the {others}; send it everywhere, or say in its description when it is there",
            sent.event,
        )


def _of_two_types(same: Sequence[Sent], usage: Usage, around: Surroundings) -> Iterator[Trouble]:
    first: dict[str, tuple[str, Sent, Given]] = {}
    for sent in same:
        for given in sent.site.properties.given:
            # What is declared has a type, and literals of another one are found by it.
            if given.name in sent.event.properties or around.has(given.name):
                continue
            for literal in literals(given.value, usage.linker):
                kind = _kind(literal.value)
                if kind is None:
                    continue
                known = first.setdefault(given.name, (kind, sent, given))
                if known[0] != kind:
                    yield at_property(
                        sent,
                        given,
                        f"{shown(given.name)} of {quoted(sent.event.name)} is of type {kind} here and "
                        f"{known[0]} at {known[2].value.path}:{known[2].line}; declare it with one type",
                    )


def _kind(value: Json) -> str | None:
    found = found_type(value)
    return None if value is None else "number" if found == "integer" else found


_CATALOG: Final = """\
description: A customer has paid an order.
destinations: [log]
properties:
  method: {description: How it was paid., type: string, enum: [card, transfer], data: none}
"""

RULE: Final = UsageRule(
    id="usage/disagreeing-calls",
    summary="A call leaves out an optional property that most calls of its event send.",
    why=(
        "Whoever counts by such a property counts wrong: payloads of one call lack it and nobody knows why. "
        "Often the property was added later and a call forgotten. Properties that nothing declares are "
        "compared by the types of their literals."
    ),
    bad={
        "order/completed.yaml": _CATALOG,
        "app.py": """\
from telemetry import log_event


def by_card():
    log_event("order.completed", method="card")


def by_transfer():
    log_event("order.completed", method="transfer")


def by_hand():
    log_event("order.completed")
""",
    },
    good={
        "order/completed.yaml": _CATALOG,
        "app.py": """\
from telemetry import log_event


def by_card():
    log_event("order.completed", method="card")


def by_transfer():
    log_event("order.completed", method="transfer")
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    check=check,
)
