"""What becomes of the properties of one event, as blocks."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from catalog.cli.render.blocks import Block, Facts, Heading, Items, Words
from catalog.cli.report import counted
from catalog.findings import Spot
from catalog.model.snapshot import Event
from catalog.privacy.account import (
    NOT_STATED,
    Shown,
    basis_in_words,
    category_of,
    in_words,
    listed,
    place_of,
)
from catalog.privacy.rows import DataMap, Part, Row
from catalog.privacy.sentences import consent_needed, what_happens, who_keeps_it


def explanation(
    data: DataMap, event: Event, rows: Sequence[Row], shown: Shown, *, one: bool
) -> Iterator[Block]:
    """The blocks; `one` is about a single property, so nothing is said of what else payloads carry."""
    yield Heading(event.name, 1)
    if event.definition.description is not None:
        yield Words(event.definition.description)
    purpose = event.definition.purpose
    stated = None if purpose is None else data.settings.purposes.get(purpose)
    bases = () if stated is None or stated.basis is None else (stated.basis,)
    yield Facts(
        [
            ("defined in", shown(Spot(kind="event", name=event.name, pointer=()))),
            ("status", event.status.value),
            ("purpose", purpose or NOT_STATED),
            ("legal basis", basis_in_words(bases)),
            ("whose data", in_words(() if stated is None else stated.subjects)),
            ("goes to", listed(event.destinations) or "nowhere"),
        ]
    )
    rank = {name: number for number, name in enumerate(event.destinations)}
    in_order = sorted(sorted(rows, key=lambda row: rank[row.destination]), key=_by_place)
    for place, found in groupby(in_order, place_of):
        yield from _property(data, event, place, list(found), shown)
    if not one:
        yield from _besides(data, event)
    for name in event.destinations:
        if any(row.destination == name and row.leaves for row in rows):
            yield Heading(f"At {name}")
            yield Items(who_keeps_it(name, data.settings.destinations[name]))


def _by_place(row: Row) -> tuple[bool, int, str]:
    """Properties first, the most sensitive of them first, then identity and the rest."""
    return row.part is not Part.PROPERTY, -row.sensitivity.rank, place_of(row)


def _property(data: DataMap, event: Event, place: str, rows: list[Row], shown: Shown) -> Iterator[Block]:
    first = rows[0]
    special = ", specially protected by the GDPR" if first.special else ""
    yield Heading(f"{place}: {category_of(first)}, {first.sensitivity}{special}")
    where = dict.fromkeys(shown(row.spot) for row in rows)
    said = first.description or "No description."
    yield Words(f"{said} Defined in {listed(list(where))}.")
    yield Items([what_happens(row, shown) + _if_agreed(data, event, row, shown) for row in rows])


def _if_agreed(data: DataMap, event: Event, row: Row, shown: Shown) -> str:
    """What a property with purposes of its own needs where consent is asked for, wherever it stands."""
    needed = consent_needed(row, event.definition.purpose, shown)
    if not needed or not row.leaves or not data.settings.destinations[row.destination].consent:
        return ""
    return f"; a payload that has it needs consent to {needed}"


def _besides(data: DataMap, event: Event) -> Iterator[Block]:
    """What every payload carries beside the event's own properties."""
    said = []
    for name in event.destinations:
        parts = []
        for part in (Part.PERSON, Part.GROUP, Part.CONTEXT, Part.ENVELOPE):
            leaving = [
                row for row in data.rows if row.destination == name and row.part is part and row.leaves
            ]
            if leaving:
                count = counted(len({row.path for row in leaving}), "property", "properties")
                parts.append(f"{count} of {_PARTS[part]} (at worst {leaving[0].sensitivity})")
        if parts:
            said.append(f"{name}: up to {listed(parts)}")
    if said:
        yield Heading("What its payloads may carry besides")
        yield Items(said)
        yield Words(f"All of it: `rollcall privacy map --event {event.name} --all`")


_PARTS = {
    Part.PERSON: "the person",
    Part.GROUP: "groups",
    Part.CONTEXT: "the context",
    Part.ENVELOPE: "the envelope",
}
