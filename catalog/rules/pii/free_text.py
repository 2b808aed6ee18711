"""Free text goes to a destination that forbids content."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.model.category import Handling, stricter
from catalog.model.types import Property
from catalog.rules.defect import Defect
from catalog.rules.pii.policy import CONTENT, is_content, receives
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import listed
from catalog.rules.view import Field, View

MAX_LABEL: Final = 255
"""Longer text without a pattern is taken for free text: names of columns, hosts and paths end here."""


def check(view: View) -> Iterator[Defect]:
    """Content, and long text of any category, that reaches a destination readable."""
    for data, items in view.layout.leaves.items():
        if data is None:
            continue
        content = is_content(data)
        for item in items:
            if item.definition.type in ("string", "flag", "array") and _is_free(item.definition, content):
                yield from _judged(view, item, data, content)


def _is_free(definition: Property, content: bool) -> bool:
    """Whether people can have typed it: content by its category, or long text of no fixed form."""
    text = definition.items if definition.type == "array" else definition
    if (text.type != "string" and text.type != "flag") or text.enum is not None or text.const is not None:
        return False
    has_form = text.type == "string" and text.pattern is not None
    return content or (not has_form and text.max_length is not None and text.max_length > MAX_LABEL)


def _judged(view: View, item: Field[Property], data: str, content: bool) -> Iterator[Defect]:
    reached = [name for name in item.reach if _gets_text(view, item, name, data)]
    if reached:
        verb = "does not receive" if len(reached) == 1 else "do not receive"
        right = (
            "drop or hash it there, since cutting it short keeps its first words"
            if content
            else f"give it an enum, a pattern or a maxLength up to {MAX_LABEL}, or classify it as {CONTENT}"
        )
        yield item.defect(
            f"{item.subject('is', 'are')} free text, and {listed(reached)} {verb} {CONTENT}; {right}"
        )


def _gets_text(view: View, item: Field[Property], destination: str, data: str) -> bool:
    if destination not in view.settings.destinations or receives(view.snapshot.policy, destination, CONTENT):
        return False
    own = item.handling.get(destination, Handling.KEEP)
    return stricter(view.snapshot.policy.handling(destination, data), own) in (
        Handling.KEEP,
        Handling.TRUNCATE,
    )


RULE: Final = Rule(
    id="pii/free-text",
    summary="Free text goes to a destination that forbids content.",
    why=(
        "Whatever people can type they will type: names, addresses, passwords. Cutting it short keeps"
        " the first words, and a harmless category does not change what is in it."
    ),
    bad={
        "timer/stopped.yaml": """\
destinations: [posthog]
properties:
  reason:
    description: Why the timer was stopped.
    type: string
    maxLength: 500
    data: system.operations
""",
    },
    good={
        "timer/stopped.yaml": """\
destinations: [posthog]
properties:
  reason:
    description: Why the timer was stopped.
    type: string
    enum: [idle, manual]
    data: system.operations
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
    needs_settings=True,
)
