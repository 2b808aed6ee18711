"""A text has no greatest length."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View


def check(view: View) -> Iterator[Defect]:
    """Strings, URIs and flags without maxLength, enum or const, and maps whose keys have no bound."""
    for item in view.layout.strings:
        text = item.definition
        # With a pattern, typing/pattern-without-max-length says more.
        if text.max_length is None and text.enum is None and text.const is None and text.pattern is None:
            yield item.defect(
                f"{item.subject('has', 'have')} no greatest length; give {item.them} a maxLength, or an "
                f"enum of what {item.they} can be"
            )
    for uri in view.layout.uris:
        if uri.definition.max_length is None and uri.definition.enum is None and uri.definition.const is None:
            yield uri.defect(f"{uri.subject('has', 'have')} no greatest length; give {uri.them} a maxLength")
    for flag in view.layout.flags:
        if (
            flag.definition.max_length is None
            and flag.definition.enum is None
            and flag.definition.const is None
        ):
            yield flag.defect(
                f"{flag.subject('is a flag', 'are flags')} whose variants have names of no greatest length; "
                f"give {flag.them} a maxLength"
            )
    for keys in view.layout.keys:
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
