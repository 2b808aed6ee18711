"""A pattern stands without maxLength."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Strings and keys of maps with `pattern` and no `maxLength`."""
    for item in view.layout.strings:
        definition = item.definition
        if definition.pattern is not None and definition.max_length is None:
            yield item.defect(
                f"{item.subject('has', 'have')} a pattern without maxLength; say how long {item.they} can be",
                "pattern",
            )
    for keys in view.layout.keys:
        if keys.definition.pattern is not None and keys.definition.max_length is None:
            yield keys.defect(
                f"the keys of {quoted(keys.name)} have a pattern without maxLength; say how long they can be",
                "pattern",
            )


RULE: Final = Rule(
    id="typing/pattern-without-max-length",
    summary="A pattern stands without maxLength.",
    why=(
        "The time that an engine needs for a pattern grows with the text; maxLength is what bounds "
        "it, so the format asks for it beside every pattern."
    ),
    bad={
        "timer/stopped.yaml": """\
properties:
  currency: {description: The currency., type: string, pattern: "^[A-Z]+$", data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
properties:
  currency: {description: The currency., type: string, pattern: "^[A-Z]+$", maxLength: 3, data: none}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
)
