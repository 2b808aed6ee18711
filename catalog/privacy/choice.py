"""What a person means by a category, an event or a property that they name; unknown names get the nearest."""

from collections.abc import Iterable

from catalog.errors import UnknownName
from catalog.model.category import covers
from catalog.model.nearest import nearest
from catalog.model.snapshot import Snapshot
from catalog.privacy.account import UNCLASSIFIED
from catalog.privacy.rows import Row


def categories_under(snapshot: Snapshot, name: str) -> tuple[str | None, ...]:
    """A category and those below it; `user` is all of them, `unclassified` what has none.

    Raises UnknownName.
    """
    if name == UNCLASSIFIED:
        return (None,)
    found = tuple(key for key in snapshot.categories if covers(name, key))
    if not found:
        raise UnknownName("data category", name, nearest(name, snapshot.categories, 3))
    return found


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
