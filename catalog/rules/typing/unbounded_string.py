"""A text has no greatest length."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Strings and URIs without maxLength, enum or const, and maps whose keys have no bound."""
    for item, definition in view.scalars:
        if definition.type != "string" and definition.type != "uri":
            continue
        if definition.max_length is None and definition.enum is None and definition.const is None:
            if definition.type == "string" and definition.pattern is not None:
                continue  # typing/pattern-without-max-length says more
            right = "maxLength" if definition.type == "uri" else "maxLength, or an enum of what it can be"
            yield item.defect(f"{quoted(item.name)} has no greatest length; give it a {right}")
    for keys in view.keys:
        if keys.definition.max_length is None and keys.definition.pattern is None:
            yield keys.defect(
                f"the keys of {quoted(keys.name)} have no greatest length; give them a maxLength"
            )


RULE: Final = Rule(
    id="typing/unbounded-string",
    summary="A text has no greatest length.",
    why=(
        "A text without a bound takes whatever a client puts into it: a page, a password, a stack "
        "trace. Storage, columns and privacy reviews all need the bound."
    ),
    bad={
        "timer/stopped.yaml": """\
properties:
  format: {description: The kind of file., type: string, data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
properties:
  format: {description: The kind of file., type: string, maxLength: 10, data: none}
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
)
