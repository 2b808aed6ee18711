"""The record of processing as blocks: what a reviewer reads, condensed or in full."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from catalog.cli.render.blocks import Block, Facts, Heading, Items, Table, Words, first_sentence
from catalog.cli.report import counted
from catalog.model.category import Handling, Sensitivity
from catalog.model.envelope import LISTS, STAMPS
from catalog.model.event import Status
from catalog.model.names import EventName
from catalog.model.settings import Anonymous, DestinationDefinition, Transfer
from catalog.privacy.account import (
    NOT_STATED,
    Group,
    basis_in_words,
    category_of,
    events_of,
    gaps,
    groups_of,
    identity_of,
    in_words,
    listed,
    place_of,
    short_form,
)
from catalog.privacy.rows import EVERY_EVENT, DataMap, Part, Row

_NAMED: Final = 3
"""So many events are named beside a property; the rest is counted."""


def record(data: DataMap, *, in_full: bool, limits: Sequence[str] = ()) -> Iterator[Block]:
    """The blocks of the record; `in_full` lists every row, and descriptions as they are.

    `limits` say what the map was narrowed to, in words.
    """
    settings = data.settings
    yield Heading(f"Record of processing activities of {settings.product}, GDPR Art. 30(1)", 1)
    facts = [("controller", settings.controller or NOT_STATED), ("contact", settings.contact or NOT_STATED)]
    if limits:
        facts.append(("limited to", ", ".join(limits)))
    yield Facts([*facts, ("scope", _scope(data))])
    if not data.rows:
        yield Words("Nothing of that goes anywhere: no event has it, and no payload carries it.")
        return
    yield from _at_a_glance(data)
    yield from _purposes(data, in_full=in_full)
    for name in data.events:
        rows = [row for row in data.rows if row.destination == name]
        if rows:
            yield from _destination(data, name, rows, in_full=in_full)
    yield from _measures(data)
    missing = list(gaps(data))
    yield Heading("Still to be stated")
    yield Items(missing) if missing else Words("Nothing: what the catalog can state, it states.")
    yield Words(
        "A catalog has no place for joint controllers, a representative, a data protection officer and the "
        "measures of whoever runs a destination; add them where they apply."
    )


def _scope(data: DataMap) -> str:
    """How much the record is about."""
    declared = (row for row in data.rows if row.part is not Part.ENVELOPE)
    properties = len({(row.event, row.part, row.path) for row in declared})
    names = events_of(data, data.rows)
    status = {event.name: event.status for going in data.events.values() for event in going}
    counts = Counter(status[EventName(name)] for name in names)
    others = [f"{counts[one]:,} {one}" for one in Status if one is not Status.ACTIVE and counts[one]]
    said = f"{counted(len(names), 'event')}{f' ({listed(others)})' if others else ''}"
    return f"{said}, {counted(properties, 'property', 'properties')} with person, groups and context"


def _at_a_glance(data: DataMap) -> Iterator[Block]:
    yield Heading("At a glance")
    rows = []
    for name in data.events:
        there = [row for row in data.rows if row.destination == name]
        if not there:
            continue
        leaving = [row for row in there if row.leaves]
        worst = leaving[0].sensitivity if leaving else None
        days = data.settings.destinations[name].retention_days
        rows.append(
            (
                name,
                f"{len(events_of(data, there)):,}",
                "no property" if worst is None else _worst(leaving, worst),
                f"{len({place_of(row) for row in leaving if row.is_personal}):,}",
                NOT_STATED if days is None else counted(days, "day"),
            )
        )
    head = ("recipient", "events", "the most sensitive it gets", "personal properties", "kept")
    yield Table(head, rows, right=frozenset({1, 3, 4}))


def _worst(leaving: list[Row], worst: Sensitivity) -> str:
    names = dict.fromkeys(category_of(row) for row in leaving if row.sensitivity is worst)
    return f"{worst}: {', '.join(names)}"


def _purposes(data: DataMap, *, in_full: bool) -> Iterator[Block]:
    counts: dict[str, set[str]] = {}
    going = {event.name: event for events in data.events.values() for event in events}
    for name in events_of(data, data.rows):
        if (purpose := going[EventName(name)].definition.purpose) is not None:
            counts.setdefault(purpose, set()).add(name)
    for row in data.rows:
        if row.event != EVERY_EVENT:
            for purpose in row.purposes:
                counts.setdefault(purpose, set()).add(row.event)
    yield Heading("Purposes and whose data it is")
    if not counts:
        yield Words("No purpose is stated.")
        return
    rows = []
    for name, of_events in sorted(counts.items()):
        stated = data.settings.purposes.get(name)
        bases = () if stated is None or stated.basis is None else (stated.basis,)
        people = in_words(() if stated is None else stated.subjects)
        rows.append((name, basis_in_words(bases), people, f"{len(of_events):,}"))
    yield Table(("purpose", "legal basis", "whose data", "events"), rows, right=frozenset({3}))
    said = [
        (name, _told(stated.description, in_full) + _notice(stated.notice))
        for name, stated in sorted(data.settings.purposes.items())
        if name in counts and (stated.description or stated.notice)
    ]
    if said:
        yield Facts(said)


def _notice(notice: str | None) -> str:
    return "" if notice is None else f" (told in: {notice})"


def _told(text: str | None, in_full: bool) -> str:
    """A description, or its first sentence."""
    if text is None:
        return ""
    return text if in_full else first_sentence(text)


def _destination(data: DataMap, name: str, rows: list[Row], *, in_full: bool) -> Iterator[Block]:
    there = data.settings.destinations[name]
    yield Heading(f"Recipient {name}")
    if there.description is not None:
        yield Words(_told(there.description, in_full))
    yield Facts([("events", f"{len(events_of(data, rows)):,}"), *recipient_facts(data, name)])
    if in_full:
        yield from _every_row(rows)
        return
    leaving = [row for row in rows if row.leaves]
    around = {row.path for row in leaving if row.part is Part.ENVELOPE}
    envelope = [name for name in (*STAMPS, *LISTS) if name in around]
    declared = [row for row in leaving if row.part is not Part.ENVELOPE]
    if declared:
        yield Words("What it gets, in which form:")
        yield _summary(data, groups_of(declared))
    if envelope:
        yield Words(f"Around that it gets the envelope as it is: {listed(envelope)}.")
    personal = [row for row in leaving if row.is_personal]
    if personal:
        yield Words("Of that, personal or worse:")
        yield Table(("category", "property", "leaves", "events"), list(_in_full(data, personal)))
    kept_out = [row for row in rows if not row.leaves]
    by_identity = [row for row in kept_out if _is_nobody(row, there)]
    others = groups_of(
        row
        for row in kept_out
        if row.sensitivity.rank > Sensitivity.TECHNICAL.rank and not _is_nobody(row, there)
    )
    if others:
        yield Words("About people, and kept out:")
        yield _summary(data, others)
    if by_identity:
        yield Words(_without_people(there, by_identity))


def _without_people(there: DestinationDefinition, rows: Sequence[Row]) -> str:
    """What becomes of people and groups where a destination does not know people by their user ids."""
    what = {
        Part.IDENTITY: "the id of the person",
        Part.PERSON: f"{_count(rows, Part.PERSON)} of the person",
        Part.GROUP: f"{_count(rows, Part.GROUP)} of groups",
    }
    parts = [part for part in what if any(row.part is part for row in rows)]
    if not isinstance(there.identity, Anonymous):
        return f"Nobody is identified there, so {listed([what[part] for part in parts])} do not leave."
    said = []
    if Part.PERSON in parts:
        said.append(f"a payload with anything of the person ({_count(rows, Part.PERSON)}) is refused")
    if Part.GROUP in parts:
        said.append(f"nothing of groups ({_count(rows, Part.GROUP)}) leaves")
    return f"People are known there by an anonymous id alone: {'; '.join(said)}."


def _count(rows: Sequence[Row], part: Part) -> str:
    return counted(len({row.path for row in rows if row.part is part}), "property", "properties")


def _is_nobody(row: Row, there: DestinationDefinition) -> bool:
    """Whether something is kept out because the destination does not know people."""
    return there.identity != "user_id" and row.part in (Part.PERSON, Part.GROUP, Part.IDENTITY)


def recipient_facts(data: DataMap, name: str) -> list[tuple[str, str]]:
    """Who a destination is, where it is, and how long it keeps data."""
    there = data.settings.destinations[name]
    facts = [("processor", there.processor or "none named")]
    is_elsewhere = there.processor is not None
    if is_elsewhere or there.contract is not None:
        facts.append(("contract", there.contract or NOT_STATED))
    if is_elsewhere or there.region is not None:
        facts.append(("region", there.region or NOT_STATED))
    if is_elsewhere or there.transfer is not None:
        transfer = NOT_STATED if there.transfer is None else _TRANSFERS[there.transfer]
        facts.append(("transfer", transfer))
    days = there.retention_days
    return [
        *facts,
        ("identity", _identity(data, name, there)),
        ("consent", "asked for" if there.consent else "not asked for"),
        ("kept", NOT_STATED if days is None else counted(days, "day")),
        ("erasure", erasure_in_words(there)),
    ]


_TRANSFERS: Final = {
    Transfer.NONE: "none to a third country",
    Transfer.ADEQUACY: "under an adequacy decision, GDPR Art. 45",
    Transfer.SCC: "under standard contractual clauses, GDPR Art. 46(2)",
    Transfer.BCR: "under binding corporate rules, GDPR Art. 47",
}


def erasure_in_words(there: DestinationDefinition) -> str:
    """How a person's data is erased, and within how many days."""
    if there.erasure is None:
        return NOT_STATED
    return f"{there.erasure.how} (within {counted(there.erasure.days, 'day')})"


