"""What leaves of a payload for a destination, as text: the payload itself, and why the rest is not in it."""

import json
from collections.abc import Iterator
from typing import Final, assert_never

from catalog.cli.render.verdicts import Leaving
from catalog.cli.terminal import Paper, json_printable, printable
from catalog.model.category import Handling
from catalog.model.policy import Decision
from catalog.model.snapshot import Snapshot
from catalog.model.types import Property
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
    for path, leaf in _leaves(name, treatment(snapshot.policy, destination, definition)):
        if leaf.handling is not Handling.KEEP:
            ruled = snapshot.policy.ruling(destination, leaf.data)
            data = leaf.data or "what is unclassified"
            done, does = _DONE[leaf.handling]
            if ruled.handling is not leaf.handling:
                why = "as its 'handling' says"
            elif ruled.decision is Decision.SILENCE:
                why = f"since {destination} does not receive {data}"
            else:
                itself = "" if ruled.entry == leaf.data else f" (it is {data})"
                why = f"since {destination} {does} {ruled.entry}{itself}"
            yield path, f"{done}, {why}"
    sent = sent_name(name, definition, destination)
    if sent != name:
        yield name, f"sent as {printable(sent)}"


def _leaves(path: str, treated: Treatment) -> Iterator[tuple[str, Leaf]]:
    match treated:
        case Leaf():
            yield path, treated
        case Items():
            yield from _leaves(f"{path}[]", treated.items)
        case Fields():
            for name, member in treated.members.items():
                yield from _leaves(f"{path}.{name}", member)
        case Entries():
            yield from _leaves(f"{path}{{key}}", treated.keys)
            yield from _leaves(f"{path}{{value}}", treated.values)
        case _:
            assert_never(treated)
