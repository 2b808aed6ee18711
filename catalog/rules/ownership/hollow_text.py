"""A description or trigger says nothing."""

from collections.abc import Iterator
from typing import Final

from catalog.findings import Severity
from catalog.rules.defect import Defect, in_event
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View

_PLACEHOLDERS: Final = frozenset({"todo", "tbd", "tba", "fixme", "xxx", "wip", "na"})
_SHOUTED: Final = frozenset({"TODO", "TBD", "FIXME"})
"""What follows them is a note to oneself; a todo list is something else."""
_BEGINNINGS: Final = tuple(_SHOUTED)
_LONGEST: Final = 20
"""Longer texts say at least something, unless they begin with a placeholder."""


def check(view: View) -> Iterator[Defect]:
    """Texts of events and properties that hold the place of one: TODO, a dash, a single letter."""
    for event in view.events:
        for key in ("description", "trigger"):
            text = event.definition.description if key == "description" else event.definition.trigger
            if text is not None and _is_hollow(text):
                yield in_event(
                    event, f"the {key} of {quoted(event.name)} says nothing; write a sentence", key
                )
    for item in view.layout.fields:
        text = item.definition.description
        if text is not None and _is_hollow(text):
            yield item.defect(
                f"the description of {item.title} says nothing; write a sentence", "description"
            )


def _is_hollow(text: str) -> bool:
    """Whether a text is a placeholder, begins with one, or has at most one letter or digit."""
    if len(text) > _LONGEST and not text.lstrip().startswith(_BEGINNINGS):
        return False  # nearly all texts, and there are tens of thousands
    first = text[:_LONGEST].split(maxsplit=1)
    if first and first[0].rstrip(":.,-") in _SHOUTED:
        return True
    return len(text) <= _LONGEST and (len(letters := _letters(text)) <= 1 or letters in _PLACEHOLDERS)


def _letters(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())


RULE: Final = Rule(
    id="ownership/hollow-text",
    summary="A description or a trigger says nothing.",
    why=("It silences the rule that asks for a text, and tells whoever reads the catalog as little as none."),
    bad={
        "timer/stopped.yaml": """\
description: TODO
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.PROPERTY,
    check=check,
)
