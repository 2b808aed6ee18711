"""Drafts as the text of files, with what a person has to confirm as comments where it belongs."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from catalog.adoption.drafting import Drafted
from catalog.loading.yaml_text import Plain, render, text
from catalog.model.names import EventName
from catalog.scan.proposal import in_a_line

_SHOWN: Final = 3
"""So many files a comment names."""


def event_file(
    name: EventName,
    wires: tuple[str, ...],
    destinations: Iterable[str],
    owner: str,
    purpose: str,
    properties: Mapping[str, Drafted],
    *,
    found_in: Sequence[str] = (),
) -> str:
    """An event's file; `wires` are the names that are sent for it, the first being its own.

    `found_in` are the source files that send it, for whoever describes it.
    A category that a name or a value suggests stands as a comment in its property: whoever confirms it takes
    the mark away.
    """
    head: dict[str, Plain] = {"owner": owner, "purpose": purpose}
    if wires[0] != name:
        head["wire"] = wires[0]
    head["destinations"] = sorted(destinations)
    if wires[1:]:
        head["aliases"] = [{"name": wire} for wire in wires[1:]]
    written = _found(found_in) + render(head)
    if properties:
        written += "properties:\n" + "".join(_property(key, properties[key]) for key in sorted(properties))
    return written


def _found(files: Sequence[str]) -> str:
    if not files:
        return ""
    listed = ", ".join(in_a_line(path) for path in files[:_SHOWN])
    more = len(files) - _SHOWN
    return f"# sent in {listed}{f' and {more:,} more' if more > 0 else ''}\n"


def open_file(properties: Mapping[str, Drafted]) -> str:
    """The file of a context or of an entity."""
    return "properties:\n" + "".join(_property(key, properties[key]) for key in sorted(properties))


def _property(name: str, draft: Drafted) -> str:
    marks = [
        f"    # data{f' of {path}' if path else ''}: {category}  # suggested; confirm it or say what it is\n"
        for path, category in sorted(draft.suggested.items())
    ]
    if draft.is_guess:
        marks.append("    # its type is a guess: nothing in the code tells it\n")
    elif draft.disagreeing:
        marks.append(f"    # sent as {' and as '.join(draft.disagreeing)}; one of them is refused\n")
    lines = render({name: draft.plain}).splitlines(keepends=True)
    if marks and len(lines) == 1:  # in one line, there is no place for a comment
        lines = [f"{text(name, flow=True)}:\n", *(f"  {line}" for line in _block(draft.plain))]
    return "".join((f"  {lines[0]}", *marks, *(f"  {line}" for line in lines[1:])))


def _block(plain: Mapping[str, Plain]) -> list[str]:
    return [line for key, value in plain.items() for line in render({key: value}).splitlines(keepends=True)]


def catalog_file(
    product: str, destinations: Mapping[str, str], owner: str, purpose: str, *, has_context: bool = False
) -> str:
    """catalog.yaml for a product that is being put on the roll; `destinations` have their descriptions."""
    listed = "    contexts: [sdk]\n" if has_context else ""
    where = "".join(
        f"  {name}:\n    description: {text(words)}\n{listed}" for name, words in sorted(destinations.items())
    )
    return f"""\
# What this product sends, as far as its source code and its traffic tell. Every line is yours to correct.
format: 1
product: {product}

# While a code base is being put on the roll, what is there already only warns, and what a branch adds fails.
# Take this line away when `rollcall check` has nothing left to say.
profile: adopt

# Properties that no definition names are left out of what leaves, instead of refusing the payload.
undeclared: drop

# Who answers for events. Name your teams, and give each event to one of them.
owners:
  {owner}: {{description: Nobody has said yet who answers for these events.}}

# Why data is processed, and what permits it (GDPR Art. 6).
purposes:
  {purpose}: {{description: To learn how the product is used.}}

# Where payloads go. What each place may receive, for how long and with which consent is for you to say.
destinations:
{where}"""
