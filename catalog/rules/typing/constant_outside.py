"""A const or a member of an enum does not fit its own type."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.types import (
    DateType,
    FlagType,
    TimestampType,
    UriType,
    UuidType,
)
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.typing.outside import outside
from catalog.rules.view import View

_FREE: Final = frozenset(
    {"description", "type", "required", "nullable", "data", "enum", "destinations", "unit", "examples"}
)
_FORMATTED: Final = (TimestampType, DateType, UuidType, UriType, FlagType)


def check(view: View) -> Iterator[Defect]:
    """Members that the type's other keywords, or its format, refuse."""
    for item in view.layout.chosen:
        definition = item.definition
        if definition.enum is None and definition.const is None:
            continue
        if definition.model_fields_set <= _FREE and not isinstance(definition, _FORMATTED):
            continue  # an enum alone: loading has checked that its members have the type
        open_type = definition.model_copy(update={"enum": None, "const": None})
        for index, member in enumerate(definition.enum or ()):
            message = outside(f"{quoted(str(member))} in the enum of {item.title}", open_type, member)
            if message is not None:
                yield item.defect(message, "enum", index)
        if definition.const is not None:
            message = outside(f"the const of {item.title}", open_type, definition.const)
            if message is not None:
                yield item.defect(message, "const")


RULE: Final = Rule(
    id="typing/constant-outside",
    summary="A const or a member of an enum does not fit its own type.",
    why="It is listed as allowed and refused all the same.",
    bad={
        "timer/stopped.yaml": """\
properties:
  day: {description: The day., type: date, enum: [2026-02-28, 2026-02-30], data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
properties:
  day: {description: The day., type: date, enum: [2026-02-27, 2026-02-28], data: none}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
)
