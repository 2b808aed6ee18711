"""What a person means by a category, an event or a property that they name; unknown names get the nearest."""

from collections.abc import Iterable, Iterator

from catalog.errors import CatalogError, UnknownName
from catalog.model.category import covers, nearest_categories
from catalog.model.envelope import GROUP_SET, PERSONS
from catalog.model.nearest import nearest
from catalog.model.snapshot import Event, Snapshot
from catalog.privacy.account import UNCLASSIFIED, listed, place_of
from catalog.privacy.identity import PERSON
from catalog.privacy.rows import Part, Row


def named_categories(snapshot: Snapshot, name: str) -> list[str]:
    """A category and those below it; `user` is all of them. Raises UnknownName."""
    found = [key for key in snapshot.categories if covers(name, key)]
    if not found:
        raise UnknownName("data category", name, nearest_categories(name, snapshot.categories, 3))
    return found


def categories_under(snapshot: Snapshot, name: str) -> tuple[str | None, ...]:
    """The same; `unclassified` is what has none. Raises UnknownName."""
    return (None,) if name == UNCLASSIFIED else tuple(named_categories(snapshot, name))


class SharedName(CatalogError):
    """A name under which destinations get several events."""

    def __init__(self, name: str, events: tuple[str, ...]) -> None:
        self.name = name
        self.events = events
        super().__init__(f"several events leave as '{name}'; name one of {listed(events)}")


def event_named(snapshot: Snapshot, name: str) -> Event:
    """The event with this identity, wire name or alias, or else the one that a destination knows by it.

    Raises UnknownName, or SharedName where destinations know several events by that name.
    """
    found = snapshot.lookup(name)
    if found is not None:
        return found[0]
    sent = [event for event in snapshot.events.values() if name in event.definition.send_as.values()]
    if not sent:
        there = {one for event in snapshot.events.values() for one in event.definition.send_as.values()}
        raise UnknownName("event", name, nearest(name, {*snapshot.incoming, *there}, 3))
    if len(sent) > 1:
        raise SharedName(name, tuple(sorted(event.name for event in sent)))
    return sent[0]


def rows_named(rows: Iterable[Row], name: str) -> tuple[Row, ...]:
    """The rows of a property: by a name that stands in payloads, or else by another way to write it.

    A whole path is meant, or a part of it from the top. A name that one destination alone has for a property
    stands for the property everywhere. Where a destination has no context property of that name, one that
    ends in `*` and begins like it is meant.
    """
    known = tuple(rows)
    found = {_property_of(row) for row in known if name in names_in_payloads(row)}
    found = found or {_property_of(row) for row in known if name in names_in_words(row)}
    there = {row.destination for row in known if row.part is Part.CONTEXT and _property_of(row) in found}
    short = name.removeprefix(f"{Part.CONTEXT} ")
    return tuple(
        row
        for row in known
        if _property_of(row) in found or (row.destination not in there and _stands_for(row, short))
    )


def _stands_for(row: Row, name: str) -> bool:
    """Whether a context property that ends in `*` stands for a name, or for what a part of it stands in."""
    start, star, part = row.path.partition("*")
    if row.part is not Part.CONTEXT or not star or not name.startswith(start) or name == start:
        return False
    named_part = any(mark in name[len(start) :] for mark in ".{[")
    return not part or not named_part or any(name.endswith(end) for end in with_holders(part))


def _property_of(row: Row) -> tuple[str, Part, str]:
    return row.event, row.part, row.path


def names_in_payloads(row: Row) -> Iterator[str]:
    """The names that a row has where it arrives and where it leaves, with what it is a part of.

    `rows{key}` and `rows`, `period.first` and `period`, `groups.company`, an alias' name, a `send_as`.
    """
    if row.part is not Part.ENVELOPE:
        for path in (row.path, row.sent_as, *row.arrives_as):
            if path is not None:
                yield from with_holders(path)


def names_in_words(row: Row) -> Iterator[str]:
    """Other ways to write a row: as reports do, as an SDK does, or short."""
    yield from with_holders(place_of(row))
    if row.part is Part.ENVELOPE:
        yield row.path
    for path in dict.fromkeys((row.path, row.sent_as or row.path)):
        if row.part is Part.PERSON:
            for start in (*PERSONS, PERSON):
                yield from with_holders(f"{start}.{path}")
        elif row.part is Part.GROUP:
            _, group, *inner = path.split(".", 2)
            yield from with_holders(f"$groups.{path.removeprefix('groups.')}")
            yield group
            for one in inner:
                yield from with_holders(one)
                yield from with_holders(f"{GROUP_SET}.{one}")


def with_holders(path: str) -> Iterator[str]:
    """A path, and those of all that it stands in."""
    yield path
    while (end := max(path.rfind("."), path.rfind("{"), path.rfind("["))) > 0:
        path = path[:end]
        yield path


def _names(rows: Iterable[Row]) -> set[str]:
    return {name for row in rows for way in (names_in_payloads, names_in_words) for name in way(row)}


class UnknownProperty(CatalogError):
    """A name that a caller gave is that of no property there."""

    def __init__(self, name: str, where: str, near: tuple[str, ...]) -> None:
        self.name = name
        self.nearest = near
        hint = f"; did you mean {' or '.join(near)}" if near else ""
        super().__init__(f"{where} has no property '{name}'{hint}")


def rows_of_property(rows: Iterable[Row], event: str, name: str) -> tuple[Row, ...]:
    """The rows of a property of one event, or of what its payloads carry. Raises UnknownProperty."""
    known = tuple(rows)
    found = rows_named(known, name)
    if not found:
        raise UnknownProperty(name, event, nearest(name, _names(known), 3))
    return found


def is_category(snapshot: Snapshot, name: str) -> bool:
    """Whether a name is that of a data category, or of what categories have in common."""
    return name == UNCLASSIFIED or any(covers(name, key) for key in snapshot.categories)


def rows_meant(snapshot: Snapshot, rows: Iterable[Row], name: str) -> tuple[Row, ...]:
    """The rows of a data category, with those below it, or else of a property. Raises UnknownName.

    The envelope is of no category in this sense: no definition gave it one, and none can keep it back.
    """
    known = tuple(rows)
    if is_category(snapshot, name):
        categories = categories_under(snapshot, name)
        return tuple(row for row in known if row.category in categories and row.part is not Part.ENVELOPE)
    found = rows_named(known, name)
    if not found:
        # A name with the beginning of a category is one that is written wrong; else a property is meant.
        tops = {key.partition(".")[0] for key in snapshot.categories}
        is_like_category = "." in name and name.partition(".")[0] in tops
        names, categories = nearest(name, _names(known), 3), nearest_categories(name, snapshot.categories, 3)
        near = (*categories, *names) if is_like_category else (*names, *categories)
        raise UnknownName("property or category", name, near[:3])
    return found
