"""A call sends a literal that its property cannot have."""

from collections.abc import Iterator, Sequence
from typing import Final

from catalog.findings import Severity
from catalog.model.types import ArrayType, Property
from catalog.rules.sentences import quoted
from catalog.rules.usage.calls import Usage
from catalog.rules.usage.literals import Literal, literals
from catalog.rules.usage.parts import parts
from catalog.rules.usage.rule import Trouble, UsageRule
from catalog.rules.usage.sentences import at_property, shown
from catalog.validation.explain import breaches
from catalog.validation.kinds import LargeInteger
from catalog.validation.problems import Problem


def check(usage: Usage) -> Iterator[Trouble]:
    """Literals of a wrong type, or outside of what the type allows; never which literal it is."""
    for sent in usage.sent:
        properties = sent.contract.properties
        for given in sent.site.properties.given:
            definition = properties.get(given.name)
            if definition is None:
                continue
            about = f"{shown(given.name)} of {quoted(sent.event.name)}"
            for literal in literals(given.value, usage.linker):
                for problem in _problems(definition, literal):
                    is_part = bool(problem.path)
                    yield at_property(sent, given, _message(about, problem, is_part=is_part))
            for part in parts(definition, given.value):
                # Items of a list have been judged with the list.
                if part.value is given.value or isinstance(part.definition, ArrayType):
                    continue
                for literal in literals(part.value, usage.linker):
                    for problem in _problems(part.definition, literal):
                        yield at_property(sent, given, _message(about, problem, is_part=True))


def _message(about: str, problem: Problem, *, is_part: bool) -> str:
    return f"{'a part of ' if is_part else ''}{about} {problem.message}"


def _problems(definition: Property, literal: Literal) -> Sequence[Problem]:
    try:
        found = breaches(definition, literal.value)
    except LargeInteger:
        assert isinstance(literal.value, int)
        found = breaches(definition, float(literal.value))
    counted = [problem for problem in found if problem.code != "property-not-loaded"]
    if literal.whole:
        return counted[:1]
    # Of what is put together when it runs, only the type is known.
    return [problem for problem in counted if problem.code == "wrong-type" and not problem.path][:1]


_CATALOG: Final = """\
description: A customer has paid an order.
destinations: [log]
properties:
  method: {description: How it was paid., type: string, enum: [card, transfer], data: none}
"""

RULE: Final = UsageRule(
    id="usage/wrong-literal",
    summary="A call sends a literal of a wrong type, or one that its property does not allow.",
    why=(
        "The payload is refused when it arrives. Every literal that a property can be is judged: through "
        "constants, on both ways of a condition, in objects and lists, and null as well."
    ),
    bad={
        "order/completed.yaml": _CATALOG,
        "app.py": """\
from telemetry import log_event

log_event("order.completed", method="cash")
""",
    },
    good={
        "order/completed.yaml": _CATALOG,
        "app.py": """\
from telemetry import log_event

log_event("order.completed", method="card")
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    check=check,
)
