"""A pattern is outside the subset that every engine reads alike."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.settings import Anonymous
from catalog.rules.defect import Defect, in_settings
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View
from catalog.schema.patterns import PatternError, parse


def check(view: View) -> Iterator[Defect]:
    """Patterns of strings, of map keys and of anonymous identities that the parser refuses."""
    refused: dict[str, str | None] = {}
    for item in view.layout.strings:
        definition = item.definition
        if definition.pattern is not None:
            message = _refusal(definition.pattern, refused)
            if message is not None:
                yield item.defect(f"the pattern of {item.title} is not portable: {message}", "pattern")
    for keys in view.layout.keys:
        if keys.definition.pattern is not None:
            message = _refusal(keys.definition.pattern, refused)
            if message is not None:
                yield keys.defect(
                    f"the key pattern of {quoted(keys.name)} is not portable: {message}", "pattern"
                )
    for name, destination in view.settings.destinations.items():
        if isinstance(destination.identity, Anonymous):
            message = _refusal(destination.identity.anonymous, refused)
            if message is not None:
                yield in_settings(
                    f"the identity pattern of {quoted(name)} is not portable: {message}",
                    "destinations",
                    name,
                    "identity",
                    "anonymous",
                )


def _refusal(pattern: str, refused: dict[str, str | None]) -> str | None:
    """What the parser says about a pattern; each one is read once, however many properties have it."""
    if pattern not in refused:
        try:
            parse(pattern)
            refused[pattern] = None
        except PatternError as error:
            refused[pattern] = error.message
    return refused[pattern]


RULE: Final = Rule(
    id="typing/pattern-not-portable",
    summary="A pattern is outside the subset that every engine reads alike.",
    why=(
        "A contract is judged by Python, JavaScript, Rust and Go; what one of them does not know, or "
        "reads differently, would be valid in one place and refused in the next."
    ),
    bad={
        "timer/stopped.yaml": """\
properties:
  code: {description: The code., type: string, pattern: "(?i)^[a-z]+$", maxLength: 8, data: none}
""",
    },
    good={
        "timer/stopped.yaml": """\
properties:
  code: {description: The code., type: string, pattern: "^[A-Za-z]+$", maxLength: 8, data: none}
""",
    },
    severity=Severity.ERROR,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
)
