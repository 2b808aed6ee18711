"""What a person means by a category, an event or a property that they name; unknown names get the nearest."""

from collections.abc import Iterable

from catalog.errors import CatalogError, UnknownName
from catalog.model.category import covers
from catalog.model.nearest import nearest
from catalog.model.snapshot import Snapshot
from catalog.privacy.account import UNCLASSIFIED
from catalog.privacy.rows import Row


def named_categories(snapshot: Snapshot, name: str) -> list[str]:
    """A category and those below it; `user` is all of them. Raises UnknownName."""
    found = [key for key in snapshot.categories if covers(name, key)]
    if not found:
        raise UnknownName("data category", name, nearest(name, snapshot.categories, 3))
    return found


def categories_under(snapshot: Snapshot, name: str) -> tuple[str | None, ...]:
    """The same; `unclassified` is what has none. Raises UnknownName."""
    return (None,) if name == UNCLASSIFIED else tuple(named_categories(snapshot, name))


def rows_named(rows: Iterable[Row], name: str) -> tuple[Row, ...]:
    """The rows of a property: by its whole path, or by a part of it from the top."""
    return tuple(row for row in rows if name in names_of(row))


def names_of(row: Row) -> tuple[str, ...]:
    """The names that a row answers to: `rows{key}`, `rows`; `period.first`, `period`; `groups.company`."""
    names = [row.path]
    cut = row.path
    while (end := max(cut.rfind("."), cut.rfind("{"), cut.rfind("["))) > 0:
        cut = cut[:end]
        names.append(cut)
    return tuple(names)


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
        raise UnknownProperty(name, event, nearest(name, {one for row in known for one in names_of(row)}, 3))
    return found


def is_category(snapshot: Snapshot, name: str) -> bool:
    """Whether a name is that of a data category, or of what categories have in common."""
    return name == UNCLASSIFIED or any(covers(name, key) for key in snapshot.categories)


def rows_meant(snapshot: Snapshot, rows: Iterable[Row], name: str) -> tuple[Row, ...]:
    """The rows of a data category, with those below it, or else of a property. Raises UnknownName."""
    known = tuple(rows)
    if is_category(snapshot, name):
        categories = categories_under(snapshot, name)
        return tuple(row for row in known if row.category in categories)
    found = rows_named(known, name)
    if not found:
        names = {one for row in known for one in names_of(row)}
        raise UnknownName("property or category", name, nearest(name, names | {*snapshot.categories}, 3))
    return found