def _identity(data: DataMap, name: str, there: DestinationDefinition) -> str:
    row = next((row for row in data.rows if row.destination == name and row.path == "distinct_id"), None)
    if isinstance(there.identity, Anonymous):
        return f"an anonymous id that matches {there.identity.anonymous}"
    if there.identity == "none":
        return "none"
    return identity_of(there).replace("_", " ") + ("" if row is None else f", {row.form}")


def _summary(data: DataMap, groups: tuple[Group, ...] | list[Group]) -> Table:
    rows = [
        (
            group.category,
            group.sensitivity.value + (", special" if group.special else ""),
            group.form,
            f"{len(group.paths):,}",
            f"{group.events(data):,}",
        )
        for group in groups
    ]
    head = ("category", "sensitivity", "leaves", "properties", "events")
    return Table(head, rows, right=frozenset({3, 4}))


def _in_full(data: DataMap, rows: list[Row]) -> Iterator[tuple[str, str, str, str]]:
    def key(row: Row) -> tuple[int, str, str, str]:
        return -row.sensitivity.rank, category_of(row), place_of(row), short_form(row)

    for _, found in groupby(sorted(rows, key=key), key=key):
        same = list(found)
        yield category_of(same[0]), place_of(same[0]), short_form(same[0]), some_events(data, same)


