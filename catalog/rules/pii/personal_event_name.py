"""The name of an event says something about the person that it is about."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from catalog.findings import Severity
from catalog.model.snapshot import Event
from catalog.model.words import words_of
from catalog.rules.defect import Defect, in_event
from catalog.rules.pii.shown import NOUNS, somebodys
from catalog.rules.pii.telling_words import told_by
from catalog.rules.rule import Rule, Scope
from catalog.rules.sentences import quoted
from catalog.rules.view import View

ID_DIGITS: Final = 5
"""A longer number in a name is an id, not a version, a year or a size."""


def check(view: View) -> Iterator[Defect]:
    """Names of events, arriving and sent, with words of special categories, a number or an address."""
    for event in view.events:
        for name, pointer in _names(event):
            said = somebody_in(name)
            if said is not None:
                yield in_event(
                    event,
                    f"the name {said}; a name stands for what happened, so move that to a property",
                    *pointer,
                )
                continue
            told = told_by(name)
            if told is not None:
                yield in_event(
                    event,
                    f"the name {quoted(name)} tells {told[1]} by {quoted(told[0])} of everybody who causes "
                    "it, and names go to every destination; give it a name that says less",
                    *pointer,
                )


def _names(event: Event) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Every name under which an event arrives or leaves, once, and where it stands."""
    yield event.name, ()
    if event.definition.wire is not None:
        yield event.definition.wire, ("wire",)
    for index, alias in enumerate(event.aliases):
        yield alias.name, ("aliases", index, "name")
    for destination, name in event.definition.send_as.items():
        yield name, ("send_as", destination)


@lru_cache(maxsize=16_384)
def somebody_in(name: str) -> str | None:
    """What a name holds of somebody, as a sentence goes on; what is like an address is not repeated."""
    if any(len(word) >= ID_DIGITS and word.isdecimal() for word in words_of(name)):
        return f"{quoted(name)} holds a number like an id"
    detector = somebodys(name)
    return None if detector is None else f"holds {NOUNS[detector]}"


RULE: Final = Rule(
    id="pii/personal-event-name",
    summary="The name of an event says something about the person that it is about.",
    why=(
        "Properties can be dropped, hashed and classified; the name goes to every destination as it is, next "
        "to the user's id. An event named for a diagnosis is data about health, and one named for a "
        "customer's number is that number."
    ),
    bad={
        "diagnosis/confirmed.yaml": """\
description: A patient confirmed what the doctor wrote.
destinations: [log]
""",
    },
    good={
        "document/confirmed.yaml": """\
description: A user confirmed a document.
destinations: [log]
""",
    },
    severity=Severity.WARNING,
    since="0.1.0",
    scope=Scope.EVENT,
    check=check,
)
