"""An incident: data that went where it should not. What is touched, what to purge, what to tighten."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalog.findings import Spot
from catalog.model.category import Handling, ancestors, covers
from catalog.model.event import Undeclared
from catalog.model.names import EventName
from catalog.model.settings import Anonymous, DestinationDefinition
from catalog.model.snapshot import Snapshot
from catalog.privacy.account import category_of, events_of
from catalog.privacy.rows import DataMap, Part, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """One destination that got the data: under which names, and of which events."""

    destination: str
    definition: DestinationDefinition
    rows: tuple[Row, ...]
    events: tuple[str, ...]
    """The names under which the destination knows the events."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tightening:
    """A value to set in the catalog; None removes what stands there."""

    spot: Spot
    value: str | None


def touched(
    snapshot: Snapshot, data: DataMap, rows: Iterable[Row], *, leaving: bool = True
) -> tuple[Touched, ...]:
    """The destinations that get any of these rows, or those where some are kept out."""
    wanted = [row for row in rows if row.leaves is leaving]
    found = []
    for name in data.events:
        there = tuple(row for row in wanted if row.destination == name)
        if there:
            events = (snapshot.events[EventName(event)] for event in events_of(data, there))
            names = (event.definition.send_as.get(name, event.wire) for event in events)
            found.append(
                Touched(
                    destination=name,
                    definition=data.settings.destinations[name],
                    rows=there,
                    events=tuple(sorted(set(names))),
                )
            )
    return tuple(found)


def tighten_category(data: DataMap, rows: Iterable[Row], category: str) -> tuple[Tightening, ...]:
    """What keeps a category, and those below it, from the destinations that get it: their policy drops it."""
    leaving = [row for row in rows if row.leaves]
    found: dict[Tightening, None] = {}
    for name in dict.fromkeys(row.destination for row in leaving):
        there = [row for row in leaving if row.destination == name]
        found |= dict.fromkeys(_policy(data, name, category, there))
        found |= dict.fromkeys(_own_handling(there))
        found |= dict.fromkeys(_identity(data, there))
    return tuple(found)


def _policy(data: DataMap, destination: str, category: str, rows: Iterable[Row]) -> Iterator[Tightening]:
    """Drops the category, and takes out the entries that say otherwise of it or repeat it."""
    definition = data.settings.destinations[destination]
    for index, key in enumerate(definition.receives or ()):
        if covers(category, key):
            yield Tightening(spot=_settings(destination, "receives", index), value=None)
    refusing = [key for key, handling in definition.otherwise.items() if handling is Handling.REFUSE]
    for key in definition.otherwise:
        if key != category and covers(category, key) and key not in refusing:
            yield Tightening(spot=_settings(destination, "otherwise", key), value=None)
    above = next((key for key in ancestors(category)[1:] if _names(definition, key)), "")
    if category in refusing:
        pass  # stricter already; what stood in `receives` below it is dropped further down
    elif definition.otherwise.get(above) is not Handling.DROP:
        yield Tightening(spot=_settings(destination, "otherwise", category), value=Handling.DROP.value)
    elif category in definition.otherwise:
        yield Tightening(spot=_settings(destination, "otherwise", category), value=None)
    for data_key in dict.fromkeys(row.category or "" for row in rows):
        # An entry that refuses would now decide about what stood in `receives` below it.
        if any(covers(category, one) and covers(one, data_key) for one in refusing):
            yield Tightening(spot=_settings(destination, "otherwise", data_key), value=Handling.DROP.value)


def _names(definition: DestinationDefinition, key: str) -> bool:
    return key in definition.otherwise or key in (definition.receives or ())


def _own_handling(rows: Iterable[Row]) -> Iterator[Tightening]:
    """Handling that properties state themselves and that would have no effect any more."""
    for row in rows:
        for cause in row.causes:
            if cause.spot.pointer[-2:] == ("handling", row.destination):
                yield Tightening(spot=cause.spot, value=Handling.DROP.value)


def _identity(data: DataMap, rows: Iterable[Row]) -> Iterator[Tightening]:
    """An anonymous id leaves whatever the policy says of its category: the destination must want none.

    A user id is dropped by the policy alone. Whether the destination shall go without identity, or know
    people by a digest, is for people to decide.
    """
    for row in rows:
        identity = data.settings.destinations[row.destination].identity
        if row.part is Part.IDENTITY and isinstance(identity, Anonymous):
            yield Tightening(spot=_settings(row.destination, "identity"), value="none")


def tighten_properties(data: DataMap, rows: Iterable[Row]) -> tuple[Tightening, ...]:
    """What keeps properties from the destinations that get them: each drops itself there."""
    found: dict[Tightening, None] = {}
    for row in rows:
        if not row.leaves or row.part is Part.ENVELOPE:
            continue
        spot = row.holder
        if row.part is Part.UNDECLARED:
            found[Tightening(spot=row.spot, value=Undeclared.DROP.value)] = None
        elif "properties" in spot.pointer:
            at = Spot(kind=spot.kind, name=spot.name, pointer=(*spot.pointer, "handling", row.destination))
            found[Tightening(spot=at, value=Handling.DROP.value)] = None
        else:
            # The id of a person or a group has no place for handling: its category has.
            same = [
                one for one in data.rows if (one.destination, one.category) == (row.destination, row.category)
            ]
            found |= dict.fromkeys(tighten_category(data, same, category_of(row)))
    return tuple(found)


def _settings(destination: str, *keys: str | int) -> Spot:
    return Spot(kind="settings", name="catalog", pointer=("destinations", destination, *keys))