def some_events(data: DataMap, rows: Sequence[Row]) -> str:
    """The events of rows: a few by name, more by number."""
    if any(row.event == EVERY_EVENT for row in rows):
        return "any"
    names = events_of(data, rows)
    if len(names) <= _NAMED + 1:
        return ", ".join(names)
    return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED:,} more"


def _every_row(rows: list[Row]) -> Iterator[Block]:
    for (category, sensitivity), found in groupby(rows, lambda row: (category_of(row), row.sensitivity)):
        yield Words(f"{category}, {sensitivity.value}:")
        yield Table(
            ("event", "property", "leaves", "purpose"),
            [
                (_event(row), place_of(row), short_form(row), ", ".join(row.purposes) or NOT_STATED)
                for row in found
            ],
        )


def _event(row: Row) -> str:
    if row.event == EVERY_EVENT:
        return "any"
    return row.event if row.status in (None, "active") else f"{row.event} ({row.status})"


def _measures(data: DataMap) -> Iterator[Block]:
    """The measures that a catalog itself takes, GDPR Art. 32(1)."""
    counts: dict[Handling, int] = {}
    for row in data.rows:
        if row.sensitivity.rank >= Sensitivity.INTERACTION.rank:
            counts[row.handling] = counts.get(row.handling, 0) + 1
    parts = [f"{counts[one]:,} {_DONE[one]}" for one in Handling if counts.get(one)]
    yield Heading("Measures in the data flow, GDPR Art. 32(1)")
    said = [
        f"entries about people: {', '.join(parts) or 'none'}",
        f"properties that no definition names: {data.settings.undeclared.value}",
        f"personal data found in a property declared none: {data.settings.drift.value}",
    ]
    if any(row.part is Part.ENVELOPE for row in data.rows):
        said.append(
            "the envelope says which occurrence a payload is (uuid), when it was (timestamp), which program "
            "sent it from where (source, environment, release, version), what was agreed to (consent) and "
            "whom it is for (redacted_for); it leaves as it is for every destination"
        )
    if counts.get(Handling.HASH):
        said.append(
            "hashed is HMAC-SHA-256 under the deployment's key, different at each destination; the digest is "
            "still pseudonymous personal data, GDPR Art. 4(5)"
        )
    yield Items(said)


_DONE: Final = {
    Handling.KEEP: "as they are",
    Handling.TRUNCATE: "cut",
    Handling.MASK: "masked",
    Handling.HASH: "hashed",
    Handling.DROP: "dropped",
    Handling.REFUSE: "refused",
}
