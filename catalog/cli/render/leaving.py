"""What leaves of a payload for a destination, as text: the payload itself, and why the rest is not in it."""

import json
from collections.abc import Iterator
from typing import Final, assert_never

from catalog.cli.render.verdicts import Leaving
from catalog.cli.terminal import Paper, json_printable, printable
from catalog.model.category import Handling, stricter
from catalog.model.policy import Decision
from catalog.model.snapshot import Snapshot
from catalog.model.types import Property
from catalog.privacy.forms import a_value_of
from catalog.schema.contract import event_name
from catalog.schema.leaving import sent_name
from catalog.schema.treatment import Entries, Fields, Items, Leaf, Treatment, treatment
from catalog.validation import Verdict

_DONE: Final = {
    Handling.TRUNCATE: ("truncated", "truncates"),
    Handling.MASK: ("masked", "masks"),
    Handling.HASH: ("hashed", "hashes"),
    Handling.DROP: ("dropped", "drops"),
    Handling.REFUSE: ("refused", "refuses"),
}


def as_text(
    snapshot: Snapshot, verdict: Verdict, destination: str, leaving: Leaving, paper: Paper
) -> Iterator[str]:
    """The payload that leaves, indented, then a line for each property that does not leave as it came."""
    if leaving.payload is None:
        return
    document = json_printable(json.dumps(leaving.payload, indent=2, ensure_ascii=False))
    yield "".join(f"    {line}\n" for line in document.splitlines())
    found = snapshot.incoming.get(verdict.alias or verdict.event or "")
    if found is None:
        return  # an older version came under a name that is no longer on the roll
    event, alias = found
    for name in leaving.arrived:
        own = event_name(alias, name)
        definition = event.properties.get(own)
        if definition is not None:
            for path, what in _told(snapshot, destination, own, definition):
                first, *rest = paper.hanging(8, f"{printable(path)}: {what}")
                yield f"    {paper.faint('-')} {first}\n"
                yield from (f"        {line}\n" for line in rest)


def _told(snapshot: Snapshot, destination: str, name: str, definition: Property) -> Iterator[tuple[str, str]]:
    """What is done to each part of a property, and by which line of the policy."""
    if definition.destinations is not None and destination not in definition.destinations:
        yield name, f"left out, since its 'destinations' are {', '.join(definition.destinations) or 'none'}"
        return
    for path, leaf, own in _leaves(name, treatment(snapshot.policy, destination, definition), destination):
        if leaf.handling is not Handling.KEEP:
            done, _ = _DONE[leaf.handling]
            yield path, f"{done}, {_why(snapshot, destination, leaf, own)}"
    sent = sent_name(name, definition, destination)
    if sent != name:
        yield name, f"sent as {printable(sent)}"


def _why(snapshot: Snapshot, destination: str, leaf: Leaf, own: Handling) -> str:
    """The line that decides; `own` is what the property's 'handling', or that above it, asks for."""
    ruled = snapshot.policy.ruling(destination, leaf.data)
    asked = stricter(own, ruled.handling)
    if asked not in (own, ruled.handling):
        _, does = _DONE[ruled.handling]
        _, itself = _DONE[own]
        return f"since its 'handling' {itself} it and {destination} {does} it, and nothing is both"
    if asked is not ruled.handling:
        why = "as its 'handling' says"
        return why if asked is leaf.handling else f"since {_uncut(leaf)}: its 'handling' truncates it"
    data = leaf.data or "what is unclassified"
    if ruled.decision is Decision.SILENCE:
        return f"since {destination} does not receive {data}"
    _, does = _DONE[ruled.handling]
    of = "" if ruled.entry == leaf.data else f" (it is {data})"
    why = f"since {destination} {does} {ruled.entry}{of}"
    return why if asked is leaf.handling else f"{why} and {_uncut(leaf)}"


def _uncut(leaf: Leaf) -> str:
    return f"{a_value_of(leaf)} has no coarser part"


def _leaves(
    path: str, treated: Treatment, destination: str, above: Handling = Handling.KEEP
) -> Iterator[tuple[str, Leaf, Handling]]:
    """Each part that is handled by itself, with what its own 'handling' and those above it ask for."""
    own = stricter(above, treated.definition.handling.get(destination, Handling.KEEP))
    match treated:
        case Leaf():
            yield path, treated, own
        case Items():
            yield from _leaves(f"{path}[]", treated.items, destination, own)
        case Fields():
            for name, member in treated.members.items():
                yield from _leaves(f"{path}.{name}", member, destination, own)
        case Entries():
            yield from _leaves(f"{path}{{key}}", treated.keys, destination, own)
            yield from _leaves(f"{path}{{value}}", treated.values, destination, own)
        case _:
            assert_never(treated)
