"""A text holds a character that nobody sees."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from catalog.findings import Pointer, Severity
from catalog.rules.defect import Defect, in_event, in_settings
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View

# C0 and C1 without tab and line ends, and what turns the direction of text around (UAX #9 §2).
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")


def check(view: View) -> Iterator[Defect]:
    """Descriptions, triggers, names that arrive, members of enums, and every text of catalog.yaml."""
    for pointer, text in _texts(view.settings.model_dump(), ()):
        found = _unseen(text)
        if found:
            yield in_settings(_sentence("a text of the catalog", found), *pointer)
    for home in view.layout.homes:
        found = _unseen(home.definition.description)
        if found:
            yield home.defect(_sentence(f"the description of {quoted(home.name)}", found), "description")
    for event in view.events:
        found = _unseen(event.definition.trigger)
        if found:
            yield in_event(event, _sentence(f"the trigger of {quoted(event.name)}", found), "trigger")
        found = _unseen(event.definition.wire)
        if found:
            yield in_event(event, _sentence(f"the wire name of {quoted(event.name)}", found), "wire")
        for index, alias in enumerate(event.aliases):
            found = _unseen(alias.name)
            if found:
                what = f"an alias of {quoted(event.name)}"
                yield in_event(event, _sentence(what, found), "aliases", index, "name")
    for item in view.layout.fields:
        found = _unseen(item.definition.description)
        if found:
            yield item.defect(_sentence(f"the description of {item.title}", found), "description")
    for one in view.layout.chosen:
        for index, member in enumerate(one.definition.enum or ()):
            found = _unseen(member)
            if found:
                yield one.defect(_sentence(f"a member of the enum of {one.title}", found), "enum", index)


def _unseen(text: object) -> str:
    """The first character of a text that nobody sees; empty when there is none."""
    found = _UNSEEN.search(text) if isinstance(text, str) else None
    return found.group() if found else ""


def _sentence(what: str, character: str) -> str:
    return f"{what} holds the control character U+{ord(character):04X}; take it out"


def _texts(value: object, pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    """Every text in a definition, with the way to it."""
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(key, (*pointer, str(key)))
            yield from _texts(inner, (*pointer, str(key)))
    elif isinstance(value, Sequence):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*pointer, index))


RULE: Final = Rule(
    id="catalog/control-character",
    summary="A text holds a character that nobody sees.",
    why=(
        "It steers terminals, breaks the files that are generated from the catalog, or shows a reviewer "
        "another text than the one that is there."
    ),
    bad={
        "timer/stopped.yaml": """\
description: "A running timer is \\x1b[8mnot \\x1b[0mstopped."
""",
    },
    good={
        "timer/stopped.yaml": """\
description: A running timer is stopped.
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
)
