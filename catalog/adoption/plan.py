"""From what was seen to the files of a catalog, and the decisions that are left."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from catalog.adoption.decisions import Decision, Risk
from catalog.adoption.doubts import Doubts
from catalog.adoption.drafting import drafted
from catalog.adoption.files import catalog_file, event_file, open_file
from catalog.adoption.naming import proposed, spelling, tenseless
from catalog.adoption.observed import Seen, SeenEvent
from catalog.loading.folder import path_of_event
from catalog.model.names import EventName
from catalog.model.snapshot import Snapshot

OWNER = "unassigned"
PURPOSE = "analytics"
CONTEXT_FILE = "_context/sdk.yaml"
PERSON_FILE = "_entities/person.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The files to write, below the catalog's folder, and what is left for people."""

    files: Mapping[str, str]
    events: int
    """How many events the files add."""
    known: int
    """How many of the names that were seen are on the roll already."""
    decisions: tuple[Decision, ...]


def planned(
    seen: Mapping[str, SeenEvent],
    product: str,
    destinations: Mapping[str, str],
    known: Snapshot | None,
    context: Mapping[str, Seen],
    person: Mapping[str, Seen],
    folder: str,
) -> Plan:
    """Drafts of every name that is not on the roll yet; what people have written is left alone.

    `destinations` has the words for each destination that events go to. `known` is the catalog that is there,
    in its `folder` as people see it.
    Names that differ in their spelling alone are one event: the one seen most often is its wire name, the
    others are aliases.
    """
    new = {wire: event for wire, event in seen.items() if known is None or known.lookup(wire) is None}
    files: dict[str, str] = {}
    decisions: list[Decision] = []
    taken = set() if known is None else {str(name) for name in known.events}
    doubts = Doubts(folder)
    groups: dict[tuple[EventName, str], list[SeenEvent]] = {}
    for wire in sorted(new):
        groups.setdefault((proposed(wire).name, spelling(wire)), []).append(new[wire])
    drafted_as: dict[EventName, str] = {}
    for (name, _), events in sorted(groups.items(), key=_most_first):
        events.sort(key=lambda one: (-one.payloads, -len(one.sites), one.wire))
        identity = _free(name, taken)
        taken.add(identity)
        path = path_of_event(identity)
        whole = _together(events)
        drafts = {key: drafted(key, one, whole) for key, one in whole.properties.items()}
        files[path] = event_file(
            identity,
            tuple(one.wire for one in events),
            whole.destinations,
            OWNER,
            PURPOSE,
            drafts,
            found_in=tuple(dict.fromkeys(path for path, _ in whole.sites)),
        )
        decisions += _of_names(identity, name, events, f"{folder}/{path}", drafted_as.get(name))
        drafted_as[identity] = events[0].wire
        doubts.take(identity, drafts, whole, path)
    if known is None:
        files["catalog.yaml"] = catalog_file(product, destinations, OWNER, PURPOSE, has_context=bool(context))
        for place, members in ((CONTEXT_FILE, context), (PERSON_FILE, person)):
            if members:
                around = SeenEvent(wire=place)
                drafts = {key: drafted(key, one, around) for key, one in members.items()}
                files[place] = open_file(drafts)
                doubts.take(place, drafts, around, place)
    decisions += _in_two_tenses(taken, drafted_as, folder)
    return Plan(
        files=files,
        events=len(groups),
        known=len(seen) - len(new),
        decisions=tuple(sorted((*decisions, *doubts.decisions()), key=lambda one: one.order)),
    )


def _most_first(group: tuple[tuple[EventName, str], list[SeenEvent]]) -> tuple[EventName, int, str]:
    (name, words), events = group
    return (name, -sum(one.payloads + len(one.sites) for one in events), words)


def _in_two_tenses(taken: set[str], drafted: Mapping[EventName, str], folder: str) -> Iterator[Decision]:
    """Identities that say the same in another tense or number, one of which is new."""
    alike: dict[str, list[EventName]] = {}
    for one in sorted(taken):
        alike.setdefault(tenseless(EventName(one)), []).append(EventName(one))
    for names in alike.values():
        new = [one for one in names if one in drafted]
        if len(names) > 1 and new:
            yield Decision(
                risk=Risk.REFUSED,
                sentence=f"{' and '.join(names)} differ in tense or number alone; if they are one event, "
                "keep one, with the other's wire name as an alias",
                path=f"{folder}/{path_of_event(new[-1])}",
            )


def _free(name: EventName, taken: set[str]) -> EventName:
    """The name, or the first with a number that no event of the catalog has."""
    number, free = 2, name
    while free in taken:
        free, number = EventName(f"{name}_{number}"), number + 1
    return free


def _together(events: list[SeenEvent]) -> SeenEvent:
    """What was seen under all names of one event."""
    whole = SeenEvent(wire=events[0].wire)
    for one in events:
        whole.payloads += one.payloads
        whole.closed_sites += one.closed_sites
        whole.sites += one.sites
        whole.destinations |= one.destinations
        for key, property_ in one.properties.items():
            whole.properties.setdefault(key, Seen()).merge(property_)
    return whole


def _of_names(
    identity: EventName, name: EventName, events: list[SeenEvent], path: str, other: str | None
) -> Iterator[Decision]:
    """What is doubtful about an event's names; `other` is the wire name of the draft that took it."""
    wires = [one.wire for one in events]
    if len(wires) > 1:
        listed = ", ".join(f"'{wire}'" for wire in wires[1:])
        yield Decision(
            risk=Risk.REFUSED,
            sentence=f"{identity}: {listed} is taken for '{wires[0]}' written otherwise; another event gets "
            "a file of its own",
            path=path,
            weight=len(wires),
        )
    if identity != name:
        why = "is on the roll already and is not sent as" if other is None else f"is '{other}' here, and not"
        yield Decision(
            risk=Risk.REFUSED,
            sentence=f"{identity}: '{name}' {why} '{wires[0]}'; make it an alias there, or name this event "
            "better",
            path=path,
        )
    doubt = proposed(wires[0]).doubt
    if doubt is not None:
        yield Decision(
            risk=Risk.UNCLEAR,
            sentence=f"{identity}, sent as '{wires[0]}': {doubt}; rename the file",
            path=path,
        )
