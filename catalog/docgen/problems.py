"""The page of the problems: every code that a payload can get, and what to do about it."""

import re
from collections.abc import Iterator
from string import Formatter
from typing import Final

from catalog.docgen.markdown import Paragraph, code, page, prose, table
from catalog.findings import Severity
from catalog.validation.problems import KINDS, MALFORMED, ProblemKind
from catalog.validation.verdict import Outcome

_CONTEXT: Final = {
    "alias": "the arriving name, when it is an alias",
    "allowed": "the values that the contract allows",
    "byte": "the position of the byte that is wrong, from 1; absent when nobody knows",
    "category": "the data category that a detector suggests",
    "data": "the data category of the refused value",
    "declared": "what the property is declared to be; absent when no definition names it",
    "destination": "the destination by which the payload is judged",
    "detector": "the detector that saw it; `name` is the one that reads names of properties",
    "event": "the event on the roll",
    "expected": "the type that the contract states",
    "found": "the JSON type that came",
    "index": "the position of an item in its list, from 0",
    "key": "a name in the payload, as far as it may be shown",
    "known": "the destinations that it goes to",
    "limit": "the bound that the contract or the format states",
    "nearest": "the nearest known name; absent when none is near",
    "pattern": "the pattern of the contract",
    "property": "the name of a declared property",
    "purposes": "the purposes of which one must be granted; absent when any will do",
    "reason": "what could not be read, and why",
    "remedy": "what would be right: to classify a property, to declare it, or to leave it out",
    "replacement": "the event to send instead; absent when the catalog names none",
}
"""What the members of a problem's context hold."""

_INTRODUCTION: Final = """\
A *problem* says that a payload is wrong. It has a `code`, a `path` (a JSON Pointer into the payload), a \
`message`, and a `context` with the limits and types that the message names; it never holds a value of the \
payload. All problems of a payload are reported, the most relevant first, in the order of this page. \
[Payloads and the envelope](../guide/payloads.md) says what a payload holds and which outcomes there are.

Below, each code has its message and what to do. Words in *italics* stand for \
[members of the context](#what-the-context-holds)."""

_UNKNOWN: Final = frozenset({"unknown-event", "event-not-loaded"})

_SECTIONS: Final = {
    Outcome.MALFORMED: (
        "The payload is malformed",
        "It is no payload, so no contract can judge it; its outcome is `malformed`.",
    ),
    Outcome.UNKNOWN: ("The event is unknown", "No contract is there to judge it; its outcome is `unknown`."),
    Outcome.REFUSED: (
        "The payload is refused",
        "The event is on the roll, and the payload is not what its contract says; its outcome is `refused`.",
    ),
    Outcome.ACCEPTED: (
        "The payload is accepted with a warning",
        "Its outcome stays `accepted`, save for `drift` where the catalog quarantines or refuses it.",
    ),
}


def problems_page() -> str:
    """The page as Markdown; every code is a heading, whose anchor is the code."""
    used = sorted({name for kind in KINDS.values() for name in _names(kind)})
    return page(
        "# Problems",
        _INTRODUCTION,
        *(paragraph for outcome in _SECTIONS for paragraph in _section(outcome)),
        "## What the context holds",
        table(("member", "what it is"), [(code(name), _CONTEXT[name]) for name in used]),
    )


def outcome_of(kind: ProblemKind) -> Outcome:
    """The outcome of a payload whose only problem is of this kind."""
    if kind.severity is Severity.WARNING:
        return Outcome.ACCEPTED
    if kind.code in MALFORMED:
        return Outcome.MALFORMED
    return Outcome.UNKNOWN if kind.code in _UNKNOWN else Outcome.REFUSED


def _section(outcome: Outcome) -> Iterator[Paragraph]:
    title, words = _SECTIONS[outcome]
    yield f"## {title}"
    yield words
    for kind in KINDS.values():
        if outcome_of(kind) is outcome:
            yield f"### {kind.code}"
            yield f"> {_sentence(kind)}"
            yield prose(kind.advice)


def _sentence(kind: ProblemKind) -> str:
    """The sentence with its placeholders in italics, quotes around them left out."""
    parts = []
    for text, name, _, _ in Formatter().parse(kind.sentence):
        parts.append(prose(text.replace("[", "(").replace("]", ")")))
        if name is not None:
            parts.append(f"*{name}*")
    return re.sub(r"\s+", " ", "".join(parts))


def _names(kind: ProblemKind) -> Iterator[str]:
    return (name for _, name, _, _ in Formatter().parse(kind.sentence) if name is not None)
